//! `app-connections backup`.

use super::error::CliError;
use super::output::{note, print};
use crate::config::Config;
use std::path::Path;
use store::SqliteStore;

pub(super) async fn backup(config: &Config, file: &Path) -> Result<(), CliError> {
    if file == Path::new("-") {
        return Err(CliError::NoStream);
    }
    SqliteStore::backup_of(&config.database_url, file).await?;
    print(&file.display().to_string())?;
    note("The master key is not in the backup: keep a copy of it elsewhere, a restore needs it.")
}
