//! Database backup: a consistent copy while the database is in use.

use super::database::SqliteStore;
use super::draft::Draft;
use super::paths::{path_of, there_already};
use super::pool::{options, pool};
use super::schema::{self, Schema};
use crate::error::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqlitePool};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl SqliteStore {
    /// Writes a compact copy, as of now, to a new file (mode 0600). The file is there whole and checked, or not at all.
    pub async fn backup(&self, to: &Path) -> Result<(), BackupError> {
        // The writer, because readers are not allowed to write, not even to another file.
        write(&self.writer, to).await
    }

    /// The same of a database as it is, whichever release wrote it.
    pub async fn backup_of(database_url: &str, to: &Path) -> Result<(), BackupError> {
        let path = path_of(database_url)?;
        there_already(&path)?;
        let named = |error: sqlx::Error| refuse(&path, &reason(&error));
        let db = pool(1).connect_with(options(&path)).await.map_err(named)?;
        let found = schema::read(&mut *db.acquire().await.map_err(named)?).await.map_err(named)?;
        if !matches!(found, Schema::Ours(_)) {
            return Err(refuse(&path, "this is no database of this program"));
        }
        let written = write(&db, to).await;
        db.close().await;
        written
    }
}

async fn write(db: &SqlitePool, to: &Path) -> Result<(), BackupError> {
    if to.symlink_metadata().is_ok() {
        return Err(refuse(to, "the file is there already; choose another name"));
    }
    let system = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => refuse(to, "the file is there already; choose another name"),
        _ => refuse(to, &error.to_string()),
    };
    let draft = Draft::of(to).map_err(system)?;
    copy(db, draft.path()).await.map_err(|error| refuse(to, &reason(&error)))?;
    // Reads the whole copy: a bad disk shows now, not at the restore.
    check(draft.path(), to).await?;
    draft.publish_new().map_err(system)
}

/// Writes what a database holds into an empty file, whose mode stays.
pub(super) async fn copy(db: &SqlitePool, to: &Path) -> Result<(), sqlx::Error> {
    let to = to.to_str().ok_or_else(|| sqlx::Error::Configuration("the path is not UTF-8".into()))?;
    sqlx::query("VACUUM INTO ?").bind(to).execute(db).await.map(drop)
}

/// Reads a whole copy, and gives its schema. `shown` is the file that people know of.
pub(super) async fn check(copy: &Path, shown: &Path) -> Result<i64, BackupError> {
    let damaged =
        |error: sqlx::Error| refuse(shown, &format!("the file is damaged or no database: {}", reason(&error)));
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).immutable(true);
    let mut db = options.connect().await.map_err(damaged)?;
    let found = schema::read(&mut db).await.map_err(damaged)?;
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut db).await.map_err(damaged)?;
    db.close().await.map_err(damaged)?;
    if verdict != "ok" {
        return Err(refuse(shown, &format!("the file is damaged: {}", verdict.replace('\n', " "))));
    }
    match found {
        Schema::Ours(version) => Ok(version),
        Schema::Empty => Err(refuse(shown, "there is nothing in it: this is no backup")),
        Schema::Other => Err(refuse(shown, "this is no backup of this program: its tables are not in it")),
    }
}

pub(super) fn refuse(path: &Path, reason: &str) -> BackupError {
    BackupError::File { path: path.to_owned(), reason: reason.to_owned() }
}

/// What SQLite says, without the driver's words around it.
pub(super) fn reason(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file to write or to read.
    #[error("backup {}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with that.
        reason: String,
    },
    /// Where a restored database belongs, or what lies there.
    #[error("{}: {reason}", path.display())]
    Place {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The copy cannot be brought up to date.
    #[error("backup: {0}")]
    Store(#[from] StoreError),
}
