//! The audit log on SQLite.

mod append;
mod begin;
mod head;
mod read;
mod row;
mod trim;
mod verify;

pub(super) use append::{append, deletion};

use super::database::{SqliteStore, in_transaction};
use crate::audit_chain::ChainKey;
use crate::audit_log::{AuditLog, AuditLogVerdict, ChainedEntry};
use crate::error::StoreError;
use async_trait::async_trait;
use model::api::HistoryEntry;
use uuid::Uuid;

#[async_trait]
impl AuditLog for SqliteStore {
    async fn audit_entries(&self, id: Uuid, limit: u32, before: Option<Uuid>) -> Result<Vec<HistoryEntry>, StoreError> {
        read::page(&mut *self.read().await?, id, limit, before).await
    }

    async fn append_audit_entry(&self, id: Option<Uuid>, entry: &HistoryEntry) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| append(&mut tx, chain, id, entry).await)
    }

    fn set_audit_key(&self, key: ChainKey) {
        // A second key is the same one: it comes from the database's own canary.
        let _ = self.chain.set(key);
    }

    async fn begin_audit_chain(
        &self,
        name: &str,
        old: &[u8],
        new: &[u8],
        key: ChainKey,
    ) -> Result<Vec<u8>, StoreError> {
        in_transaction!(self, |tx| begin::begin(&mut tx, &key, name, old, new).await)
    }

    async fn verify_audit_chain(&self) -> Result<AuditLogVerdict, StoreError> {
        // One snapshot, while others write.
        verify::verify(&mut *self.readers.begin().await?, self.chain()?).await
    }

    async fn chained_entries(&self, after: i64, limit: u32) -> Result<Vec<ChainedEntry>, StoreError> {
        read::entries(&mut *self.read().await?, after, limit).await
    }

    async fn trim_audit_log(&self, before: &str, entry: &HistoryEntry) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        // Looking does not keep others from writing.
        let last = trim::last_to_trim(&mut *self.read().await?, chain, before, &entry.at).await?;
        let (mut trimmed, mut entry) = (0, entry.clone());
        loop {
            // Waiting writers come between.
            let some: Result<u64, StoreError> =
                in_transaction!(self, |tx| trim::trim(&mut tx, chain, last, before, &entry).await);
            match some? {
                0 => return Ok(trimmed),
                some => trimmed += some,
            }
            entry.id = Uuid::now_v7().to_string();
        }
    }
}
