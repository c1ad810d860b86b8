-- What was collected. Moments are ISO 8601 in UTC, to be compared as text.

-- Bytes under their hash: what a source handed over, and the clean text of articles.
CREATE TABLE blobs (
    id     INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),  -- of the bytes before packing
    body   BLOB NOT NULL                                      -- zlib
) STRICT;

-- One text of one publisher. Another text of the same article is another row of the same story.
CREATE TABLE articles (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL UNIQUE,         -- Article.id
    text       INTEGER NOT NULL REFERENCES blobs (id),
    publisher  TEXT NOT NULL,                -- outlet, else host, lower case; '' if unknown
    ref        TEXT NOT NULL,
    title      TEXT NOT NULL,
    outlet     TEXT NOT NULL,
    published  TEXT,                         -- a day, or a time with its zone; NULL where undated
    url        TEXT NOT NULL,
    lang       TEXT NOT NULL,
    dateline   TEXT NOT NULL,
    place      TEXT NOT NULL,
    byline     TEXT NOT NULL,
    sentences  TEXT NOT NULL,                -- JSON: start, end, start, end, ... in code points
    moment     TEXT NOT NULL,                -- published in UTC, else first_seen
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    story      INTEGER NOT NULL,             -- id of the first version
    version    INTEGER NOT NULL,             -- from 1
    latest     INTEGER NOT NULL DEFAULT 1,   -- 0 where a newer version is held
    corrected  TEXT,                         -- when words of an earlier version were found changed
    UNIQUE (text, publisher)
) STRICT;
CREATE INDEX articles_by_moment ON articles (moment, id) WHERE latest;
CREATE INDEX articles_by_story ON articles (story, version);
CREATE INDEX articles_by_lang ON articles (lang);
CREATE INDEX articles_by_last_seen ON articles (last_seen);

-- Where an article was found; the raw bytes are those of the first time.
CREATE TABLE places (
    id         INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    source     TEXT NOT NULL,
    ref        TEXT NOT NULL,
    url        TEXT NOT NULL,
    raw        INTEGER NOT NULL REFERENCES blobs (id),
    head       TEXT NOT NULL,                -- JSON: what else the source said, as it said it
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    UNIQUE (article, source, ref)
) STRICT;
CREATE INDEX places_by_url ON places (url);
CREATE INDEX places_by_ref ON places (source, ref);
CREATE INDEX places_by_raw ON places (raw);

-- The least hashes of an article's runs of words: near-identical texts share some of them.
CREATE TABLE sketches (
    publisher TEXT NOT NULL,
    hash      INTEGER NOT NULL,
    article   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (publisher, hash, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketches_by_article ON sketches (article);

-- Stems of title and text. The index keeps no copy of them, so that they are kept packed:
-- to take a row out of it one must give it the same stems again.
CREATE VIRTUAL TABLE words USING fts5 (title, text, content = '', tokenize = 'ascii');
CREATE TABLE stems (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    title   BLOB NOT NULL,                   -- zlib
    text    BLOB NOT NULL                    -- zlib
) STRICT;

-- What the next conditional GET of an address needs.
CREATE TABLE validators (
    source        TEXT NOT NULL,
    url           TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    PRIMARY KEY (source, url)
) STRICT, WITHOUT ROWID;

-- One collecting run of a source a row.
CREATE TABLE runs (
    id     INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    at     TEXT NOT NULL,
    new    INTEGER NOT NULL,
    seen   INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    error  TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_source ON runs (source, at);
