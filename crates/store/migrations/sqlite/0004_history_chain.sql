-- The history becomes a chain (store/chain.rs). Entries of before are chained, in the order of their ids, when the
-- program first opens the database; an entry about no connection has an empty connection_id.
ALTER TABLE history ADD COLUMN address TEXT;
ALTER TABLE history ADD COLUMN seq INTEGER;
ALTER TABLE history ADD COLUMN hash BLOB;

CREATE UNIQUE INDEX history_by_seq ON history (seq);

-- Where the chain begins, after what was removed because of its age, and where it ends. One row.
CREATE TABLE history_head (
    only_one  INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    base_seq  INTEGER NOT NULL,
    base_hash BLOB    NOT NULL,
    last_seq  INTEGER NOT NULL,
    last_hash BLOB    NOT NULL,
    seal      BLOB    NOT NULL
) STRICT;
