//! Opening the database file: settings that make a commit durable, permissions, migrations.

use super::SqliteStore;
use super::refold::refold;
use super::schema;
use crate::owner;
use crate::store::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlitePool};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread::available_parallelism;
use std::time::Duration;

/// The first version without the WAL-reset race, which can corrupt a file (<https://sqlite.org/releaselog/3_51_3.html>).
const OLDEST: [u32; 3] = [3, 51, 3];
/// How long a write waits for another process, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many read at once whatever the machine; with more processors, one for each of them.
const READERS: u32 = 4;

impl SqliteStore {
    /// Opens `sqlite://PATH`, makes the file (mode 0600) and its folder where they are missing, and migrates it. Only a
    /// server does that.
    pub async fn open(database_url: &str) -> Result<Self, StoreError> {
        let path = path_of(database_url)?;
        let folder = folder_of(&path);
        let unavailable = |error: std::io::Error| refuse(&path, &error.to_string());
        let is_new = path.symlink_metadata().is_err();
        if is_new {
            owner::refuse_foreign_folder(folder).map_err(|reason| refuse(&path, &reason))?;
        }
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unavailable)?;
        // Two processes that start at once would both try the first migration. Released when this is dropped.
        let starting = File::open(folder).map_err(unavailable)?;
        starting.lock().map_err(unavailable)?;
        create_private(&path).map_err(unavailable)?;
        let writer = connect(&path, &path, options(&path)).await?;
        let found = schema::read(&mut *writer.acquire().await?).await?;
        schema::refuse_unknown(found, &path)?;
        // Stays with the file. Not before it is known to be ours.
        sqlx::query("PRAGMA journal_mode = WAL").execute(&writer).await?;
        schema::migrate_keeping(&writer, &path, found).await?;
        refold(&writer).await?;
        Self::with_readers(writer, &path, &path).await
    }

    /// Opens a database that a server has set up, and leaves it as it is: nothing is made or migrated.
    pub async fn open_existing(database_url: &str) -> Result<Self, StoreError> {
        let path = path_of(database_url)?;
        there_already(&path)?;
        let writer = connect(&path, &path, options(&path)).await?;
        let found = schema::read(&mut *writer.acquire().await?).await?;
        schema::require_newest(found, &path)?;
        Self::with_readers(writer, &path, &path).await
    }

    /// Whether a database is or can be made there, without making any.
    pub fn check_place(database_url: &str) -> Result<(), StoreError> {
        let path = path_of(database_url)?;
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => Err(refuse(&path, "it is a folder")),
            Ok(_) => OpenOptions::new().read(true).write(true).open(&path).map(drop).map_err(|error| {
                let hint = owner::hint(&path).map(|hint| format!("; {hint}")).unwrap_or_default();
                refuse(&path, &format!("{error}{hint}"))
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                owner::check_folder(folder_of(&path)).map_err(|reason| refuse(&path, &reason))
            }
            Err(error) => Err(refuse(&path, &error.to_string())),
        }
    }

    /// Opens and migrates what is no database yet; `shown` is the file that people know of.
    pub(super) async fn open_draft(path: &Path, shown: &Path) -> Result<Self, StoreError> {
        let writer = connect(path, shown, options(path).journal_mode(SqliteJournalMode::Wal)).await?;
        schema::migrate(&writer, shown).await?;
        refold(&writer).await?;
        Self::with_readers(writer, path, shown).await
    }

    async fn with_readers(writer: SqlitePool, path: &Path, shown: &Path) -> Result<Self, StoreError> {
        let processors = available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(u32::MAX));
        let readers = pool(processors.max(READERS))
            .connect_with(options(path).pragma("query_only", "ON"))
            .await
            .map_err(|error| named(error, shown))?;
        Ok(Self { writer, readers, chain: OnceLock::new() })
    }
}

/// The one connection that writes.
async fn connect(path: &Path, shown: &Path, options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
    let writer = pool(1).connect_with(options).await.map_err(|error| {
        let error = named(error, shown);
        match (error, owner::hint(path)) {
            (StoreError::Unavailable(reason), Some(hint)) => StoreError::Unavailable(format!("{reason}; {hint}")),
            (error, _) => error,
        }
    })?;
    refuse_old(&sqlx::query_scalar::<_, String>("SELECT sqlite_version()").fetch_one(&writer).await?)?;
    Ok(writer)
}

fn named(error: sqlx::Error, shown: &Path) -> StoreError {
    match StoreError::from(error) {
        StoreError::Unavailable(reason) => refuse(shown, &reason),
        other => other,
    }
}

fn refuse(path: &Path, reason: &str) -> StoreError {
    StoreError::Unavailable(format!("{}: {reason}", path.display()))
}

/// A command other than `serve` finds its database or ends.
pub(super) fn there_already(path: &Path) -> Result<(), StoreError> {
    match path.try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(refuse(
            path,
            "there is no such file: start app-connections serve first, or run this with the settings and in the folder of the server",
        )),
        Err(error) => Err(refuse(path, &error.to_string())),
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
