//! Connection pools: settings that make a commit durable, and the oldest SQLite that is safe.

use crate::error::StoreError;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

/// The first version without the WAL-reset race, which can corrupt a file (<https://sqlite.org/releaselog/3_51_3.html>).
const OLDEST: [u32; 3] = [3, 51, 3];
/// How long a write waits for another process, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        // A whole page: SQLite's thread waits for its reader when this is full.
        .row_buffer_size(256)
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
}

pub(super) fn pool(connections: u32) -> SqlitePoolOptions {
    // A connection is a file handle: there is nothing to gain from closing or testing idle ones.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // After an I/O error SQLite ends a transaction on its own; the driver goes on counting it, and the connection
        // would refuse every transaction for ever.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

pub(super) fn refuse_old(version: &str) -> Result<(), StoreError> {
    let numbers: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    if numbers.as_slice() >= OLDEST.as_slice() {
        return Ok(());
    }
    let oldest = OLDEST.map(|number| number.to_string()).join(".");
    Err(StoreError::Unavailable(format!("SQLite {version} may corrupt it; build with {oldest} or newer")))
}
