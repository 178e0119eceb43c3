//! Storage errors.

use crate::idempotency::IdempotencyRecord;

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another connection has this name.
    #[error("another connection has this name")]
    NameTaken,
    /// No such row.
    #[error("not found")]
    NotFound,
    /// A connection has taken this generated key pair, or it was forgotten.
    #[error("the generated key is not there any more")]
    GeneratedKeyUsed,
    /// It was changed in between.
    #[error("changed in the meantime")]
    Stale,
    /// The idempotency key was used before; for the connection with this id, with this body hash.
    #[error("idempotency key used before")]
    IdempotencyKeyUsed(IdempotencyRecord),
    /// A [`crate::Position`] that no page of this order ends at: a made-up cursor.
    #[error("this is not a position in this order")]
    InvalidPosition,
    /// The secret was sealed with a master key that is not the database's own any more.
    #[error("the master key was changed in the meantime")]
    MasterKeyChanged,
    /// The database file or server cannot be used now: no space, read-only, locked for too long, unreachable.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(String),
}
