-- The feeds of each OPML list when it was last read, so that a brief made of the list has theirs.
CREATE TABLE lists (
    list TEXT NOT NULL,
    feed TEXT NOT NULL,                      -- its address
    PRIMARY KEY (list, feed)
) STRICT, WITHOUT ROWID;
