//! The head of the audit chain: where it begins and ends.

use crate::audit_chain::{ChainHead, ChainKey};
use crate::error::StoreError;
use sqlx::{Row, SqliteConnection};

/// The head as it is stored. One that was tampered with is carried on, but never sealed again: the next verification must
/// still see it.
pub(super) struct StoredHead {
    pub(super) head: ChainHead,
    pub(super) intact: bool,
}

impl StoredHead {
    pub(super) fn last_seq(&self) -> i64 {
        self.head.last_seq
    }

    pub(super) fn last_hash(&self) -> &[u8] {
        &self.head.last_hash
    }

    pub(super) fn with_last(self, last_seq: i64, last_hash: Vec<u8>) -> Self {
        Self { head: ChainHead { last_seq, last_hash, ..self.head }, ..self }
    }
}

pub(super) async fn get(db: &mut SqliteConnection, chain: &ChainKey) -> Result<StoredHead, StoreError> {
    find(db, chain).await?.ok_or_else(|| {
        StoreError::Database("the record of where the history ends was removed; restore a backup".to_owned())
    })
}

pub(super) async fn put(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    StoredHead { head, intact }: StoredHead,
) -> Result<(), StoreError> {
    let seal = if intact { chain.head_seal(&head) } else { Vec::new() };
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

pub(super) async fn find(db: &mut SqliteConnection, chain: &ChainKey) -> Result<Option<StoredHead>, StoreError> {
    let sql = "SELECT base_seq, base_hash, last_seq, last_hash, seal FROM history_head";
    let Some(row) = sqlx::query(sql).fetch_optional(db).await? else { return Ok(None) };
    let head = ChainHead {
        base_seq: row.try_get("base_seq")?,
        base_hash: row.try_get("base_hash")?,
        last_seq: row.try_get("last_seq")?,
        last_hash: row.try_get("last_hash")?,
    };
    let intact = row.try_get::<Vec<u8>, _>("seal")? == chain.head_seal(&head);
    Ok(Some(StoredHead { head, intact }))
}
