//! What happened to connections.

use crate::store::StoreError;
use crate::store::time_text::{to_nanos, to_text};
use model::api::HistoryEntry;
use sqlx::{Row, SqliteConnection};
use uuid::{ContextV7, Timestamp, Uuid};

pub(super) async fn add(db: &mut SqliteConnection, connection: Uuid, entry: &HistoryEntry) -> Result<(), StoreError> {
    let id = Uuid::parse_str(&entry.id).map_err(|_| damaged())?;
    sqlx::query("INSERT INTO history (id, connection_id, at, by, action, details) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(id.to_string())
        .bind(connection.to_string())
        .bind(to_nanos(&entry.at)?)
        .bind(&entry.by)
        .bind(&entry.action)
        .bind(entry.details.to_text())
        .execute(db)
        .await?;
    Ok(())
}

/// Ids are UUIDv7, so that their order is that of time.
pub(super) async fn page(
    db: &mut SqliteConnection,
    connection: Uuid,
    limit: u32,
    before: Option<Uuid>,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, at, by, action, details FROM history WHERE connection_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
    )
    .bind(connection.to_string())
    .bind(before.unwrap_or(Uuid::max()).to_string())
    .bind(limit)
    .fetch_all(db)
    .await?;
    let entry = |row: &sqlx::sqlite::SqliteRow| {
        Ok(HistoryEntry {
            id: row.try_get("id")?,
            at: to_text(row.try_get("at")?)?,
            by: row.try_get("by")?,
            action: row.try_get("action")?,
            details: serde_json::from_str(row.try_get("details")?).map_err(|_| damaged())?,
        })
    };
    rows.iter().map(entry).collect()
}

/// The entry that outlives a connection.
pub(super) async fn deletion(
    db: &mut SqliteConnection,
    connection: Uuid,
    at: &str,
    by: &str,
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
    let nanos = to_nanos(at)?.unsigned_abs();
    let (seconds, nanos) = (nanos / 1_000_000_000, u32::try_from(nanos % 1_000_000_000).unwrap_or_default());
    let id = Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), seconds, nanos));
    Ok(HistoryEntry { id: id.to_string(), at: at.to_owned(), by: by.to_owned(), action: "deleted".to_owned(), details })
}

fn damaged() -> StoreError {
    StoreError::Database("a history entry cannot be read".to_owned())
}
