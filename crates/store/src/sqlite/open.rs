//! Opening the database file: permissions, migrations.

use super::database::SqliteStore;
use super::migrate;
use super::paths::{create_private, folder_of, path_of, refuse, there_already};
use super::pool::{options, pool, refuse_old};
use super::refold::refold;
use super::schema;
use crate::error::StoreError;
use files::owner;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::OnceLock;
use std::thread::available_parallelism;

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
        migrate::migrate_keeping(&writer, &path, found).await?;
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
        migrate::migrate(&writer, shown).await?;
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
