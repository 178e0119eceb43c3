//! Audit log: entries in a hash chain, its verification and its trimming.

use crate::audit_chain::ChainKey;
use crate::error::StoreError;
use async_trait::async_trait;
use model::api::HistoryEntry;
use uuid::Uuid;

/// The audit log: a tamper-evident chain of entries. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// A page of a connection's history, newest first, older than `before` (an entry's id).
    async fn audit_entries(&self, id: Uuid, limit: u32, before: Option<Uuid>) -> Result<Vec<HistoryEntry>, StoreError>;
    /// Adds one entry, where nothing else changes; about a connection or about none.
    async fn append_audit_entry(&self, id: Option<Uuid>, entry: &HistoryEntry) -> Result<(), StoreError>;
    /// What the history is chained with. Until it is known, nothing that leaves an entry can be written.
    fn set_audit_key(&self, key: ChainKey);
    /// Chains the entries that are there from the first one, and replaces the value `name`, all or nothing. Gives the
    /// value that is there afterwards: another one than `new` where it was not `old` any more, and then nothing was done.
    async fn begin_audit_chain(&self, name: &str, old: &[u8], new: &[u8], key: ChainKey)
    -> Result<Vec<u8>, StoreError>;
    /// Follows the chain from end to end.
    async fn verify_audit_chain(&self) -> Result<AuditLogVerdict, StoreError>;
    /// Entries after this place in the chain, oldest first.
    async fn chained_entries(&self, after: i64, limit: u32) -> Result<Vec<ChainedEntry>, StoreError>;
    /// Removes the entries from before a time (RFC 3339) at the beginning of the chain, which then begins later; gives how
    /// many. Some thousands at a time, so that others write meanwhile, and for each time an entry that says how many.
    /// What lies in the future of the entry's own time does not keep older entries.
    async fn trim_audit_log(&self, before: &str, entry: &HistoryEntry) -> Result<u64, StoreError>;
}

/// An entry and its place in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainedEntry {
    /// Its number, without gaps.
    pub seq: i64,
    /// The connection that it is about.
    pub connection: Option<String>,
    /// What it says.
    pub entry: HistoryEntry,
    /// Its hash over itself and the hash before it.
    pub hash: Vec<u8>,
}

/// What following the chain of the history found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLogVerdict {
    /// How many entries there are.
    pub entries: u64,
    /// The number of the last entry, and its hash: kept elsewhere, they show later that nothing before was changed.
    pub head: (i64, Vec<u8>),
    /// The first thing that is wrong.
    pub fault: Option<AuditLogFault>,
}

/// How a history differs from what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuditLogFault {
    /// Where the chain begins and ends was changed, or is not there.
    #[error("the record of where the history begins and ends was changed or removed")]
    Head,
    /// An entry is not what was written, or not in its place.
    #[error("entry {0} was changed, moved or put in")]
    Changed(i64),
    /// An entry is not there.
    #[error("entry {0} was removed")]
    Missing(i64),
    /// Entries that are in no chain.
    #[error("{0} entries were put in beside the chain")]
    Unchained(i64),
}
