//! Row mapping: a row of `history` and an audit log entry.

use crate::audit_chain::EntryFields;
use crate::error::StoreError;
use crate::time_text::to_text;
use model::api::HistoryEntry;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

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

/// What of a row is hashed.
pub(super) fn fields(row: &SqliteRow, seq: i64) -> Result<EntryFields<'_>, StoreError> {
    Ok(EntryFields {
        seq,
        id: row.try_get("id")?,
        connection: row.try_get("connection_id")?,
        at: row.try_get("at")?,
        by: row.try_get("by")?,
        subject: row.try_get("subject")?,
        address: row.try_get("address")?,
        action: row.try_get("action")?,
        details: row.try_get("details")?,
    })
}

pub(super) fn damaged() -> StoreError {
    StoreError::Database("a history entry cannot be read".to_owned())
}
