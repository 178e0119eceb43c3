//! Error mapping: SQLite's errors as storage errors.

use crate::error::StoreError;

/// Primary result codes of SQLite after which nothing works until the disk is repaired or the lock is released:
/// busy, locked, read-only, I/O error, corrupt, full, cannot open, not a database (<https://sqlite.org/rescode.html>).
const UNAVAILABLE: [u32; 8] = [5, 6, 8, 10, 11, 13, 14, 26];
/// An extended code keeps the primary one in its lowest byte.
const PRIMARY: u32 = 0xff;

/// What the triggers of migration 3 say.
const OTHER_MASTER_KEY: &str = "the master key was changed";

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                if database.message() == OTHER_MASTER_KEY {
                    return Self::MasterKeyChanged;
                }
                let code = database.code().and_then(|code| code.parse::<u32>().ok());
                if code.is_some_and(|code| UNAVAILABLE.contains(&(code & PRIMARY))) {
                    Self::Unavailable(database.message().to_owned())
                } else {
                    Self::Database(database.message().to_owned())
                }
            }
            sqlx::Error::PoolTimedOut => Self::Unavailable("too many requests wait for it".to_owned()),
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Database(error.to_string()),
        }
    }
}

/// Tells a name that is taken from everything else that can go wrong with a write.
pub(super) fn on_write(error: sqlx::Error) -> StoreError {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() && database.message().contains("connections.name_key") => {
            StoreError::NameTaken
        }
        _ => error.into(),
    }
}
