-- People and what was said with them. Times are seconds since 1970, UTC. Every table that is about a person has the
-- columns channel and user_id (the platform's own): that is how they are found when somebody wants to be forgotten.

CREATE TABLE people (
    channel    TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT CHECK (role IN ('barred', 'member', 'admin', 'maintainer')),  -- NULL: what the settings say
    language   TEXT CHECK (language IN ('vi', 'en')),                             -- NULL: what the platform says
    chat_id    TEXT,                                                              -- where they are written to
    first_seen REAL NOT NULL,
    last_seen  REAL NOT NULL,
    PRIMARY KEY (channel, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE turns (
    number     INTEGER PRIMARY KEY,
    channel    TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    chat_id    TEXT NOT NULL,
    message_id TEXT,                          -- the message it came in, so that an edited one takes its own place
    question   TEXT NOT NULL,
    at         REAL NOT NULL
) STRICT;

CREATE INDEX turns_by_person ON turns (channel, user_id, chat_id, number);

CREATE TABLE answers (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,  -- buttons name it: never given twice
    channel    TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    chat_id    TEXT NOT NULL,
    message_id TEXT,
    at         REAL NOT NULL,
    answered   INTEGER NOT NULL CHECK (answered IN (0, 1)),
    facts      TEXT NOT NULL                       -- the answer as JSON; quotes by article version and offsets
) STRICT;

CREATE INDEX answers_by_person ON answers (channel, user_id, chat_id, number);
CREATE UNIQUE INDEX answers_by_message ON answers (channel, chat_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX answers_by_time ON answers (at);

-- Which sentence of which article version was shown to whom, and the figure in it: what corrections are sent by
CREATE TABLE quotes (
    answer     INTEGER NOT NULL REFERENCES answers (number) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    start      INTEGER,
    "end"      INTEGER,
    quote      TEXT NOT NULL,
    said       TEXT,                               -- the short answer that stands in the quote
    PRIMARY KEY (answer, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX quotes_by_article ON quotes (article_id, version);

CREATE TABLE feedback (
    answer  INTEGER NOT NULL REFERENCES answers (number) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    user_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong')),
    reason  TEXT,
    at      REAL NOT NULL,
    PRIMARY KEY (answer, channel, user_id)
) STRICT, WITHOUT ROWID;

-- The choices that were numbered for somebody last, where there are no buttons
CREATE TABLE offers (
    channel TEXT NOT NULL,
    user_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    choices TEXT NOT NULL,                         -- JSON: [[label, action, argument], ...]
    at      REAL NOT NULL,
    PRIMARY KEY (channel, user_id, chat_id)
) STRICT, WITHOUT ROWID;

-- What the bot has asked somebody to write next: the reason of a verdict, a new title
CREATE TABLE awaited (
    channel  TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    chat_id  TEXT NOT NULL,
    what     TEXT NOT NULL,
    argument TEXT NOT NULL,
    at       REAL NOT NULL,
    PRIMARY KEY (channel, user_id, chat_id)
) STRICT, WITHOUT ROWID;

-- Short numbers for articles, whose ids are too long for a button or a link
CREATE TABLE article_numbers (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL UNIQUE
) STRICT;

-- One-time codes by which people get a role; only their digests are kept
CREATE TABLE invitations (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    digest     BLOB NOT NULL UNIQUE,
    role       TEXT NOT NULL CHECK (role IN ('member', 'admin', 'maintainer')),
    door       TEXT,                               -- the channel it holds at; NULL: at any
    made_by    TEXT NOT NULL,
    made_at    REAL NOT NULL,
    expires_at REAL NOT NULL,
    used_by    TEXT,
    used_at    REAL
) STRICT;

CREATE TABLE wrong_codes (
    channel TEXT NOT NULL,
    user_id TEXT NOT NULL,
    at      REAL NOT NULL
) STRICT;

CREATE INDEX wrong_codes_by_person ON wrong_codes (channel, user_id, at);

-- What each bot is called at its platform, told by its channel when it starts: invitations link to it
CREATE TABLE doors (
    channel TEXT PRIMARY KEY NOT NULL,
    name    TEXT NOT NULL
) STRICT;

-- The audit trail: every privileged act. Rows are added and, when their time is up, purged; never changed.
CREATE TABLE trail (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    at      REAL NOT NULL,
    door    TEXT NOT NULL,
    actor   TEXT NOT NULL,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL                          -- JSON object
) STRICT;
