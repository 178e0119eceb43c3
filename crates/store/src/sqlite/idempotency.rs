//! Idempotency keys, each for a day.

use super::database::{SqliteStore, in_transaction};
use crate::error::StoreError;
use crate::idempotency::{IdempotencyRecord, IdempotencyStore};
use crate::time_text::to_nanos;
use async_trait::async_trait;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

/// How long a retry is recognized: a day, in nanoseconds.
const REMEMBER_RETRIES: i64 = 86_400 * 1_000_000_000;

#[async_trait]
impl IdempotencyStore for SqliteStore {
    async fn find_idempotency_key(&self, principal: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
        find(&mut *self.read().await?, principal, key).await
    }

    async fn forget_idempotency_keys(&self, now: &str) -> Result<u64, StoreError> {
        in_transaction!(self, |tx| forget_old(&mut tx, now).await)
    }
}

async fn find(db: &mut SqliteConnection, principal: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError> {
    let row = sqlx::query("SELECT body_hash, connection_id FROM idempotency WHERE principal = ? AND key = ?")
        .bind(principal)
        .bind(key)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(IdempotencyRecord {
        principal: principal.to_owned(),
        key: key.to_owned(),
        body_hash: row.try_get("body_hash")?,
        connection_id: uuid(row.try_get("connection_id")?)?,
    }))
}

/// Remembers a key for a day, unless it is remembered already.
pub(super) async fn remember(
    db: &mut SqliteConnection,
    idempotency: &IdempotencyRecord,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM idempotency WHERE created_at < ?").bind(now - REMEMBER_RETRIES).execute(&mut *db).await?;
    if let Some(earlier) = find(db, &idempotency.principal, &idempotency.key).await? {
        return Err(StoreError::IdempotencyKeyUsed(earlier));
    }
    sqlx::query(
        "INSERT INTO idempotency (principal, key, body_hash, connection_id, created_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(&idempotency.principal)
    .bind(&idempotency.key)
    .bind(&idempotency.body_hash)
    .bind(idempotency.connection_id.to_string())
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes the keys from before a time, for which no retry is expected.
async fn forget_old(db: &mut SqliteConnection, now: &str) -> Result<u64, StoreError> {
    let old = sqlx::query("DELETE FROM idempotency WHERE created_at < ?").bind(to_nanos(now)? - REMEMBER_RETRIES);
    Ok(old.execute(db).await?.rows_affected())
}

fn uuid(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(|_| StoreError::Database("an idempotency record cannot be read".to_owned()))
}
