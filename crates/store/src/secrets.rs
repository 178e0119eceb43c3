//! Sealed secrets, for the rotation of the master key.

use crate::error::StoreError;
use async_trait::async_trait;

/// Every sealed secret, whatever it belongs to. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// Some of the secrets that another master key sealed than the one with this id.
    async fn secrets_not_sealed_with(&self, master_key_id: &[u8], limit: u32) -> Result<Vec<SealedSecret>, StoreError>;
    /// Puts the same secrets, sealed anew, in the place of those that are still as they were.
    async fn renew_secrets(&self, secrets: &[(SealedSecret, Vec<u8>)]) -> Result<(), StoreError>;
    /// Whether any secret is stored.
    async fn holds_secrets(&self) -> Result<bool, StoreError>;
}

/// A sealed secret, wherever it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// The row that it belongs to.
    pub place: SecretPlace,
    /// The bytes that the vault made.
    pub sealed: Vec<u8>,
}

/// What a sealed secret belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlace {
    /// The connection with this id.
    Connection(String),
    /// The generated key with this id.
    GeneratedKey(String),
}

impl std::fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connection(id) => write!(f, "the key of connection {id}"),
            Self::GeneratedKey(id) => write!(f, "the generated key {id}"),
        }
    }
}
