//! One connection: reading and changing it. Callers hold the transaction.

use super::row::{self, bind_changing, rank};
use crate::audit_chain::ChainKey;
use crate::connections::{ConnectionRecord, VerificationRecord};
use crate::error::StoreError;
use crate::idempotency::IdempotencyRecord;
use crate::sqlite::error::on_write;
use crate::sqlite::{audit_log, generated_keys, idempotency, schedule};
use crate::time_text::to_nanos;
use model::api::HistoryEntry;
use model::check::Report;
use model::field::ProfileName;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use uuid::Uuid;

pub(super) async fn id_of_name(db: &mut SqliteConnection, name: &ProfileName) -> Result<Option<Uuid>, StoreError> {
    let found: Option<String> = sqlx::query_scalar("SELECT id FROM connections WHERE name_key = ?")
        .bind(name.unique_key())
        .fetch_optional(db)
        .await?;
    found.map(|id| Uuid::parse_str(&id)).transpose().map_err(|_| row::damaged("id"))
}

pub(super) async fn get(db: &mut SqliteConnection, id: Uuid) -> Result<Option<ConnectionRecord>, StoreError> {
    let sql = format!(
        "SELECT {}, sealed_key, secret_version, report FROM connections \
         JOIN connection_keys k ON k.connection_id = id LEFT JOIN connection_reports r ON r.connection_id = id \
         WHERE id = ?",
        row::COLUMNS
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(db).await?;
    let Some(found) = found else { return Ok(None) };
    let mut connection = row::connection(&found)?;
    let report: Option<String> = found.try_get("report")?;
    let report = report.map(|report| serde_json::from_str(&report)).transpose();
    connection.report = report.map_err(|_| row::damaged("report"))?;
    let (sealed_key, secret_version) = (found.try_get("sealed_key")?, found.try_get("secret_version")?);
    Ok(Some(ConnectionRecord { connection, sealed_key, secret_version, uses_generated_key: None }))
}

pub(super) async fn insert(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    record: &ConnectionRecord,
    entry: &HistoryEntry,
    repeatable: Option<&IdempotencyRecord>,
) -> Result<(), StoreError> {
    if let Some(record) = repeatable {
        idempotency::remember(db, record, to_nanos(&entry.at)?).await?;
    }
    generated_keys::use_up(db, record.uses_generated_key).await?;
    let connection = &record.connection;
    let query = sqlx::query(
        "INSERT INTO connections (id, name, name_key, description, application, domain, client_id, key_id, \
         key_algorithm, key_bits, key_thumbprint, key_set_at, organization_id, status_rank, updated_at, updated_by, \
         verified_at, search, created_at, created_by, version) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    bind_changing(query, connection)?
        .bind(to_nanos(&connection.created_at)?)
        .bind(&connection.created_by)
        .bind(connection.version)
        .execute(&mut *db)
        .await
        .map_err(on_write)?;
    put_key(db, record).await?;
    put_report(db, id_of(record)?, record.connection.report.as_ref()).await?;
    audit_log::append(db, chain, Some(id_of(record)?), entry).await
}

pub(super) async fn update(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    record: &ConnectionRecord,
    expected_version: i64,
    entry: &HistoryEntry,
) -> Result<(), StoreError> {
    let id = id_of(record)?;
    require(db, id, Some(expected_version)).await?;
    generated_keys::use_up(db, record.uses_generated_key).await?;
    let query = sqlx::query(
        "UPDATE connections SET name = ?2, name_key = CASE WHEN name = ?2 THEN name_key ELSE ?3 END, description = ?4, application = ?5, domain = ?6, \
         client_id = ?7, key_id = ?8, key_algorithm = ?9, key_bits = ?10, key_thumbprint = ?11, key_set_at = ?12, \
         organization_id = ?13, status_rank = ?14, updated_at = ?15, updated_by = ?16, verified_at = ?17, \
         search = ?18, version = version + 1 WHERE id = ?1",
    );
    bind_changing(query, &record.connection)?.execute(&mut *db).await.map_err(on_write)?;
    let known: Option<u32> = sqlx::query_scalar("SELECT secret_version FROM connection_keys WHERE connection_id = ?")
        .bind(id.to_string())
        .fetch_optional(&mut *db)
        .await?;
    if known != Some(record.secret_version) {
        put_key(db, record).await?;
        // Other settings: what was tried before says nothing of them.
        let sql =
            "UPDATE connections SET tried_at = NULL, inconclusive = 0, verification_started_at = NULL WHERE id = ?";
        sqlx::query(sql).bind(id.to_string()).execute(&mut *db).await?;
    }
    put_report(db, id, record.connection.report.as_ref()).await?;
    audit_log::append(db, chain, Some(id), entry).await
}

pub(super) async fn delete(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    ids: &[(Uuid, Option<i64>)],
    entry: &HistoryEntry,
) -> Result<(), StoreError> {
    for (id, version) in ids {
        require(db, *id, *version).await?;
        let entry = audit_log::deletion(db, *id, entry).await?;
        audit_log::append(db, chain, Some(*id), &entry).await?;
        sqlx::query("DELETE FROM connections WHERE id = ?").bind(id.to_string()).execute(&mut *db).await?;
    }
    Ok(())
}

pub(super) async fn record_verification(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    id: Uuid,
    verification: &VerificationRecord,
    entry: &HistoryEntry,
) -> Result<bool, StoreError> {
    require(db, id, Some(verification.version)).await?;
    let remembered: Option<String> = sqlx::query_scalar("SELECT organization_id FROM connections WHERE id = ?")
        .bind(id.to_string())
        .fetch_one(&mut *db)
        .await?;
    if remembered.zip(verification.organization_id.as_ref()).is_some_and(|(remembered, found)| remembered != *found) {
        return Err(StoreError::Stale);
    }
    schedule::note_answer(db, id, verification).await?;
    let (started_at, at) = (to_nanos(&verification.started_at)?, to_nanos(&verification.at)?);
    // What began later stays, but for what would begin only later than now: a clock was wrong.
    let kept = sqlx::query(
        "UPDATE connections SET status_rank = coalesce(?2, status_rank), \
         verified_at = CASE WHEN ?2 IS NULL THEN verified_at ELSE ?3 END, \
         organization_id = coalesce(organization_id, ?4), tried_at = ?3, \
         inconclusive = CASE WHEN ?2 IS NULL THEN inconclusive + 1 ELSE 0 END, verification_started_at = ?5 \
         WHERE id = ?1 AND (verification_started_at IS NULL OR verification_started_at <= ?5 \
         OR verification_started_at > ?3)",
    )
    .bind(id.to_string())
    .bind(verification.status.map(rank))
    .bind(at)
    .bind(&verification.organization_id)
    .bind(started_at)
    .execute(&mut *db)
    .await?
    .rows_affected()
        > 0;
    if kept {
        put_report(db, id, Some(&verification.report)).await?;
        audit_log::append(db, chain, Some(id), entry).await?;
    }
    Ok(kept)
}

/// That the row is there, with this version where one is given.
async fn require(db: &mut SqliteConnection, id: Uuid, version: Option<i64>) -> Result<(), StoreError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT version FROM connections WHERE id = ?")
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    match (found, version) {
        (None, _) => Err(StoreError::NotFound),
        (Some(found), Some(version)) if found != version => Err(StoreError::Stale),
        _ => Ok(()),
    }
}

async fn put_key(db: &mut SqliteConnection, record: &ConnectionRecord) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO connection_keys (connection_id, sealed_key, secret_version) VALUES (?, ?, ?)";
    sqlx::query(sql)
        .bind(id_of(record)?.to_string())
        .bind(&record.sealed_key)
        .bind(record.secret_version)
        .execute(db)
        .await?;
    Ok(())
}

async fn put_report(db: &mut SqliteConnection, id: Uuid, report: Option<&Report>) -> Result<(), StoreError> {
    let report = report.map(serde_json::to_string).transpose().map_err(|_| row::damaged("report"))?;
    let query = match report {
        Some(report) => sqlx::query("INSERT OR REPLACE INTO connection_reports (connection_id, report) VALUES (?, ?)")
            .bind(id.to_string())
            .bind(report),
        None => sqlx::query("DELETE FROM connection_reports WHERE connection_id = ?").bind(id.to_string()),
    };
    query.execute(db).await?;
    Ok(())
}

fn id_of(record: &ConnectionRecord) -> Result<Uuid, StoreError> {
    Uuid::parse_str(&record.connection.id).map_err(|_| row::damaged("id"))
}
