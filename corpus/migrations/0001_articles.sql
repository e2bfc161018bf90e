-- Articles and their versions. A version is never changed: quotes point into it by offsets.

CREATE TABLE articles (
    id          TEXT PRIMARY KEY NOT NULL,
    version     INTEGER NOT NULL,             -- the current version, or the one that was current when it was removed
    removed     INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    published   TEXT,                         -- copy of the current version's date, for listing
    revision    INTEGER NOT NULL,             -- the revision of the corpus in which this article last changed
    FOREIGN KEY (id, version) REFERENCES versions (article_id, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE versions (
    article_id   TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    version      INTEGER NOT NULL CHECK (version >= 1),
    replaced     INTEGER,                     -- the version that was current before, NULL if there was none
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    url          TEXT,
    source       TEXT,
    author       TEXT,
    published    TEXT,
    origin       TEXT,
    is_sample    INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
    extra        TEXT NOT NULL,               -- further keys of the input, as a JSON object
    content_hash TEXT NOT NULL,               -- equal for texts that say the same (corpus.text.content_hash)
    fingerprint  TEXT NOT NULL,               -- equal only when every field is the same
    added_at     TEXT NOT NULL,               -- UTC, ISO 8601
    added_by     TEXT NOT NULL,
    PRIMARY KEY (article_id, version)
) STRICT;

CREATE INDEX articles_by_date ON articles (removed, published DESC, id);
CREATE INDEX articles_by_revision ON articles (revision);
CREATE INDEX versions_by_content ON versions (content_hash);

-- One row: how often the corpus has changed
CREATE TABLE state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    revision INTEGER NOT NULL
) STRICT;

INSERT INTO state (only_row, revision) VALUES (1, 0);
