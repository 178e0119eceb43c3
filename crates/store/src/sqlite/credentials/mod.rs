//! Credentials on SQLite.

mod revocations;
mod table;

pub(super) use table::end_sign_ins;

use super::database::{SqliteStore, in_transaction};
use crate::credentials::{CredentialKind, CredentialRecord, CredentialStore, LiveSessions, RevocationActions};
use crate::error::StoreError;
use async_trait::async_trait;
use model::api::HistoryEntry;
use time::OffsetDateTime;
use uuid::Uuid;

#[async_trait]
impl CredentialStore for SqliteStore {
    async fn insert_credential(&self, credential: &CredentialRecord) -> Result<(), StoreError> {
        in_transaction!(self, |tx| table::insert(&mut tx, credential).await)
    }

    async fn find_credential(&self, kind: CredentialKind, hash: &[u8]) -> Result<Option<CredentialRecord>, StoreError> {
        table::find(&mut *self.read().await?, kind, hash).await
    }

    async fn take_credential(&self, kind: CredentialKind, hash: &[u8]) -> Result<Option<CredentialRecord>, StoreError> {
        in_transaction!(self, |tx| table::take(&mut tx, kind, hash).await)
    }

    async fn list_credentials(&self, kind: CredentialKind) -> Result<Vec<CredentialRecord>, StoreError> {
        table::list(&mut *self.read().await?, kind).await
    }

    async fn credential(&self, id: Uuid) -> Result<Option<CredentialRecord>, StoreError> {
        table::by_id(&mut *self.read().await?, id).await
    }

    async fn live_sessions(&self, which: LiveSessions<'_>) -> Result<Vec<CredentialRecord>, StoreError> {
        table::live_sessions(&mut *self.read().await?, which).await
    }

    async fn revoke_sessions(
        &self,
        which: LiveSessions<'_>,
        spared: Option<Uuid>,
        entry: &HistoryEntry,
    ) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| table::revoke_sessions(&mut tx, chain, which, spared, entry).await)
    }

    async fn touch_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
        in_transaction!(self, |tx| table::touch(&mut tx, id, at).await)
    }

    async fn revoke_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
        in_transaction!(self, |tx| table::revoke(&mut tx, id, at).await)
    }

    async fn announce_revocation(&self, id: Uuid) -> Result<(), StoreError> {
        in_transaction!(self, |tx| revocations::announce(&mut tx, id).await)
    }

    async fn write_revocation_entries(
        &self,
        like: &HistoryEntry,
        actions: RevocationActions,
    ) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| revocations::chain_waiting(&mut tx, chain, like, actions).await)
    }
}
