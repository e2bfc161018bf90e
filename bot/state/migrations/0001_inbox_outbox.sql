-- What people sent and are owed. Times are seconds since 1970, UTC. A row is emptied of words as soon as it is dealt
-- with: its key stays for a while, so that the same update is not taken twice.

CREATE TABLE inbox (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which updates are handed out
    channel     TEXT NOT NULL,
    key         TEXT NOT NULL,                      -- the platform's own name of the update
    chat_id     TEXT NOT NULL,
    body        TEXT NOT NULL,                      -- the update as JSON; '{}' once it is dealt with
    written_at  REAL,                               -- when the person wrote it, where the platform says so
    received_at REAL NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,         -- how often it was begun anew after the process had died
    done_at     REAL,
    UNIQUE (channel, key)
) STRICT;

CREATE INDEX inbox_pending ON inbox (channel, number) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE outbox (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order in which a chat gets its messages
    channel    TEXT NOT NULL,
    chat_id    TEXT NOT NULL,
    method     TEXT NOT NULL,
    parameters TEXT NOT NULL,                       -- JSON; '{}' once it is sent or given up
    blob       BLOB,
    label      TEXT,                                -- what the bot finds its own message again by
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL,
    reason     TEXT,                                -- of the last attempt that failed
    message_id TEXT,                                -- the platform's, once it is sent
    made_at    REAL NOT NULL,
    ended_at   REAL
) STRICT;

CREATE INDEX outbox_waiting ON outbox (channel, chat_id, number) WHERE state = 'waiting';
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX outbox_labelled ON outbox (channel, chat_id, label) WHERE label IS NOT NULL;

-- Chats that take nothing any more: the bot was blocked, the chat is gone. Hearing from them takes them off
CREATE TABLE gone_chats (
    channel TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    reason  TEXT NOT NULL,
    since   REAL NOT NULL,
    PRIMARY KEY (channel, chat_id)
) STRICT, WITHOUT ROWID;

-- How many messages a platform took in each calendar month: some platforms have a quota
CREATE TABLE monthly_sends (
    channel TEXT NOT NULL,
    month   TEXT NOT NULL,                          -- 2026-11
    count   INTEGER NOT NULL,
    PRIMARY KEY (channel, month)
) STRICT, WITHOUT ROWID;
