//! Storage: connections, credentials, the audit log and what else is kept, whatever the database.
//!
//! One trait for each kind of data; [`Store`] is all of them. [`SqliteStore`] implements them on SQLite. `contract` holds
//! the tests that every implementation must pass.

mod audit_chain;
mod audit_log;
mod connections;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod credentials;
mod database;
mod error;
mod generated_keys;
mod idempotency;
mod meta;
mod schedule;
mod secrets;
mod sqlite;
mod time_text;

pub use audit_chain::{ChainKey, HASH_BYTES};
pub use audit_log::{AuditLog, AuditLogFault, AuditLogVerdict, ChainedEntry};
pub use connections::{ConnectionRecord, ConnectionStore, ListQuery, Page, Position, VerificationRecord};
pub use credentials::{CredentialKind, CredentialRecord, CredentialStore, LiveSessions, RevocationActions};
pub use database::Database;
pub use error::StoreError;
pub use generated_keys::{GeneratedKeyRecord, GeneratedKeyStore};
pub use idempotency::{IdempotencyRecord, IdempotencyStore};
pub use meta::{MASTER_KEY_RECORD, MetaStore};
pub use schedule::{Lease, OrganizationBackoff, ScheduleStore, ScheduledConnection, VerificationWindow};
pub use secrets::{SealedSecret, SecretPlace, SecretStore};
pub use sqlite::{BackupError, Restore, Restored, SqliteStore};

use std::sync::Arc;

/// Everything that is kept.
pub trait Store:
    Database
    + ConnectionStore
    + IdempotencyStore
    + ScheduleStore
    + AuditLog
    + GeneratedKeyStore
    + CredentialStore
    + MetaStore
    + SecretStore
    + 'static
{
}

impl<T> Store for T where
    T: Database
        + ConnectionStore
        + IdempotencyStore
        + ScheduleStore
        + AuditLog
        + GeneratedKeyStore
        + CredentialStore
        + MetaStore
        + SecretStore
        + 'static
{
}

/// Opens the database of a URL that the configuration accepted, and brings its tables up to date.
pub async fn open(database_url: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(Arc::new(SqliteStore::open(database_url).await?))
}
