//! Every sealed secret, whatever it belongs to: for a rotation of the master key.

use super::database::{SqliteStore, in_transaction};
use crate::error::StoreError;
use crate::secrets::{SealedSecret, SecretPlace, SecretStore};
use async_trait::async_trait;
use sqlx::{Row, SqliteConnection};

#[async_trait]
impl SecretStore for SqliteStore {
    async fn secrets_not_sealed_with(&self, master_key_id: &[u8], limit: u32) -> Result<Vec<SealedSecret>, StoreError> {
        not_sealed_with(&mut *self.read().await?, master_key_id, limit).await
    }

    async fn renew_secrets(&self, secrets: &[(SealedSecret, Vec<u8>)]) -> Result<(), StoreError> {
        in_transaction!(self, |tx| renew(&mut tx, secrets).await)
    }

    async fn holds_secrets(&self) -> Result<bool, StoreError> {
        holds_secrets(&mut *self.read().await?).await
    }
}

async fn not_sealed_with(
    db: &mut SqliteConnection,
    master_key_id: &[u8],
    limit: u32,
) -> Result<Vec<SealedSecret>, StoreError> {
    // Two ranges instead of `<>`, so that the index answers.
    let rows = sqlx::query(
        "SELECT 0 AS place, connection_id AS id, sealed_key FROM connection_keys \
         WHERE substr(sealed_key, 2, 8) < ?1 OR substr(sealed_key, 2, 8) > ?1 \
         UNION ALL SELECT 1, id, sealed_key FROM generated_keys \
         WHERE substr(sealed_key, 2, 8) < ?1 OR substr(sealed_key, 2, 8) > ?1 \
         LIMIT ?2",
    )
    .bind(master_key_id)
    .bind(limit)
    .fetch_all(db)
    .await?;
    let secret = |row: &sqlx::sqlite::SqliteRow| {
        let id: String = row.try_get("id")?;
        let place = match row.try_get::<i64, _>("place")? {
            0 => SecretPlace::Connection(id),
            _ => SecretPlace::GeneratedKey(id),
        };
        Ok(SealedSecret { place, sealed: row.try_get("sealed_key")? })
    };
    rows.iter().map(secret).collect()
}

/// One that was changed or deleted in the meantime stays as it is.
async fn renew(db: &mut SqliteConnection, secrets: &[(SealedSecret, Vec<u8>)]) -> Result<(), StoreError> {
    for (old, new) in secrets {
        let (sql, id) = match &old.place {
            SecretPlace::Connection(id) => {
                ("UPDATE connection_keys SET sealed_key = ?3 WHERE connection_id = ?1 AND sealed_key = ?2", id)
            }
            SecretPlace::GeneratedKey(id) => {
                ("UPDATE generated_keys SET sealed_key = ?3 WHERE id = ?1 AND sealed_key = ?2", id)
            }
        };
        sqlx::query(sql).bind(id).bind(&old.sealed).bind(new).execute(&mut *db).await?;
    }
    Ok(())
}

async fn holds_secrets(db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM connection_keys) OR EXISTS (SELECT 1 FROM generated_keys)";
    Ok(sqlx::query_scalar(sql).fetch_one(db).await?)
}
