//! Vault errors, each in one line that says what to do.

use crate::key_encryption::TransitError;
use std::path::PathBuf;
use store::StoreError;

/// Why the vault refused. Never says what a secret is, nor in which way one is broken.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A secret does not open: damaged, moved, its connection changed behind our back, or sealed with another master key.
    #[error("a stored key cannot be decrypted: it or its connection was changed outside of this program")]
    Open,
    /// The cryptographic library failed.
    #[error("a key cannot be encrypted: the system gives no random numbers")]
    Seal,
    /// The key may be a good one, and cannot be had at this moment.
    #[error("the master key cannot be read now: {0}")]
    NotAtHand(Box<VaultError>),
    /// Only a server makes keys and the record of them.
    #[error("the database is not set up: start app-connections serve first")]
    NotSetUp,
    /// No file, but a database that needs it.
    #[error("master key {}: the file is missing, and the database was encrypted with it; put it back", path.display())]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The database holds secrets but not the record that tells whose.
    #[error("the database holds encrypted keys but no record of their master key; restore it from a backup")]
    NoCanary,
    /// A good key, but another database's.
    #[error("master key {}: this is not the key that the database was encrypted with", path.display())]
    OtherMasterKey {
        /// Where it is.
        path: PathBuf,
    },
    /// Group or others may read or write it.
    #[error("master key {}: others may read or write the file (mode {mode:04o}); run chmod 600 on it", path.display())]
    Permissions {
        /// Where it is.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Not 32 bytes in base64.
    #[error("master key {}: the file must hold 32 bytes in base64 (44 characters)", path.display())]
    Malformed {
        /// Where it is.
        path: PathBuf,
    },
    /// A rotation met a secret that no key at hand opens.
    #[error(
        "{what} cannot be decrypted, so the rotation stopped before it; everything else still works. Replace or delete that key, then run it again"
    )]
    Unreadable {
        /// Whose secret it is.
        what: String,
    },
    /// The service that closes the master key did not do it.
    #[error(transparent)]
    Kms(#[from] TransitError),
    /// Cannot be read or made.
    #[error("master key {}: {reason}", path.display())]
    File {
        /// Where it is.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl VaultError {
    /// Whether nothing is said against a secret: only the master key that opens it is not there.
    pub fn is_for_now(&self) -> bool {
        match self {
            Self::NotAtHand(_)
            | Self::Missing { .. }
            | Self::OtherMasterKey { .. }
            | Self::Permissions { .. }
            | Self::Malformed { .. }
            | Self::File { .. }
            | Self::Kms(_) => true,
            Self::Open | Self::Seal | Self::NotSetUp | Self::NoCanary | Self::Unreadable { .. } | Self::Store(_) => {
                false
            }
        }
    }
}
