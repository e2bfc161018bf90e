-- Who changed what, when, and through which door. Rows are only ever added.

CREATE TABLE audit (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    at         TEXT NOT NULL,                 -- UTC, ISO 8601
    door       TEXT NOT NULL,                 -- cli, web, telegram, ...
    actor      TEXT NOT NULL,                 -- as the door names people: "telegram:12345"
    action     TEXT NOT NULL CHECK (action IN ('add', 'update', 'remove', 'restore', 'undo')),
    article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    version    INTEGER NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_by_article ON audit (article_id, number);

-- What happened before this table existed
INSERT INTO audit (at, door, actor, action, article_id, version, revision)
SELECT v.added_at, substr(v.added_by, 1, instr(v.added_by || ':', ':') - 1), v.added_by,
       iif(v.version = 1, 'add', 'update'), v.article_id, v.version, a.revision
FROM versions AS v JOIN articles AS a ON a.id = v.article_id
ORDER BY a.revision, v.version;
