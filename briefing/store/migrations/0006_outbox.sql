-- What goes to whom, and what became of it. Moments are ISO 8601 in UTC, to be compared as text.

-- The files that were or will be sent, kept as they were: proof of what somebody got.
CREATE TABLE sendings (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    body   BLOB NOT NULL
) STRICT;

-- One brief to be sent. Another brief of the same profile, day and edition corrects it.
CREATE TABLE mailings (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    profile  TEXT NOT NULL,
    day      TEXT NOT NULL,
    edition  TEXT NOT NULL,                  -- where a profile has several a day; else ''
    seal     TEXT NOT NULL,
    name     TEXT NOT NULL,                  -- of the file, as recipients see it
    file     BLOB NOT NULL REFERENCES sendings (sha256),
    approval INTEGER NOT NULL,               -- 1: goes out only once its file is in approvals
    patience INTEGER NOT NULL,               -- seconds after which an undelivered one is given up
    at       TEXT NOT NULL,
    UNIQUE (profile, day, edition, seal)
) STRICT;

-- One message to one recipient. A row leaves 'sending' for 'dot' just before the byte after which
-- the other side may act on it; from 'dot' nothing goes back to 'pending' unless the other side
-- said no, or a person asks for it.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    mailing    INTEGER NOT NULL REFERENCES mailings (id),
    channel    TEXT NOT NULL,                -- 'mail', or the name of a channel
    recipient  TEXT NOT NULL,                -- the address in one spelling, or the channel's name
    address    TEXT NOT NULL,
    name       TEXT NOT NULL,
    lang       TEXT NOT NULL,                -- of the mail's own words; '': that of the brief
    message_id TEXT NOT NULL,
    date       TEXT NOT NULL,                -- of the message, however often it is tried
    state      TEXT NOT NULL
               CHECK (state IN ('pending', 'sending', 'dot', 'sent', 'failed', 'unknown')),
    corrects   TEXT NOT NULL DEFAULT '',     -- id of the brief that this recipient got before
    attempts   INTEGER NOT NULL DEFAULT 0,
    due        TEXT NOT NULL,                -- not tried before
    expires    TEXT NOT NULL,                -- not tried after
    holder     TEXT NOT NULL DEFAULT '',     -- the process that has it, or had it last
    lease      TEXT NOT NULL DEFAULT '',     -- until when it is its, at most
    said       TEXT NOT NULL DEFAULT '',     -- what the other side answered last, or what is wrong
    changed    TEXT NOT NULL,
    UNIQUE (mailing, channel, recipient)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, id);
CREATE INDEX outbox_by_recipient ON outbox (recipient, channel);

CREATE TABLE approvals (
    file BLOB PRIMARY KEY CHECK (length(file) = 32),  -- SHA-256 of what was approved
    at   TEXT NOT NULL,
    who  TEXT NOT NULL
) STRICT;

CREATE TABLE unsubscribed (
    recipient TEXT NOT NULL,
    profile   TEXT NOT NULL,                 -- '': of all
    at        TEXT NOT NULL,
    PRIMARY KEY (recipient, profile)
) STRICT, WITHOUT ROWID;

-- Who did what and when; each line's hash covers the one before it.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,                    -- user@host
    what   TEXT NOT NULL,
    about  TEXT NOT NULL,                    -- an address, a file
    detail TEXT NOT NULL,                    -- JSON
    hash   TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_grows BEFORE INSERT ON audit  -- REPLACE would remove without a word
WHEN NEW.id <= (SELECT max(id) FROM audit)
BEGIN SELECT RAISE (ABORT, 'the audit log is only added to'); END;
