//! Appending to the audit log.

use super::head;
use super::row::damaged;
use crate::audit_chain::{ChainKey, EntryFields};
use crate::error::StoreError;
use crate::time_text::to_nanos;
use model::api::HistoryEntry;
use sqlx::{Row, SqliteConnection};
use uuid::{ContextV7, Timestamp, Uuid};

/// Adds an entry at the end of the chain.
pub(in crate::sqlite) async fn append(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    connection: Option<Uuid>,
    entry: &HistoryEntry,
) -> Result<(), StoreError> {
    let id = Uuid::parse_str(&entry.id).map_err(|_| damaged())?.to_string();
    let connection = connection.map(|id| id.to_string()).unwrap_or_default();
    let (at, details) = (to_nanos(&entry.at)?, entry.details.to_string());
    let head = head::get(db, chain).await?;
    let seq = head.last_seq() + 1;
    let fields = EntryFields {
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
    let hash = chain.entry_hash(head.last_hash(), &fields);
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
    head::put(db, chain, head.with_last(seq, hash)).await
}

/// The entry that outlives a connection.
pub(in crate::sqlite) async fn deletion(
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
    });
    let nanos = to_nanos(&like.at)?.unsigned_abs();
    let (seconds, nanos) = (nanos / 1_000_000_000, u32::try_from(nanos % 1_000_000_000).unwrap_or_default());
    let id = Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), seconds, nanos));
    Ok(HistoryEntry { id: id.to_string(), details, ..like.clone() })
}
