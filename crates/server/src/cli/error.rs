//! Why a command failed.

use crate::app::StartError;
use crate::auth::AuthError;
use crate::config::ConfigError;
use crate::store::{BackupError, StoreError};
use std::net::SocketAddr;

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
    #[error(transparent)]
    Auth(#[from] AuthError),
    #[error("cannot serve on {address}: {error}")]
    Listen { address: SocketAddr, error: std::io::Error },
    #[error("the OpenAPI document cannot be written: {0}")]
    Document(#[from] serde_json::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0} is not in this build yet; nothing was changed")]
    NotYet(&'static str),
}

impl CliError {
    /// The message on one line, whatever the system put into it.
    pub(super) fn line(&self) -> String {
        self.to_string().lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn exit_code(&self) -> u8 {
        if matches!(self, Self::NotYet(_)) { 2 } else { 1 }
    }
}
