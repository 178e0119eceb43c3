//! Database access: whether the database responds and takes writes.

use crate::error::StoreError;
use async_trait::async_trait;

/// The database itself: whether it responds, and closing it.
#[async_trait]
pub trait Database: Send + Sync {
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Whether the database takes writes: writes something small.
    async fn probe_write(&self) -> Result<(), StoreError>;
    /// Lets running writes finish and lets the database go; whatever is asked afterwards fails.
    async fn close(&self);
}
