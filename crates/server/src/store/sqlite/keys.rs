//! Small things by their key: idempotency keys, generated key pairs, values about the database itself.

use crate::store::time_text::{to_nanos, to_text};
use crate::store::{ChainKey, GeneratedKeyRecord, IdempotencyRecord, StoreError};
use model::api::HistoryEntry;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

/// How long a retry is recognized: a day, in nanoseconds.
const REMEMBER_RETRIES: i64 = 86_400 * 1_000_000_000;

pub(super) async fn find_idempotent(
    db: &mut SqliteConnection,
    principal: &str,
    key: &str,
) -> Result<Option<IdempotencyRecord>, StoreError> {
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
    if let Some(earlier) = find_idempotent(db, &idempotency.principal, &idempotency.key).await? {
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

/// Forgets the keys from before a time, which nobody retries any more.
pub(super) async fn forget_retries(db: &mut SqliteConnection, now: &str) -> Result<u64, StoreError> {
    let old = sqlx::query("DELETE FROM idempotency WHERE created_at < ?").bind(to_nanos(now)? - REMEMBER_RETRIES);
    Ok(old.execute(db).await?.rows_affected())
}

pub(super) async fn insert_generated(db: &mut SqliteConnection, key: &GeneratedKeyRecord) -> Result<(), StoreError> {
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

pub(super) async fn generated(db: &mut SqliteConnection, id: Uuid) -> Result<Option<GeneratedKeyRecord>, StoreError> {
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
pub(super) async fn use_generated(db: &mut SqliteConnection, id: Option<Uuid>) -> Result<(), StoreError> {
    let Some(id) = id else { return Ok(()) };
    let done = sqlx::query("DELETE FROM generated_keys WHERE id = ?").bind(id.to_string()).execute(db).await?;
    if done.rows_affected() == 0 { Err(StoreError::GeneratedKeyUsed) } else { Ok(()) }
}

pub(super) async fn forget_generated(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    before: &str,
    like: &HistoryEntry,
) -> Result<u64, StoreError> {
    let old = sqlx::query("DELETE FROM generated_keys WHERE created_at < ?").bind(to_nanos(before)?);
    let forgotten = old.execute(&mut *db).await?.rows_affected();
    if forgotten > 0 {
        let details = serde_json::json!({"keys": forgotten, "before": before}).into();
        super::history::add(db, chain, None, &HistoryEntry { details, ..like.clone() }).await?;
    }
    Ok(forgotten)
}

pub(super) async fn meta(db: &mut SqliteConnection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = ?").bind(name).fetch_optional(db).await?)
}

pub(super) async fn init_meta(db: &mut SqliteConnection, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
    sqlx::query("INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)")
        .bind(name)
        .bind(value)
        .execute(&mut *db)
        .await?;
    Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = ?").bind(name).fetch_one(db).await?)
}

/// Writes something that is different each time.
pub(super) async fn probe_write(db: &mut SqliteConnection) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ('write_probe', randomblob(16))";
    sqlx::query(sql).execute(db).await?;
    Ok(())
}

/// Whether the value was still the old one.
pub(super) async fn replace_meta(
    db: &mut SqliteConnection,
    name: &str,
    old: &[u8],
    new: &[u8],
) -> Result<bool, StoreError> {
    let sql = "UPDATE meta SET value = ?3 WHERE name = ?1 AND value = ?2";
    let done = sqlx::query(sql).bind(name).bind(old).bind(new).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn holds_secrets(db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM connection_keys) OR EXISTS (SELECT 1 FROM generated_keys)";
    Ok(sqlx::query_scalar(sql).fetch_one(db).await?)
}

fn uuid(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(|_| StoreError::Database("an idempotency record cannot be read".to_owned()))
}
