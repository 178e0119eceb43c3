//! Reading the audit log: a page of one connection's entries, and the chain in its order.

use super::row::entry;
use crate::audit_log::ChainedEntry;
use crate::error::StoreError;
use model::api::HistoryEntry;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

const COLUMNS: &str = "id, connection_id, at, by, subject, address, action, details, seq, hash";

/// Ids are UUIDv7, so that their order is that of time.
pub(super) async fn page(
    db: &mut SqliteConnection,
    connection: Uuid,
    limit: u32,
    before: Option<Uuid>,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, at, by, subject, address, action, details FROM history WHERE connection_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
    )
    .bind(connection.to_string())
    .bind(before.unwrap_or(Uuid::max()).to_string())
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(entry).collect()
}

pub(super) async fn entries(
    db: &mut SqliteConnection,
    after: i64,
    limit: u32,
) -> Result<Vec<ChainedEntry>, StoreError> {
    let chained = |row: &SqliteRow| {
        let connection: String = row.try_get("connection_id")?;
        Ok(ChainedEntry {
            seq: row.try_get("seq")?,
            connection: Some(connection).filter(|id| !id.is_empty()),
            entry: entry(row)?,
            hash: row.try_get("hash")?,
        })
    };
    rows(db, after, limit).await?.iter().map(chained).collect()
}

/// Rows of the chain after this place.
pub(super) async fn rows(db: &mut SqliteConnection, after: i64, limit: u32) -> Result<Vec<SqliteRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM history WHERE seq > ? ORDER BY seq LIMIT ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).bind(limit).fetch_all(db).await?)
}
