//! Metadata: small values about the database itself, by their names.

use super::database::{SqliteStore, in_transaction};
use crate::error::StoreError;
use crate::meta::MetaStore;
use async_trait::async_trait;
use sqlx::SqliteConnection;

#[async_trait]
impl MetaStore for SqliteStore {
    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        get(&mut *self.read().await?, name).await
    }

    async fn init_meta(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        in_transaction!(self, |tx| init(&mut tx, name, value).await)
    }

    async fn replace_meta(&self, name: &str, old: &[u8], new: &[u8]) -> Result<(), StoreError> {
        let replaced: Result<bool, StoreError> = in_transaction!(self, |tx| replace(&mut tx, name, old, new).await);
        if replaced? { Ok(()) } else { Err(StoreError::Stale) }
    }
}

pub(super) async fn get(db: &mut SqliteConnection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = ?").bind(name).fetch_optional(db).await?)
}

pub(super) async fn init(db: &mut SqliteConnection, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
    sqlx::query("INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)")
        .bind(name)
        .bind(value)
        .execute(&mut *db)
        .await?;
    Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = ?").bind(name).fetch_one(db).await?)
}

/// Whether the value was still the old one.
pub(super) async fn replace(db: &mut SqliteConnection, name: &str, old: &[u8], new: &[u8]) -> Result<bool, StoreError> {
    let sql = "UPDATE meta SET value = ?3 WHERE name = ?1 AND value = ?2";
    let done = sqlx::query(sql).bind(name).bind(old).bind(new).execute(db).await?;
    Ok(done.rows_affected() > 0)
}
