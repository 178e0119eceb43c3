//! Paths: where the database file is, and errors that name it.

use crate::error::StoreError;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

pub(super) fn path_of(database_url: &str) -> Result<PathBuf, StoreError> {
    let path = database_url.strip_prefix("sqlite://").filter(|path| !path.is_empty());
    path.map(PathBuf::from)
        .ok_or_else(|| StoreError::Unavailable("this build keeps everything in SQLite: use sqlite://PATH".to_owned()))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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

/// An empty file for its owner alone, where there is none: SQLite gives its other files the same mode.
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// The database cannot be used; the reason after the path.
pub(super) fn refuse(path: &Path, reason: &str) -> StoreError {
    StoreError::Unavailable(format!("{}: {reason}", path.display()))
}
