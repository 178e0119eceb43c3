//! `app-connections master-key rotate`.

use super::error::CliError;
use super::{note, print};
use crate::config::Config;
use crate::store::{SqliteStore, Store};
use crate::vault::Rotation;

pub(super) async fn rotate(config: &Config) -> Result<(), CliError> {
    let store = SqliteStore::open_existing(&config.database_url).await?;
    let rotated = Rotation::run(config, &store).await?;
    store.close().await;
    print(&format!(
        "A new master key is in {}; {} secrets were sealed with it.",
        config.master_key_file.display(),
        rotated.secrets
    ))?;
    note(&format!(
        "The old key is in {}: backups made before now need it. Delete it when they are gone.",
        rotated.old_key.display()
    ))
}
