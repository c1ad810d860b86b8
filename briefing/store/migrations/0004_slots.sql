-- The ledger of the schedule: which run of which profile was due, who has it, how it ended.

-- One row a slot, whatever machines, daemons and clocks do: that is the primary key.
CREATE TABLE slots (
    profile  TEXT NOT NULL,
    day      TEXT NOT NULL,                  -- local date
    at       TEXT NOT NULL,                  -- wall time, 07:00
    due      TEXT NOT NULL,                  -- the instant they come to
    state    TEXT NOT NULL CHECK (state IN ('due', 'running', 'done', 'failed', 'skipped')),
    until    TEXT NOT NULL,                  -- nobody may take it before: end of lease, or of wait
    token    INTEGER NOT NULL DEFAULT 0,     -- counts the leases: an older one ends nothing
    attempts INTEGER NOT NULL DEFAULT 0,
    owner    TEXT NOT NULL DEFAULT '',       -- of the last lease: host, process
    started  TEXT,                           -- the first attempt
    ended    TEXT,
    brief    TEXT NOT NULL DEFAULT '',       -- id of the brief, once it is recorded
    counts   TEXT NOT NULL DEFAULT '{}',     -- JSON: articles, events, rejected, sent, seconds
    error    TEXT NOT NULL DEFAULT '',       -- why the last attempt failed, or it was left out
    alerted  TEXT,                           -- when somebody was told that it failed
    PRIMARY KEY (profile, day, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_by_due ON slots (profile, due);
CREATE INDEX slots_by_state ON slots (state, until) WHERE state IN ('due', 'running', 'failed');

-- Up to when the slots of a profile stand in the ledger: its last look at the clock.
CREATE TABLE looks (
    profile TEXT NOT NULL PRIMARY KEY,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
