//! Case folding of what is stored already: the keys of names and the search texts that an older version wrote.

use super::connections::row;
use super::meta;
use crate::error::StoreError;
use sqlx::{Row, SqlitePool};
use std::collections::HashSet;

/// Which folding the rows have, in `meta`.
const NAME: &str = "text_folding";
/// NFKC and full case folding; before that was none.
const VERSION: &[u8] = b"2";

/// Writes them anew, once. Of several rows whose names are one by now the oldest gets the key; each of the others keeps
/// one of its own until it is given another name.
pub(super) async fn refold(writer: &SqlitePool) -> Result<(), StoreError> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    if meta::get(&mut tx, NAME).await?.as_deref() == Some(VERSION) {
        return Ok(());
    }
    // Out of the way: the new key of one row may be the old key of another.
    sqlx::query("UPDATE connections SET name_key = id").execute(&mut *tx).await?;
    let sql = "SELECT id, name, description, domain, client_id FROM connections ORDER BY created_at, id";
    let mut taken = HashSet::new();
    for found in sqlx::query(sql).fetch_all(&mut *tx).await? {
        let text = |column: &str| found.try_get::<String, _>(column);
        let (id, name) = (text("id")?, text("name")?);
        let search = row::search_text([&name, &text("description")?, &text("domain")?, &text("client_id")?]);
        let mut key = row::name_key(&name);
        if !taken.insert(key.clone()) {
            key = [&*key, row::SEAM, &id].concat();
        }
        sqlx::query("UPDATE connections SET name_key = ?2, search = ?3 WHERE id = ?1")
            .bind(id)
            .bind(key)
            .bind(search)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
        .bind(NAME)
        .bind(VERSION)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}
