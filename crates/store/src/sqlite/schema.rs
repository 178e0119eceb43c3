//! Schema version: which schema a database has, and which this release reads and writes.

use super::paths::refuse;
use crate::error::StoreError;
use sqlx::SqliteConnection;
use sqlx::migrate::Migrator;
use std::path::Path;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// Tables that every release has had.
const OURS: &str = "('connections', 'credentials', 'history', 'meta', '_sqlx_migrations')";
const OUR_COUNT: i64 = 5;

/// What a database file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    /// Nothing yet.
    Empty,
    /// Something that this program did not make.
    Other,
    /// Ours, as the migration with this number left it.
    Ours(i64),
}

/// The schema that this release reads and writes.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

pub(super) async fn read(db: &mut SqliteConnection) -> Result<Schema, sqlx::Error> {
    let count = format!("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN {OURS}");
    let ours: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(&mut *db).await?;
    if ours == OUR_COUNT {
        let sql = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";
        return Ok(Schema::Ours(sqlx::query_scalar(sql).fetch_one(db).await?));
    }
    // What counts migrations is there before the first one.
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name <> '_sqlx_migrations' AND name NOT LIKE 'sqlite_%'";
    let all: i64 = sqlx::query_scalar(sql).fetch_one(db).await?;
    Ok(if all == 0 { Schema::Empty } else { Schema::Other })
}

/// Refuses a database that is not as this release writes it.
pub(super) fn require_newest(found: Schema, path: &Path) -> Result<(), StoreError> {
    match found {
        Schema::Empty => Err(refuse(path, "it is empty: start app-connections serve first, which sets it up")),
        Schema::Ours(version) if version < newest() => Err(refuse(
            path,
            &format!(
                "it has schema {version}, and this release needs {}: start app-connections serve first, which migrates it",
                newest()
            ),
        )),
        found => refuse_unknown(found, path),
    }
}

/// Refuses what this release can neither read nor migrate.
pub(super) fn refuse_unknown(found: Schema, path: &Path) -> Result<(), StoreError> {
    match found {
        Schema::Other => Err(refuse(path, "this is the database of another program")),
        Schema::Ours(version) if version > newest() => Err(refuse(
            path,
            &format!(
                "a newer release wrote it: it has schema {version}, and this release knows {} at most; use that release, or a backup from before",
                newest()
            ),
        )),
        Schema::Empty | Schema::Ours(_) => Ok(()),
    }
}
