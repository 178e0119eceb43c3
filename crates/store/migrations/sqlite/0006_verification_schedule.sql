-- When a connection was last asked, whatever came out, how often in a row nothing did, and when the run began whose
-- result is kept. The schedule's back-off therefore outlives a restart.
ALTER TABLE connections ADD COLUMN tried_at INTEGER;
ALTER TABLE connections ADD COLUMN inconclusive INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN verification_started_at INTEGER;

CREATE INDEX connections_by_last_try ON connections (coalesce(tried_at, verified_at, updated_at));
CREATE INDEX connections_inconclusive ON connections (coalesce(tried_at, verified_at, updated_at)) WHERE inconclusive > 0;

-- Organizations that gave no answer, or that a server is asking just now: one at a time, whichever server it is.
CREATE TABLE organization_backoff (
    domain       TEXT    NOT NULL PRIMARY KEY,
    inconclusive INTEGER NOT NULL DEFAULT 0,
    tried_at     INTEGER,
    -- When the organization itself wants to be asked again.
    retry_at     INTEGER,
    leased_by    TEXT,
    leased_until INTEGER
) STRICT;

-- Who for good, beside what people call them.
ALTER TABLE history ADD COLUMN subject TEXT;
