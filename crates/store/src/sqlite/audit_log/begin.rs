//! The beginning of the audit chain, in a database whose entries are not chained yet.

use super::head::{self, StoredHead};
use super::row::fields;
use crate::audit_chain::{ChainHead, ChainKey};
use crate::error::StoreError;
use crate::sqlite::meta;
use sqlx::{Row, SqliteConnection};

/// How many entries are in memory at once.
const BATCH: u32 = 500;

/// Chains what is there, unless another program was faster.
pub(super) async fn begin(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    name: &str,
    old: &[u8],
    new: &[u8],
) -> Result<Vec<u8>, StoreError> {
    if !meta::replace(db, name, old, new).await? {
        return meta::get(db, name).await?.ok_or(StoreError::Stale);
    }
    sqlx::query("UPDATE history SET seq = NULL, hash = NULL WHERE seq IS NOT NULL").execute(&mut *db).await?;
    let mut head = ChainHead::start();
    loop {
        let sql = "SELECT id, connection_id, at, by, subject, address, action, details FROM history WHERE seq IS NULL \
                   ORDER BY id LIMIT ?";
        let rows = sqlx::query(sql).bind(BATCH).fetch_all(&mut *db).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            head.last_seq += 1;
            head.last_hash = chain.entry_hash(&head.last_hash, &fields(&row, head.last_seq)?);
            let id: &str = row.try_get("id")?;
            let sql = "UPDATE history SET seq = ?2, hash = ?3 WHERE id = ?1";
            sqlx::query(sql).bind(id).bind(head.last_seq).bind(&head.last_hash).execute(&mut *db).await?;
        }
    }
    head::put(db, chain, StoredHead { head, intact: true }).await?;
    Ok(new.to_vec())
}
