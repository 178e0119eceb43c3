//! Idempotency keys: a repeated request gets the answer of the first one.

mod record;

pub use record::IdempotencyRecord;

use crate::error::StoreError;
use async_trait::async_trait;

/// Idempotency keys of requests that created a connection. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// Looks an idempotency key up before the work is done.
    async fn find_idempotency_key(&self, principal: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError>;
    /// Forgets the idempotency keys that are older than a day at this time (RFC 3339); gives how many.
    async fn forget_idempotency_keys(&self, now: &str) -> Result<u64, StoreError>;
}
