-- Figures of the articles' versions, as an extractor of a certain version read them. They can always be made again.

CREATE TABLE figures (
    article_id     TEXT NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,             -- first character of the figure in the body
    end_position   INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    value          TEXT NOT NULL,                -- decimal, in whole units
    high           TEXT,                         -- upper end of a range
    unit           TEXT NOT NULL,
    mark           TEXT NOT NULL,                -- the word that makes it approximate, or nothing
    counted        TEXT NOT NULL,                -- words of the text that say what is counted
    counted_key    TEXT NOT NULL,                -- as compared (corpus.text.keys)
    as_of          TEXT,                         -- the day that it holds for, as written
    period         TEXT,                         -- as written; first and last day beside it
    period_kind    TEXT,
    period_start   TEXT,
    period_end     TEXT,
    place          TEXT,                         -- as written
    place_key      TEXT,                         -- as compared (corpus.figures_places.place_key)
    role           TEXT NOT NULL,                -- level, change, plan
    change         TEXT,                         -- what the text says of its rise or fall, as a JSON object
    PRIMARY KEY (article_id, version, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX figures_by_place ON figures (place_key, unit);
CREATE INDEX figures_by_counted ON figures (counted_key, unit);

-- Which versions have been read, and by which extractor: what is missing or older is read again
CREATE TABLE extractions (
    article_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    extractor  INTEGER NOT NULL,
    PRIMARY KEY (article_id, version)
) STRICT, WITHOUT ROWID;
