//! Opening the database file: settings that make a commit durable, permissions, migrations.

use super::SqliteStore;
use crate::store::StoreError;
use sqlx::Connection;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread::available_parallelism;
use std::time::Duration;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The first version without the WAL-reset race, which can corrupt a file (<https://sqlite.org/releaselog/3_51_3.html>).
const OLDEST: [u32; 3] = [3, 51, 3];
/// How long a write waits for another process, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many read at once whatever the machine; with more processors, one for each of them.
const READERS: u32 = 4;

impl SqliteStore {
    /// Opens `sqlite://PATH`, makes the file (mode 0600) and its folder where they are missing, and migrates it.
    pub async fn open(database_url: &str) -> Result<Self, StoreError> {
        let path = path_of(database_url)?;
        let folder = folder_of(&path);
        let unavailable = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", path.display()));
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unavailable)?;
        // Two processes that start at once would both try the first migration. Released when this is dropped.
        let starting = File::open(folder).map_err(unavailable)?;
        starting.lock().map_err(unavailable)?;
        create_private(&path).map_err(unavailable)?;
        let named = |error: sqlx::Error| match StoreError::from(error) {
            StoreError::Unavailable(reason) => StoreError::Unavailable(format!("{}: {reason}", path.display())),
            other => other,
        };
        let writer = pool(1).connect_with(options(&path)).await.map_err(named)?;
        refuse_old(&sqlx::query_scalar::<_, String>("SELECT sqlite_version()").fetch_one(&writer).await?)?;
        MIGRATIONS.run(&writer).await.map_err(|error| StoreError::Database(format!("{}: {error}", path.display())))?;
        let processors = available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(u32::MAX));
        let readers = pool(processors.max(READERS))
            .connect_with(options(&path).pragma("query_only", "ON"))
            .await
            .map_err(named)?;
        Ok(Self { writer, readers, chain: OnceLock::new() })
    }

    /// Opens a database that is there already, and makes none.
    pub async fn open_existing(database_url: &str) -> Result<Self, StoreError> {
        let path = path_of(database_url)?;
        match path.try_exists() {
            Ok(true) => Self::open(database_url).await,
            Ok(false) => Err(StoreError::Unavailable(format!("{}: there is no such file", path.display()))),
            Err(error) => Err(StoreError::Unavailable(format!("{}: {error}", path.display()))),
        }
    }
}

pub(super) fn path_of(database_url: &str) -> Result<PathBuf, StoreError> {
    let path = database_url.strip_prefix("sqlite://").filter(|path| !path.is_empty());
    path.map(PathBuf::from)
        .ok_or_else(|| StoreError::Unavailable("this build keeps everything in SQLite: use sqlite://PATH".to_owned()))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An empty file for its owner alone, where there is none: SQLite gives its other files the same mode.
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        // A whole page: SQLite's thread waits for its reader when this is full.
        .row_buffer_size(256)
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
}

fn pool(connections: u32) -> SqlitePoolOptions {
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
