//! Connections on SQLite.

mod list;
pub(super) mod row;
mod single;

use super::database::{SqliteStore, in_transaction};
use crate::connections::{ConnectionRecord, ConnectionStore, ListQuery, Page, VerificationRecord};
use crate::error::StoreError;
use crate::idempotency::IdempotencyRecord;
use async_trait::async_trait;
use model::api::HistoryEntry;
use model::connection::{Connection, Status};
use model::field::ProfileName;
use uuid::Uuid;

#[cfg(test)]
pub(super) use list::page;

#[async_trait]
impl ConnectionStore for SqliteStore {
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
        single::get(&mut *self.read().await?, id).await
    }

    async fn id_of_name(&self, name: &ProfileName) -> Result<Option<Uuid>, StoreError> {
        single::id_of_name(&mut *self.read().await?, name).await
    }

    async fn insert(
        &self,
        record: &ConnectionRecord,
        entry: &HistoryEntry,
        idempotency: Option<&IdempotencyRecord>,
    ) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| single::insert(&mut tx, chain, record, entry, idempotency).await)
    }

    async fn update(
        &self,
        record: &ConnectionRecord,
        expected_version: i64,
        entry: &HistoryEntry,
    ) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| single::update(&mut tx, chain, record, expected_version, entry).await)
    }

    async fn delete(&self, ids: &[(Uuid, Option<i64>)], entry: &HistoryEntry) -> Result<(), StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| single::delete(&mut tx, chain, ids, entry).await)
    }

    async fn record_verification(
        &self,
        id: Uuid,
        verification: &VerificationRecord,
        entry: &HistoryEntry,
    ) -> Result<bool, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| single::record_verification(&mut tx, chain, id, verification, entry).await)
    }
}
