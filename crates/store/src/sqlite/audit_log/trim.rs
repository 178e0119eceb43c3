//! Trimming of the audit log: removing entries that are older than the retention time.

use super::append::append;
use super::head::{self, StoredHead};
use super::row::damaged;
use crate::audit_chain::{ChainHead, ChainKey};
use crate::error::StoreError;
use crate::time_text::to_nanos;
use model::api::HistoryEntry;
use sqlx::SqliteConnection;

/// How many entries one transaction takes off: a few hundredths of a second of the write lock.
const TRIMMED_AT_ONCE: i64 = 2_000;

/// The last entry that is too old: those after the first one of the time to keep stay, whatever their clock said. An
/// entry of the future proves nothing, and goes with the old ones after it.
pub(super) async fn last_to_trim(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    before: &str,
    now: &str,
) -> Result<i64, StoreError> {
    let base = head::get(db, chain).await?.head.base_seq;
    let before = to_nanos(before)?;
    let kept: Option<i64> =
        sqlx::query_scalar("SELECT seq FROM history WHERE seq > ? AND at >= ? AND at <= ? ORDER BY seq LIMIT 1")
            .bind(base)
            .bind(before)
            .bind(to_nanos(now)?)
            .fetch_optional(&mut *db)
            .await?;
    let last: Option<i64> =
        sqlx::query_scalar("SELECT seq FROM history WHERE seq > ? AND seq < ? AND at < ? ORDER BY seq DESC LIMIT 1")
            .bind(base)
            .bind(kept.unwrap_or(i64::MAX))
            .bind(before)
            .fetch_optional(db)
            .await?;
    Ok(last.unwrap_or(base))
}

/// Takes some of the oldest entries off, up to `last` and so few that other writes do not wait long.
pub(super) async fn trim(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    last: i64,
    before: &str,
    like: &HistoryEntry,
) -> Result<u64, StoreError> {
    let StoredHead { head: old, intact } = head::get(db, chain).await?;
    let base_seq = last.min(old.base_seq.saturating_add(TRIMMED_AT_ONCE));
    if base_seq <= old.base_seq {
        return Ok(0);
    }
    let base_hash: Vec<u8> = sqlx::query_scalar("SELECT hash FROM history WHERE seq = ?")
        .bind(base_seq)
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(damaged)?;
    let removed = sqlx::query("DELETE FROM history WHERE seq <= ?").bind(base_seq).execute(&mut *db).await?;
    head::put(db, chain, StoredHead { head: ChainHead { base_seq, base_hash, ..old }, intact }).await?;
    let details = serde_json::json!({"entries": removed.rows_affected(), "before": before});
    append(db, chain, None, &HistoryEntry { details, ..like.clone() }).await?;
    Ok(removed.rows_affected())
}
