//! Putting a backup in the place of a database: first as a draft beside it, to be looked at, then under its name.

use super::backup::{BackupError, check, refuse};
use super::open::{folder_of, path_of};
use super::{SqliteStore, Store};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A backup, brought up to date, that is no database yet.
pub struct Restore {
    /// What is in it.
    pub store: SqliteStore,
    draft: PathBuf,
    target: PathBuf,
}

impl Restore {
    /// Copies a backup beside where the database belongs, reads all of it, and migrates the copy. The backup itself is
    /// left alone.
    pub async fn begin(backup: &Path, database_url: &str) -> Result<Self, BackupError> {
        let target = path_of(database_url)?;
        let mut name = OsString::from(target.file_name().unwrap_or_default());
        name.push(".restoring");
        let draft = target.with_file_name(name);
        let copied = copy(backup, &draft);
        let checked = match copied {
            Ok(()) => check(&draft).await,
            Err(error) => Err(refuse(backup, &error.to_string())),
        };
        let opened = match checked {
            Ok(()) => SqliteStore::open(&format!("sqlite://{}", draft.display())).await.map_err(BackupError::from),
            Err(error) => Err(error),
        };
        match opened {
            Ok(store) => Ok(Self { store, draft, target }),
            Err(error) => {
                clean(&draft);
                Err(error)
            }
        }
    }

    /// Makes it the database, where there is none.
    pub async fn publish(self) -> Result<(), BackupError> {
        self.store.close().await;
        // Unlike a rename, a link never replaces what is there.
        let linked = std::fs::hard_link(&self.draft, &self.target).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => refuse(
                &self.target,
                "the database is there already, and a restore replaces none; stop the server and move it away, with its -wal and -shm",
            ),
            _ => refuse(&self.target, &error.to_string()),
        });
        clean(&self.draft);
        linked?;
        File::open(folder_of(&self.target))
            .and_then(|folder| folder.sync_all())
            .map_err(|error| refuse(&self.target, &error.to_string()))
    }

    /// Leaves everything as it was.
    pub async fn give_up(self) {
        self.store.close().await;
        clean(&self.draft);
    }
}

fn copy(backup: &Path, draft: &Path) -> std::io::Result<()> {
    let mut from = File::open(backup)?;
    std::fs::create_dir_all(folder_of(draft))?;
    // What a killed restore left.
    clean(draft);
    let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    std::io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// The draft, and what SQLite put beside it.
fn clean(draft: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = draft.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                tracing::warn!(path = %draft.display(), %error, "the draft of a restore could not be removed");
            }
            _ => {}
        }
    }
}
