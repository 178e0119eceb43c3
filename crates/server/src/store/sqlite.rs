//! The store on SQLite: one writer, several readers, every commit on disk before it is acknowledged.

mod backup;
mod chained;
mod connections;
mod credentials;
mod draft;
mod error;
mod history;
mod keys;
mod list;
mod open;
mod refold;
mod restore;
mod revocations;
mod row;
mod schedule;
mod schema;
mod secrets;

pub use backup::BackupError;
pub use restore::{Restore, Restored};
pub use revocations::Actions as RevocationActions;

use super::{
    ChainKey, ChainedEntry, ConnectionRecord, CredentialKind, CredentialRecord, GeneratedKeyRecord, HistoryVerdict,
    IdempotencyRecord, Lease, ListQuery, LiveSessions, OrganizationBackoff, Page, ScheduledConnection, SealedSecret,
    Store, StoreError, VerificationRecord, VerificationWindow,
};
use async_trait::async_trait;
use model::api::HistoryEntry;
use model::connection::{Connection, Status};
use model::field::ProfileName;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::sync::OnceLock;
use time::OffsetDateTime;
use uuid::Uuid;

/// The store on SQLite. Other processes may use the same file at the same time.
pub struct SqliteStore {
    /// One connection: SQLite lets one write at a time, and a queue here is fairer than its busy loop.
    writer: SqlitePool,
    readers: SqlitePool,
    /// What the history is chained with, once the vault has opened it.
    chain: OnceLock<ChainKey>,
}

impl SqliteStore {
    /// A transaction that holds the write lock from its beginning, so that it never fails halfway for want of it.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    fn chain(&self) -> Result<&ChainKey, StoreError> {
        self.chain.get().ok_or_else(|| StoreError::Database("the key of the history is not known yet".to_owned()))
    }

    async fn read(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }
}

