//! `app-connections master-key rotate`.

use super::error::CliError;
use super::output::{note, note_history, print};
use crate::audit_log::action::MASTER_KEY_ROTATED;
use crate::config::Config;
use serde_json::json;
use store::{Database, SqliteStore};
use vault::{Rotation, Vault};

pub(super) async fn rotate(config: &Config, into_file: bool) -> Result<(), CliError> {
    let store = SqliteStore::open_existing(&config.database_url).await?;
    // It has the key of the history.
    Vault::open_existing(&config.vault, &store).await?;
    let rotated = if into_file {
        Rotation::run_into_file(&config.vault, &store).await?
    } else {
        Rotation::run(&config.vault, &store).await?
    };
    note_history(&store, MASTER_KEY_ROTATED, json!({"secrets": rotated.secrets})).await?;
    store.close().await;
    print(&format!(
        "A new master key is in {}; {} secrets were sealed with it.",
        config.vault.master_key_file.display(),
        rotated.secrets
    ))?;
    note(&format!(
        "The old key is in {}: backups made before now need it. Delete it when they are gone.",
        rotated.old_key.display()
    ))
}
