//! Command errors, each one line.

use crate::app::StartError;
use crate::auth::AuthError;
use crate::config::ConfigError;
use std::net::SocketAddr;
use std::path::PathBuf;
use store::{AuditLogFault, BackupError, StoreError};
use vault::VaultError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("history: {0}")]
    History(AuditLogFault),
    #[error("history: entry {0} is not the one of that head: the database was set back or its history replaced")]
    HistoryHead(i64),
    #[error("master key {}: this is not the key that the backup was encrypted with; one from before a rotation needs the master.key.before-… of then", .0.display())]
    BackupKey(PathBuf),
    #[error("the key of connection {0} cannot be decrypted: the backup was changed")]
    BackupSecret(String),
    #[error("backup: - is not a file; name a file, then copy it to where it belongs")]
    NoStream,
    #[error("APPCONN_ASSETS {}: there is no index.html in that folder; name the folder of the built console", .0.display())]
    Assets(PathBuf),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Auth(#[from] AuthError),
    #[error("cannot serve on {address}: {error}")]
    Listen { address: SocketAddr, error: std::io::Error },
    #[error("the OpenAPI document cannot be written: {0}")]
    Document(#[from] serde_json::Error),
    #[error("{0} of those that were asked did not answer as they should")]
    Asked(usize),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl CliError {
    /// The message on one line, whatever the system put into it.
    pub(super) fn line(&self) -> String {
        self.to_string().lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }
}
