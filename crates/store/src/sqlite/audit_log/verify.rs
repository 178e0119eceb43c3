//! Verification of the audit chain, from its base to its head.

use super::head;
use super::read::rows;
use super::row::fields;
use crate::audit_chain::{ChainHead, ChainKey};
use crate::audit_log::{AuditLogFault, AuditLogVerdict};
use crate::error::StoreError;
use sqlx::{Row, SqliteConnection};

/// How many entries are in memory at once.
const BATCH: u32 = 500;

/// From the base to the last entry; stops at the first fault.
pub(super) async fn verify(db: &mut SqliteConnection, chain: &ChainKey) -> Result<AuditLogVerdict, StoreError> {
    let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM history").fetch_one(&mut *db).await?;
    let stored = head::find(db, chain).await?;
    let (head, intact) = stored.map_or((ChainHead::start(), false), |stored| (stored.head, stored.intact));
    let fault = if intact { follow(db, chain, &head).await? } else { Some(AuditLogFault::Head) };
    Ok(AuditLogVerdict { entries: entries.unsigned_abs(), head: (head.last_seq, head.last_hash), fault })
}

async fn follow(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    head: &ChainHead,
) -> Result<Option<AuditLogFault>, StoreError> {
    let outside: i64 = sqlx::query_scalar("SELECT count(*) FROM history WHERE seq IS NULL").fetch_one(&mut *db).await?;
    if outside > 0 {
        return Ok(Some(AuditLogFault::Unchained(outside)));
    }
    let (mut seq, mut hash) = (head.base_seq, head.base_hash.clone());
    // From the very beginning, so that an entry from before the base is seen.
    let mut after = i64::MIN;
    loop {
        let rows = rows(db, after, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = last.try_get("seq")?;
        for row in &rows {
            let found: i64 = row.try_get("seq")?;
            if found <= head.base_seq {
                return Ok(Some(AuditLogFault::Changed(found)));
            }
            if found != seq + 1 {
                return Ok(Some(AuditLogFault::Missing(seq + 1)));
            }
            let expected = fields(row, found).map(|fields| chain.entry_hash(&hash, &fields));
            let stored: Option<Vec<u8>> = row.try_get("hash")?;
            if !expected.is_ok_and(|expected| Some(expected) == stored) {
                return Ok(Some(AuditLogFault::Changed(found)));
            }
            (seq, hash) = (found, stored.unwrap_or_default());
        }
    }
    Ok(match seq {
        seq if seq < head.last_seq => Some(AuditLogFault::Missing(seq + 1)),
        seq if seq > head.last_seq || hash != head.last_hash => Some(AuditLogFault::Changed(head.last_seq + 1)),
        _ => None,
    })
}
