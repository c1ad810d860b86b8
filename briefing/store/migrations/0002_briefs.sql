-- The ledger of briefs: what was made, and what it cites.

CREATE TABLE briefs (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    seal     TEXT NOT NULL UNIQUE,
    title    TEXT NOT NULL,
    day      TEXT NOT NULL,
    at       TEXT NOT NULL,                  -- when it was made
    document BLOB NOT NULL                   -- zlib of document.to_bytes
) STRICT;
CREATE INDEX briefs_by_day ON briefs (day);

-- Articles of a brief, by the hash of their text: that is what a citation proves.
CREATE TABLE carried (
    brief   INTEGER NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,                   -- Article.id within that brief
    sha256  BLOB NOT NULL,
    PRIMARY KEY (brief, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX carried_by_text ON carried (sha256);

-- Every span a brief shows.
CREATE TABLE citations (
    brief INTEGER NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
    name  TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (brief, name, start, "end")
) STRICT, WITHOUT ROWID;
