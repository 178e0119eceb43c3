-- Times are nanoseconds since 1970-01-01 UTC; ids are UUIDs in text.

CREATE TABLE connections (
    id              TEXT    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    -- Lower-cased by the program, which knows more alphabets than SQLite.
    name_key        TEXT    NOT NULL UNIQUE,
    description     TEXT    NOT NULL,
    application     TEXT    NOT NULL,
    domain          TEXT    NOT NULL,
    client_id       TEXT    NOT NULL,
    key_id          TEXT,
    key_algorithm   TEXT    NOT NULL,
    key_bits        INTEGER NOT NULL,
    key_thumbprint  TEXT    NOT NULL,
    key_set_at      INTEGER NOT NULL,
    organization_id TEXT,
    -- Place in the list of statuses, best first.
    status_rank     INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    created_by      TEXT    NOT NULL,
    updated_at      INTEGER NOT NULL,
    updated_by      TEXT    NOT NULL,
    verified_at     INTEGER,
    version         INTEGER NOT NULL,
    -- Everything that a search looks at, lower-cased.
    search          TEXT    NOT NULL
) STRICT;

CREATE INDEX connections_by_status ON connections (status_rank, id);
CREATE INDEX connections_by_application ON connections (application, id);
CREATE INDEX connections_by_domain ON connections (domain, id);
CREATE INDEX connections_by_verified_at ON connections (coalesce(verified_at, -1), id);
CREATE INDEX connections_by_updated_at ON connections (updated_at, id);

-- The two big things of a connection, apart, so that lists read small rows.
CREATE TABLE connection_keys (
    connection_id TEXT NOT NULL PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    sealed_key    BLOB NOT NULL
) STRICT;

CREATE TABLE connection_reports (
    connection_id TEXT NOT NULL PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    report        TEXT NOT NULL
) STRICT;

-- Outlives its connection: who deleted it, and what it was.
CREATE TABLE history (
    id            TEXT    NOT NULL PRIMARY KEY,
    connection_id TEXT    NOT NULL,
    at            INTEGER NOT NULL,
    by            TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    details       TEXT    NOT NULL
) STRICT;

CREATE INDEX history_by_connection ON history (connection_id, id);

CREATE TABLE generated_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    sealed_key BLOB    NOT NULL,
    key_id     TEXT    NOT NULL,
    thumbprint TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE credentials (
    id           TEXT    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    hash         BLOB    NOT NULL,
    name         TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    -- The API token that a session began with: it ends with it.
    parent       TEXT    REFERENCES credentials (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    revoked_at   INTEGER,
    UNIQUE (kind, hash)
) STRICT;

CREATE INDEX credentials_by_parent ON credentials (parent);

CREATE TABLE idempotency (
    principal     TEXT    NOT NULL,
    key           TEXT    NOT NULL,
    body_hash     BLOB    NOT NULL,
    connection_id TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (principal, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
