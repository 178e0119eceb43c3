//! Database restore: a backup in the place of a database, first as a draft beside it, to be looked at, then under its
//! name.

use super::backup::{BackupError, check, reason, refuse};
use super::database::SqliteStore;
use super::draft::{BESIDE, Draft, LOGS, leftover, with_ending};
use super::paths::{folder_of, path_of};
use super::pool::options;
use super::{audit_log, credentials, schema};
use crate::credentials::{CredentialKind, CredentialRecord, CredentialStore};
use crate::database::Database;
use crate::error::StoreError;
use files::owner;
use model::api::HistoryEntry;
use sqlx::{ConnectOptions, Connection};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// A backup, brought up to date, that is no database yet.
pub struct Restore {
    /// What is in it.
    pub store: SqliteStore,
    draft: Draft,
    backup: PathBuf,
    target: PathBuf,
    schema: i64,
}

/// What a restore did about who may call.
#[derive(Debug)]
pub struct Restored {
    /// How many sessions and sign-in links ended.
    pub ended: u64,
    /// The API tokens that are not revoked in it. They may have been revoked since the backup.
    pub tokens: Vec<CredentialRecord>,
}

impl Restore {
    /// Refuses a place where a database is, or what SQLite would play into the next one of this name.
    pub fn check_place(database_url: &str) -> Result<(), BackupError> {
        let target = path_of(database_url)?;
        if target.symlink_metadata().is_ok() {
            return Err(taken(&target));
        }
        owner::refuse_foreign_folder(folder_of(&target)).map_err(|reason| misplaced(&target, &reason))?;
        match leftover(&target, &BESIDE) {
            None => Ok(()),
            Some(left) => Err(misplaced(
                &left,
                "it is left over from the database that was here, and would damage the restored one; stop the server and move it away, together with that database",
            )),
        }
    }

    /// Copies a backup beside where the database belongs, reads all of it, and migrates the copy. The backup itself is
    /// left alone.
    pub async fn begin(backup: &Path, database_url: &str) -> Result<Self, BackupError> {
        let target = path_of(database_url)?;
        refuse_unmerged(backup)?;
        let mut from = File::open(backup).map_err(|error| refuse(backup, &error.to_string()))?;
        let here = |error: std::io::Error| misplaced(&target, &error.to_string());
        DirBuilder::new().recursive(true).mode(0o700).create(folder_of(&target)).map_err(here)?;
        let draft = Draft::of(&target).map_err(here)?;
        let schema = fill(&draft, &mut from, backup).await?;
        schema::refuse_unknown(schema::Schema::Ours(schema), backup)?;
        let store = SqliteStore::open_draft(draft.path(), backup).await?;
        Ok(Self { store, draft, backup: backup.to_owned(), target, schema })
    }

    /// Makes it the database, where there is none. Sessions from when the backup was made end; the
    /// entry says so in the history. A backup of an earlier release keeps its schema: only a server migrates.
    pub async fn publish(self, entry: &HistoryEntry) -> Result<Restored, BackupError> {
        let tokens = self.store.list_credentials(CredentialKind::ApiToken).await?;
        let tokens: Vec<_> = tokens.into_iter().filter(|token| token.revoked_at.is_none()).collect();
        let Self { store, draft, backup, target, schema } = self;
        let ended = if schema == schema::newest() {
            let ended = end_sign_ins(&store, entry).await?;
            store.close().await;
            ended
        } else {
            store.close().await;
            let mut from = File::open(&backup).map_err(|error| refuse(&backup, &error.to_string()))?;
            fill(&draft, &mut from, &backup).await?;
            let failed = |error: sqlx::Error| misplaced(&target, &reason(&error));
            let mut db = options(draft.path()).connect().await.map_err(failed)?;
            let ended = credentials::end_sign_ins(&mut db).await?;
            db.close().await.map_err(failed)?;
            ended
        };
        Self::check_place(&format!("sqlite://{}", target.display()))?;
        draft.publish_new().map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => taken(&target),
            _ => misplaced(&target, &error.to_string()),
        })?;
        Ok(Restored { ended, tokens })
    }

    /// Leaves everything as it was.
    pub async fn give_up(self) {
        self.store.close().await;
    }
}

async fn end_sign_ins(store: &SqliteStore, entry: &HistoryEntry) -> Result<u64, StoreError> {
    let chain = store.chain()?;
    let mut tx = store.write().await?;
    let ended = credentials::end_sign_ins(&mut tx).await?;
    let details = serde_json::json!({"sign_ins_ended": ended});
    audit_log::append(&mut tx, chain, None, &HistoryEntry { details, ..entry.clone() }).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Copies the backup into its draft and reads all of it; gives its schema.
async fn fill(draft: &Draft, from: &mut File, backup: &Path) -> Result<i64, BackupError> {
    let mut copy = || {
        draft.clear()?;
        let mut to = OpenOptions::new().write(true).open(draft.path())?;
        std::io::copy(from, &mut to)?;
        to.sync_all()
    };
    copy().map_err(|error: std::io::Error| refuse(backup, &error.to_string()))?;
    check(draft.path(), backup).await
}

/// A copy of a database in use is no backup while the last changes stand in a log beside it: they would be lost unseen.
fn refuse_unmerged(backup: &Path) -> Result<(), BackupError> {
    let holds_changes = |log: &PathBuf| log.symlink_metadata().is_ok_and(|log| log.len() > 0);
    match LOGS.map(|ending| with_ending(backup, ending)).into_iter().find(holds_changes) {
        None => Ok(()),
        Some(log) => Err(refuse(
            &log,
            "it holds changes that are not in the file beside it, which is a database and no backup; set APPCONN_DATABASE_URL to that database, run `app-connections backup`, and restore what that writes",
        )),
    }
}

fn taken(target: &Path) -> BackupError {
    misplaced(
        target,
        "the database is there already, and a restore replaces none; stop the server and move it away, with its -wal and -shm",
    )
}

fn misplaced(path: &Path, reason: &str) -> BackupError {
    BackupError::Place { path: path.to_owned(), reason: reason.to_owned() }
}