/// Runs the body in one write transaction and commits it, unless it fails.
macro_rules! in_transaction {
    ($store:ident, |$tx:ident| $body:expr) => {{
        let mut $tx = $store.write().await?;
        let outcome = $body?;
        $tx.commit().await?;
        Ok(outcome)
    }};
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM connections LIMIT 1").fetch_optional(&mut *self.read().await?).await?;
        Ok(())
    }

    async fn probe_write(&self) -> Result<(), StoreError> {
        in_transaction!(self, |tx| keys::probe_write(&mut tx).await)
    }

    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError> {
        list::list(&mut *self.read().await?, query).await
    }

    async fn list_ids(&self, query: &ListQuery) -> Result<Vec<Uuid>, StoreError> {
        list::ids(&mut *self.read().await?, query).await
    }

    async fn get_many(&self, ids: &[Uuid]) -> Result<Vec<Connection>, StoreError> {
        list::by_ids(&mut *self.read().await?, ids).await
    }

    async fn count_by_status(&self) -> Result<Vec<(Status, u64)>, StoreError> {
        list::count_by_status(&mut *self.read().await?).await
    }

    async fn get(&self, id: Uuid) -> Result<Option<ConnectionRecord>, StoreError> {
        connections::get(&mut *self.read().await?, id).await
    }

    async fn id_of_name(&self, name: &ProfileName) -> Result<Option<Uuid>, StoreError> {
        connections::id_of_name(&mut *self.read().await?, name).await
    }

    async fn insert(
        &self,
        record: &ConnectionRecord,
        history: &HistoryEntry,
        idempotency: Option<&IdempotencyRecord>,
    ) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| connections::insert(&mut tx, chain, record, history, idempotency).await)
    }

    async fn find_idempotent(&self, principal: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        keys::find_idempotent(&mut *self.read().await?, principal, key).await
    }

    async fn forget_retries(&self, now: &str) -> Result<u64, StoreError> {
        in_transaction!(self, |tx| keys::forget_retries(&mut tx, now).await)
    }

    async fn update(
        &self,
        record: &ConnectionRecord,
        expected_version: i64,
        history: &HistoryEntry,
    ) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| connections::update(&mut tx, chain, record, expected_version, history).await)
    }

    async fn delete(&self, ids: &[(Uuid, Option<i64>)], entry: &HistoryEntry) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| connections::delete(&mut tx, chain, ids, entry).await)
    }

    async fn record_verification(
        &self,
        id: Uuid,
        verification: &VerificationRecord,
        history: &HistoryEntry,
    ) -> Result<bool, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| connections::record_verification(&mut tx, chain, id, verification, history).await)
    }

    async fn verification_candidates(
        &self,
        window: &VerificationWindow,
    ) -> Result<Vec<ScheduledConnection>, StoreError> {
        schedule::candidates(&mut *self.read().await?, window).await
    }

    async fn organization_backoffs(&self) -> Result<Vec<OrganizationBackoff>, StoreError> {
        schedule::backoffs(&mut *self.read().await?).await
    }

    async fn lease_organization(&self, lease: &Lease<'_>) -> Result<bool, StoreError> {
        in_transaction!(self, |tx| schedule::lease(&mut tx, lease).await)
    }

    async fn release_organization(&self, domain: &str, holder: &str) -> Result<(), StoreError> {
        in_transaction!(self, |tx| schedule::release(&mut tx, domain, holder).await)
    }

    async fn note_try(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
        let at = super::time_text::from_time(at)?;
        in_transaction!(self, |tx| schedule::note_try(&mut tx, id, at).await)
    }

    async fn forget_organizations(&self) -> Result<(), StoreError> {
        in_transaction!(self, |tx| schedule::forget_organizations(&mut tx).await)
    }

    async fn history(&self, id: Uuid, limit: u32, before: Option<Uuid>) -> Result<Vec<HistoryEntry>, StoreError> {
        history::page(&mut *self.read().await?, id, limit, before).await
    }

    async fn add_history(&self, id: Option<Uuid>, history: &HistoryEntry) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| history::add(&mut tx, chain, id, history).await)
    }

    fn key_history(&self, key: ChainKey) {
        // A second key is the same one: it comes from the database's own canary.
        let _ = self.chain.set(key);
    }

    async fn begin_history(&self, name: &str, old: &[u8], new: &[u8], key: ChainKey) -> Result<Vec<u8>, StoreError> {
        in_transaction!(self, |tx| chained::begin(&mut tx, &key, name, old, new).await)
    }

    async fn verify_history(&self) -> Result<HistoryVerdict, StoreError> {
        // One snapshot, while others write.
        chained::verify(&mut *self.readers.begin().await?, self.chain()?).await
    }

    async fn chained_history(&self, after: i64, limit: u32) -> Result<Vec<ChainedEntry>, StoreError> {
        chained::entries(&mut *self.read().await?, after, limit).await
    }

    async fn trim_history(&self, before: &str, history: &HistoryEntry) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        // Looking does not keep others from writing.
        let last = chained::last_to_trim(&mut *self.read().await?, chain, before, &history.at).await?;
        let (mut trimmed, mut entry) = (0, history.clone());
        loop {
            // Whoever waits for the writer comes between.
            let some: Result<u64, StoreError> =
                in_transaction!(self, |tx| chained::trim(&mut tx, chain, last, before, &entry).await);
            match some? {
                0 => return Ok(trimmed),
                some => trimmed += some,
            }
            entry.id = Uuid::now_v7().to_string();
        }
    }

    async fn insert_generated_key(&self, key: &GeneratedKeyRecord) -> Result<(), StoreError> {
        in_transaction!(self, |tx| keys::insert_generated(&mut tx, key).await)
    }

    async fn generated_key(&self, id: Uuid) -> Result<Option<GeneratedKeyRecord>, StoreError> {
        keys::generated(&mut *self.read().await?, id).await
    }

    async fn forget_generated_keys(&self, before: &str, history: &HistoryEntry) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| keys::forget_generated(&mut tx, chain, before, history).await)
    }

    async fn insert_credential(&self, credential: &CredentialRecord) -> Result<(), StoreError> {
        in_transaction!(self, |tx| credentials::insert(&mut tx, credential).await)
    }

    async fn find_credential(&self, kind: CredentialKind, hash: &[u8]) -> Result<Option<CredentialRecord>, StoreError> {
        credentials::find(&mut *self.read().await?, kind, hash).await
    }

    async fn take_credential(&self, kind: CredentialKind, hash: &[u8]) -> Result<Option<CredentialRecord>, StoreError> {
        in_transaction!(self, |tx| credentials::take(&mut tx, kind, hash).await)
    }

    async fn list_credentials(&self, kind: CredentialKind) -> Result<Vec<CredentialRecord>, StoreError> {
        credentials::list(&mut *self.read().await?, kind).await
    }

    async fn live_sessions(&self, which: LiveSessions<'_>) -> Result<Vec<CredentialRecord>, StoreError> {
        credentials::live_sessions(&mut *self.read().await?, which).await
    }

    async fn credential(&self, id: Uuid) -> Result<Option<CredentialRecord>, StoreError> {
        credentials::by_id(&mut *self.read().await?, id).await
    }

    async fn revoke_sessions(
        &self,
        which: LiveSessions<'_>,
        spared: Option<Uuid>,
        history: &HistoryEntry,
    ) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| credentials::revoke_sessions(&mut tx, chain, which, spared, history).await)
    }

    async fn touch_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
        in_transaction!(self, |tx| credentials::touch(&mut tx, id, at).await)
    }

    async fn revoke_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
        in_transaction!(self, |tx| credentials::revoke(&mut tx, id, at).await)
    }

    async fn announce_revocation(&self, id: Uuid) -> Result<(), StoreError> {
        in_transaction!(self, |tx| revocations::announce(&mut tx, id).await)
    }

    async fn chain_revocations(&self, like: &HistoryEntry, actions: RevocationActions) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| revocations::chain_waiting(&mut tx, chain, like, actions).await)
    }

    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        keys::meta(&mut *self.read().await?, name).await
    }

    async fn init_meta(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        in_transaction!(self, |tx| keys::init_meta(&mut tx, name, value).await)
    }

    async fn replace_meta(&self, name: &str, old: &[u8], new: &[u8]) -> Result<(), StoreError> {
        let replaced: Result<bool, StoreError> =
            in_transaction!(self, |tx| keys::replace_meta(&mut tx, name, old, new).await);
        if replaced? { Ok(()) } else { Err(StoreError::Stale) }
    }

    async fn secrets_not_sealed_with(&self, master_key_id: &[u8], limit: u32) -> Result<Vec<SealedSecret>, StoreError> {
        secrets::not_sealed_with(&mut *self.read().await?, master_key_id, limit).await
    }

    async fn renew_secrets(&self, secrets: &[(SealedSecret, Vec<u8>)]) -> Result<(), StoreError> {
        in_transaction!(self, |tx| secrets::renew(&mut tx, secrets).await)
    }

    async fn holds_secrets(&self) -> Result<bool, StoreError> {
        keys::holds_secrets(&mut *self.read().await?).await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
