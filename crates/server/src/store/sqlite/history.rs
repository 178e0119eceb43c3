//! What happened to connections.

use super::chained;
use crate::store::chain::Link;
use crate::store::time_text::{to_nanos, to_text};
use crate::store::{ChainKey, StoreError};
use model::api::HistoryEntry;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use uuid::{ContextV7, Timestamp, Uuid};

/// Adds an entry at the end of the chain.
pub(super) async fn add(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    connection: Option<Uuid>,
    entry: &HistoryEntry,
) -> Result<(), StoreError> {
    let id = Uuid::parse_str(&entry.id).map_err(|_| damaged())?.to_string();
    let connection = connection.map(|id| id.to_string()).unwrap_or_default();
    let (at, details) = (to_nanos(&entry.at)?, entry.details.to_text());
    let head = chained::head(db, chain).await?;
    let seq = head.last_seq() + 1;
    let link = Link {
        seq,
        id: &id,
        connection: &connection,
        at,
        by: &entry.by,
        subject: entry.subject.as_deref(),
        address: entry.address.as_deref(),
        action: &entry.action,
        details: &details,
    };
    let hash = chain.link(head.last_hash(), &link);
    sqlx::query(
        "INSERT INTO history (id, connection_id, at, by, subject, address, action, details, seq, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&id)
    .bind(&connection)
    .bind(at)
    .bind(&entry.by)
    .bind(&entry.subject)
    .bind(&entry.address)
    .bind(&entry.action)
    .bind(&details)
    .bind(seq)
    .bind(&hash)
    .execute(&mut *db)
    .await?;
    chained::put_head(db, chain, head.with_last(seq, hash)).await
}

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

pub(super) fn entry(row: &SqliteRow) -> Result<HistoryEntry, StoreError> {
    Ok(HistoryEntry {
        id: row.try_get("id")?,
        at: to_text(row.try_get("at")?)?,
        by: row.try_get("by")?,
        subject: row.try_get("subject")?,
        address: row.try_get("address")?,
        action: row.try_get("action")?,
        details: serde_json::from_str(row.try_get("details")?).map_err(|_| damaged())?,
    })
}

/// The entry that outlives a connection.
pub(super) async fn deletion(
    db: &mut SqliteConnection,
    connection: Uuid,
    like: &HistoryEntry,
) -> Result<HistoryEntry, StoreError> {
    let row = sqlx::query("SELECT name, application, domain, client_id FROM connections WHERE id = ?")
        .bind(connection.to_string())
        .fetch_one(db)
        .await?;
    let text = |column: &str| row.try_get::<String, _>(column);
    let details = serde_json::json!({
        "name": text("name")?, "application": text("application")?,
        "domain": text("domain")?, "client_id": text("client_id")?,
    })
    .into();
    let nanos = to_nanos(&like.at)?.unsigned_abs();
    let (seconds, nanos) = (nanos / 1_000_000_000, u32::try_from(nanos % 1_000_000_000).unwrap_or_default());
    let id = Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), seconds, nanos));
    Ok(HistoryEntry { id: id.to_string(), details, ..like.clone() })
}

pub(super) fn damaged() -> StoreError {
    StoreError::Database("a history entry cannot be read".to_owned())
}
