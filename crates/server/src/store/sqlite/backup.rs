//! A consistent copy of the database while it is in use.

use super::SqliteStore;
use super::open::folder_of;
use crate::store::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

impl SqliteStore {
    /// Writes a compact copy, as of now, to a new file (mode 0600). The file is there whole and checked, or not at all.
    pub async fn backup(&self, to: &Path) -> Result<(), BackupError> {
        let claim = Claim::new(to)?;
        let copied = self.copy(&claim.draft).await.and_then(|()| claim.publish());
        if copied.is_err() {
            claim.give_up();
        }
        copied
    }

    async fn copy(&self, to: &Path) -> Result<(), BackupError> {
        let to = to.to_str().ok_or_else(|| refuse(to, "the path is not UTF-8"))?;
        // The writer, because readers are not allowed to write, not even to another file.
        sqlx::query("VACUUM INTO ?").bind(to).execute(&self.writer).await?;
        check(Path::new(to)).await
    }
}

/// Reads the whole copy: a bad disk shows now, not at the restore.
pub(super) async fn check(copy: &Path) -> Result<(), BackupError> {
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).immutable(true);
    let mut db = options.connect().await?;
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut db).await?;
    db.close().await?;
    if verdict == "ok" { Ok(()) } else { Err(refuse(copy, &format!("the copy is damaged: {verdict}"))) }
}

/// The place of a backup: its name, taken, and a draft beside it.
struct Claim {
    path: PathBuf,
    draft: PathBuf,
}

impl Claim {
    fn new(path: &Path) -> Result<Self, BackupError> {
        create_new(path)?;
        let mut name = OsString::from(path.file_name().unwrap_or_default());
        name.push(".part");
        let claim = Self { path: path.to_owned(), draft: path.with_file_name(name) };
        // SQLite writes into an empty file and keeps its mode.
        if let Err(error) = create_new(&claim.draft) {
            remove(&claim.path);
            return Err(error);
        }
        Ok(claim)
    }

    fn publish(&self) -> Result<(), BackupError> {
        let publish = || {
            File::open(&self.draft)?.sync_all()?;
            std::fs::rename(&self.draft, &self.path)?;
            File::open(folder_of(&self.path))?.sync_all()
        };
        publish().map_err(|error| refuse(&self.path, &error.to_string()))
    }

    fn give_up(&self) {
        remove(&self.draft);
        remove(&self.path);
    }
}

fn create_new(path: &Path) -> Result<(), BackupError> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.map(drop).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => refuse(path, "the file is there already; choose another name"),
        _ => refuse(path, &error.to_string()),
    })
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(path = %path.display(), %error, "an unfinished backup could not be removed");
    }
}

pub(super) fn refuse(path: &Path, reason: &str) -> BackupError {
    BackupError::File { path: path.to_owned(), reason: reason.to_owned() }
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file to write.
    #[error("backup {}: {reason}", path.display())]
    File {
        /// Where the backup should go.
        path: PathBuf,
        /// What is wrong with that.
        reason: String,
    },
    /// The database to read, or the disk to write to.
    #[error("backup: {0}")]
    Database(#[from] sqlx::Error),
    /// The copy cannot be brought up to date.
    #[error("backup: {0}")]
    Store(#[from] StoreError),
}
