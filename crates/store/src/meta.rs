//! Metadata: small values about the database itself, such as the record of its master key.

use crate::error::StoreError;
use async_trait::async_trait;

/// The [`MetaStore::meta`] that tells which master key is the database's own. Once it is there, the store takes no secret
/// that was sealed with another.
pub const MASTER_KEY_RECORD: &str = "vault_canary";

/// Small values about the database itself. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait MetaStore: Send + Sync {
    /// A small value about the database itself, such as the master key's canary.
    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Sets such a value if it is not there yet; gives the one that is there afterwards.
    async fn init_meta(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;
    /// Replaces such a value; refused as stale where it is not the old one any more.
    async fn replace_meta(&self, name: &str, old: &[u8], new: &[u8]) -> Result<(), StoreError>;
}
