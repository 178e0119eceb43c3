//! Generated key pairs, each until a connection uses it.

use super::audit_log;
use super::database::{SqliteStore, in_transaction};
use crate::audit_chain::ChainKey;
use crate::error::StoreError;
use crate::generated_keys::{GeneratedKeyRecord, GeneratedKeyStore};
use crate::time_text::{to_nanos, to_text};
use async_trait::async_trait;
use model::api::HistoryEntry;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

#[async_trait]
impl GeneratedKeyStore for SqliteStore {
    async fn insert_generated_key(&self, key: &GeneratedKeyRecord) -> Result<(), StoreError> {
        in_transaction!(self, |tx| insert(&mut tx, key).await)
    }

    async fn generated_key(&self, id: Uuid) -> Result<Option<GeneratedKeyRecord>, StoreError> {
        find(&mut *self.read().await?, id).await
    }

    async fn forget_generated_keys(&self, before: &str, entry: &HistoryEntry) -> Result<u64, StoreError> {
        let chain = self.chain()?;
        in_transaction!(self, |tx| forget(&mut tx, chain, before, entry).await)
    }
}

async fn insert(db: &mut SqliteConnection, key: &GeneratedKeyRecord) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO generated_keys (id, sealed_key, key_id, thumbprint, created_at) VALUES (?, ?, ?, ?, ?)")
        .bind(key.id.to_string())
        .bind(&key.sealed_key)
        .bind(&key.key_id)
        .bind(&key.thumbprint)
        .bind(to_nanos(&key.created_at)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn find(db: &mut SqliteConnection, id: Uuid) -> Result<Option<GeneratedKeyRecord>, StoreError> {
    let row = sqlx::query("SELECT sealed_key, key_id, thumbprint, created_at FROM generated_keys WHERE id = ?")
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(GeneratedKeyRecord {
        id,
        sealed_key: row.try_get("sealed_key")?,
        key_id: row.try_get("key_id")?,
        thumbprint: row.try_get("thumbprint")?,
        created_at: to_text(row.try_get("created_at")?)?,
    }))
}

/// Takes a generated key pair away: of many who want it, one gets it.
pub(super) async fn use_up(db: &mut SqliteConnection, id: Option<Uuid>) -> Result<(), StoreError> {
    let Some(id) = id else { return Ok(()) };
    let done = sqlx::query("DELETE FROM generated_keys WHERE id = ?").bind(id.to_string()).execute(db).await?;
    if done.rows_affected() == 0 { Err(StoreError::GeneratedKeyUsed) } else { Ok(()) }
}

async fn forget(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    before: &str,
    like: &HistoryEntry,
) -> Result<u64, StoreError> {
    let old = sqlx::query("DELETE FROM generated_keys WHERE created_at < ?").bind(to_nanos(before)?);
    let forgotten = old.execute(&mut *db).await?.rows_affected();
    if forgotten > 0 {
        let details = serde_json::json!({"keys": forgotten, "before": before});
        audit_log::append(db, chain, None, &HistoryEntry { details, ..like.clone() }).await?;
    }
    Ok(forgotten)
}
