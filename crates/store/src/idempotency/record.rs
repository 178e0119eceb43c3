//! The record of an idempotency key.

use uuid::Uuid;

/// The answer to an earlier request with the same `Idempotency-Key`, so that a retry gets the same.
#[derive(Debug, Clone)]
pub struct IdempotencyRecord {
    /// Whose key it is.
    pub principal: String,
    /// The header's value.
    pub key: String,
    /// SHA-256 of the request's body: the same key with another body is a mistake.
    pub body_hash: Vec<u8>,
    /// What was created.
    pub connection_id: Uuid,
}
