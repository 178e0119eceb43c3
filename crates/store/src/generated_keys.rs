//! Generated key pairs, which wait until a connection uses them.

use crate::error::StoreError;
use async_trait::async_trait;
use model::api::HistoryEntry;
use uuid::Uuid;

/// Key pairs that the server generated and that no connection uses yet. Each call is one transaction; what it
/// acknowledges survives a crash.
#[async_trait]
pub trait GeneratedKeyStore: Send + Sync {
    /// Keeps a generated key pair until a connection takes it.
    async fn insert_generated_key(&self, key: &GeneratedKeyRecord) -> Result<(), StoreError>;
    /// A generated key pair.
    async fn generated_key(&self, id: Uuid) -> Result<Option<GeneratedKeyRecord>, StoreError>;
    /// Forgets the generated key pairs from before a time (RFC 3339), and adds an entry that says how many; gives that
    /// number. Nothing is added where there are none.
    async fn forget_generated_keys(&self, before: &str, entry: &HistoryEntry) -> Result<u64, StoreError>;
}

/// A key pair that the server made and that no connection uses yet.
#[derive(Debug, Clone)]
pub struct GeneratedKeyRecord {
    /// The key pair's id.
    pub id: Uuid,
    /// Sealed by the vault.
    pub sealed_key: Vec<u8>,
    /// The `kid` given to it.
    pub key_id: String,
    /// RFC 7638 thumbprint, bound into the seal.
    pub thumbprint: String,
    /// When it was made (RFC 3339, UTC).
    pub created_at: String,
}
