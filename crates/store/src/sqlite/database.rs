//! The SQLite database: one connection that writes, several that read, transactions.

use crate::audit_chain::ChainKey;
use crate::database::Database;
use crate::error::StoreError;
use async_trait::async_trait;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::sync::OnceLock;

/// The store on SQLite. Other processes may use the same file at the same time.
pub struct SqliteStore {
    /// One connection: SQLite lets one write at a time, and a queue here is fairer than its busy loop.
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
    /// What the history is chained with, once the vault has opened it.
    pub(super) chain: OnceLock<ChainKey>,
}

impl SqliteStore {
    /// A transaction that holds the write lock from its beginning, so that it never fails halfway for want of it.
    pub(super) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    pub(super) fn chain(&self) -> Result<&ChainKey, StoreError> {
        self.chain.get().ok_or_else(|| StoreError::Database("the key of the history is not known yet".to_owned()))
    }

    pub(super) async fn read(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }
}

/// Runs the body in one write transaction and commits it, unless it fails.
macro_rules! in_transaction {
    ($store:ident, |$tx:ident| $body:expr) => {{
        let mut $tx = $store.write().await?;
        let outcome = $body?;
        $tx.commit().await?;
        Ok(outcome)
    }};
}
pub(super) use in_transaction;

#[async_trait]
impl Database for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM connections LIMIT 1").fetch_optional(&mut *self.read().await?).await?;
        Ok(())
    }

    async fn probe_write(&self) -> Result<(), StoreError> {
        in_transaction!(self, |tx| probe_write(&mut tx).await)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Writes something that is different each time.
async fn probe_write(db: &mut sqlx::SqliteConnection) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ('write_probe', randomblob(16))";
    sqlx::query(sql).execute(db).await?;
    Ok(())
}
