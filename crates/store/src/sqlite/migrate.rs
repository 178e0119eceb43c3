//! Schema migration: bringing a database up to date, with a copy of what it was before.

use super::backup::copy;
use super::draft::{Draft, with_ending};
use super::paths::refuse;
use super::schema::{MIGRATIONS, Schema, newest};
use crate::error::StoreError;
use sqlx::SqlitePool;
use std::path::Path;

/// Brings a database up to date. What it was before is kept in a file beside it.
pub(super) async fn migrate_keeping(db: &SqlitePool, path: &Path, found: Schema) -> Result<(), StoreError> {
    let to = newest();
    match found {
        Schema::Ours(from) if from < to => {
            let kept = with_ending(path, &format!(".schema-{from}"));
            let draft = Draft::of(&kept).map_err(|error| refuse(&kept, &error.to_string()))?;
            copy(db, draft.path()).await.map_err(|error| refuse(&kept, &error.to_string()))?;
            draft.keep(path).and_then(|()| draft.publish_over()).map_err(|error| refuse(&kept, &error.to_string()))?;
            tracing::info!(database = %path.display(), from, to, copy = %kept.display(), "migrating the database to a newer schema; the copy is what it was before, delete it when the new release has proved itself");
            migrate(db, path).await?;
            tracing::info!(database = %path.display(), schema = to, "the database is migrated");
            Ok(())
        }
        _ => migrate(db, path).await,
    }
}

/// Brings a database up to date.
pub(super) async fn migrate(db: &SqlitePool, shown: &Path) -> Result<(), StoreError> {
    MIGRATIONS.run(db).await.map_err(|error| StoreError::Database(format!("{}: {error}", shown.display())))
}
