-- What administrators work on in chats. Times are seconds since 1970, UTC.

-- Articles on their way in: nothing of a draft is in the corpus before somebody approves it
CREATE TABLE drafts (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    channel    TEXT NOT NULL,                        -- who brought it
    user_id    TEXT NOT NULL,
    chat_id    TEXT NOT NULL,
    draft      TEXT NOT NULL,                        -- the article as JSON; '{}' once it is decided on
    question   INTEGER,                              -- the declined question that it is to answer
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'proposed', 'approved', 'dropped')),
    at         REAL NOT NULL
) STRICT;

CREATE INDEX drafts_by_state ON drafts (state, number);

-- Articles taken out in a chat, so that it can be undone there
CREATE TABLE removals (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    title      TEXT NOT NULL,
    actor      TEXT NOT NULL,
    at         REAL NOT NULL,
    undone_at  REAL
) STRICT;

-- Questions that were declined, until an article answers them
CREATE TABLE open_questions (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    channel  TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    chat_id  TEXT NOT NULL,
    language TEXT NOT NULL,
    question TEXT NOT NULL,                          -- complete: a follow-up as it was understood
    state    TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'set_aside')),
    at       REAL NOT NULL
) STRICT;

CREATE INDEX open_questions_by_state ON open_questions (state, number);
CREATE INDEX open_questions_by_person ON open_questions (channel, user_id);

-- Figures that a new version of an article changed after they had been given to people
CREATE TABLE corrections (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id  TEXT NOT NULL,
    old_version INTEGER NOT NULL,
    new_version INTEGER NOT NULL,
    said        TEXT NOT NULL,                       -- the figure that was given
    old_quote   TEXT NOT NULL,
    new_said    TEXT,                                -- what stands there now; NULL: the sentence is gone
    new_quote   TEXT,
    start       INTEGER,                             -- of the new quote, in the new version
    "end"       INTEGER,
    state       TEXT NOT NULL DEFAULT 'found' CHECK (state IN ('found', 'sent', 'set_aside')),
    at          REAL NOT NULL,
    UNIQUE (article_id, new_version, old_quote, said)
) STRICT;
