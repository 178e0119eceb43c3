//! The chain of the history: its head, following it, and taking its old end off.

use super::history::{damaged, entry};
use super::keys;
use crate::store::chain::{Head, Link};
use crate::store::time_text::to_nanos;
use crate::store::{ChainKey, ChainedEntry, HistoryFault, HistoryVerdict, StoreError};
use model::api::HistoryEntry;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

/// How many entries are in memory at once.
const BATCH: u32 = 500;
const COLUMNS: &str = "id, connection_id, at, by, subject, address, action, details, seq, hash";
/// How many entries one transaction takes off: a few hundredths of a second of the write lock.
const TRIMMED_AT_ONCE: i64 = 2_000;

/// The head as it is stored. One that was tampered with is carried on, but never sealed again: the next verification must
/// still see it.
pub(super) struct StoredHead {
    head: Head,
    intact: bool,
}

impl StoredHead {
    pub(super) fn last_seq(&self) -> i64 {
        self.head.last_seq
    }

    pub(super) fn last_hash(&self) -> &[u8] {
        &self.head.last_hash
    }

    pub(super) fn with_last(self, last_seq: i64, last_hash: Vec<u8>) -> Self {
        Self { head: Head { last_seq, last_hash, ..self.head }, ..self }
    }
}

pub(super) async fn head(db: &mut SqliteConnection, chain: &ChainKey) -> Result<StoredHead, StoreError> {
    find_head(db, chain).await?.ok_or_else(|| {
        StoreError::Database("the record of where the history ends was removed; restore a backup".to_owned())
    })
}

pub(super) async fn put_head(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    StoredHead { head, intact }: StoredHead,
) -> Result<(), StoreError> {
    let seal = if intact { chain.head(&head) } else { Vec::new() };
    sqlx::query(
        "INSERT OR REPLACE INTO history_head (only_one, base_seq, base_hash, last_seq, last_hash, seal) \
         VALUES (1, ?, ?, ?, ?, ?)",
    )
    .bind(head.base_seq)
    .bind(head.base_hash)
    .bind(head.last_seq)
    .bind(head.last_hash)
    .bind(seal)
    .execute(db)
    .await?;
    Ok(())
}

/// Chains what is there, unless another program was faster.
pub(super) async fn begin(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    name: &str,
    old: &[u8],
    new: &[u8],
) -> Result<Vec<u8>, StoreError> {
    if !keys::replace_meta(db, name, old, new).await? {
        return keys::meta(db, name).await?.ok_or(StoreError::Stale);
    }
    sqlx::query("UPDATE history SET seq = NULL, hash = NULL WHERE seq IS NOT NULL").execute(&mut *db).await?;
    let mut head = Head::start();
    loop {
        let sql = "SELECT id, connection_id, at, by, subject, address, action, details FROM history WHERE seq IS NULL \
                   ORDER BY id LIMIT ?";
        let rows = sqlx::query(sql).bind(BATCH).fetch_all(&mut *db).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            head.last_seq += 1;
            head.last_hash = chain.link(&head.last_hash, &link(&row, head.last_seq)?);
            let id: &str = row.try_get("id")?;
            let sql = "UPDATE history SET seq = ?2, hash = ?3 WHERE id = ?1";
            sqlx::query(sql).bind(id).bind(head.last_seq).bind(&head.last_hash).execute(&mut *db).await?;
        }
    }
    put_head(db, chain, StoredHead { head, intact: true }).await?;
    Ok(new.to_vec())
}

/// From the base to the last entry; stops at the first fault.
pub(super) async fn verify(db: &mut SqliteConnection, chain: &ChainKey) -> Result<HistoryVerdict, StoreError> {
    let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM history").fetch_one(&mut *db).await?;
    let stored = find_head(db, chain).await?;
    let (head, intact) = stored.map_or((Head::start(), false), |stored| (stored.head, stored.intact));
    let fault = if intact { follow(db, chain, &head).await? } else { Some(HistoryFault::Head) };
    Ok(HistoryVerdict { entries: entries.unsigned_abs(), head: (head.last_seq, head.last_hash), fault })
}

async fn follow(db: &mut SqliteConnection, chain: &ChainKey, head: &Head) -> Result<Option<HistoryFault>, StoreError> {
    let outside: i64 = sqlx::query_scalar("SELECT count(*) FROM history WHERE seq IS NULL").fetch_one(&mut *db).await?;
    if outside > 0 {
        return Ok(Some(HistoryFault::Unchained(outside)));
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
                return Ok(Some(HistoryFault::Changed(found)));
            }
            if found != seq + 1 {
                return Ok(Some(HistoryFault::Missing(seq + 1)));
            }
            let expected = link(row, found).map(|link| chain.link(&hash, &link));
            let stored: Option<Vec<u8>> = row.try_get("hash")?;
            if !expected.is_ok_and(|expected| Some(expected) == stored) {
                return Ok(Some(HistoryFault::Changed(found)));
            }
            (seq, hash) = (found, stored.unwrap_or_default());
        }
    }
    Ok(match seq {
        seq if seq < head.last_seq => Some(HistoryFault::Missing(seq + 1)),
        seq if seq > head.last_seq || hash != head.last_hash => Some(HistoryFault::Changed(head.last_seq + 1)),
        _ => None,
    })
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

/// The last entry that is too old: those after the first one of the time to keep stay, whatever their clock said. An
/// entry of the future proves nothing, and goes with the old ones after it.
pub(super) async fn last_to_trim(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    before: &str,
    now: &str,
) -> Result<i64, StoreError> {
    let base = head(db, chain).await?.head.base_seq;
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
    let StoredHead { head: old, intact } = head(db, chain).await?;
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
    put_head(db, chain, StoredHead { head: Head { base_seq, base_hash, ..old }, intact }).await?;
    let details = serde_json::json!({"entries": removed.rows_affected(), "before": before}).into();
    super::history::add(db, chain, None, &HistoryEntry { details, ..like.clone() }).await?;
    Ok(removed.rows_affected())
}

async fn find_head(db: &mut SqliteConnection, chain: &ChainKey) -> Result<Option<StoredHead>, StoreError> {
    let sql = "SELECT base_seq, base_hash, last_seq, last_hash, seal FROM history_head";
    let Some(row) = sqlx::query(sql).fetch_optional(db).await? else { return Ok(None) };
    let head = Head {
        base_seq: row.try_get("base_seq")?,
        base_hash: row.try_get("base_hash")?,
        last_seq: row.try_get("last_seq")?,
        last_hash: row.try_get("last_hash")?,
    };
    let intact = row.try_get::<Vec<u8>, _>("seal")? == chain.head(&head);
    Ok(Some(StoredHead { head, intact }))
}

async fn rows(db: &mut SqliteConnection, after: i64, limit: u32) -> Result<Vec<SqliteRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM history WHERE seq > ? ORDER BY seq LIMIT ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).bind(limit).fetch_all(db).await?)
}

fn link(row: &SqliteRow, seq: i64) -> Result<Link<'_>, StoreError> {
    Ok(Link {
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
