//! `app-connections backup` and `check-config`.

use super::error::CliError;
use super::{note, print};
use crate::app::{Clients, redirect_uri};
use crate::auth::Auth;
use crate::config::Config;
use crate::store::{SqliteStore, Store};
use std::path::Path;

pub(super) async fn backup(config: &Config, file: &Path) -> Result<(), CliError> {
    let store = SqliteStore::open_existing(&config.database_url).await?;
    store.backup(file).await?;
    store.close().await;
    print(&file.display().to_string())?;
    note("The master key is not in the backup: keep a copy of it elsewhere, a restore needs it.")
}

pub(super) fn check_config(config: &Config) -> Result<(), CliError> {
    Auth::check(config)?;
    Clients::new(config)?;
    print(&format!("The configuration is good: {} on {}.", config.public_url, config.listen))?;
    config
        .oidc
        .as_ref()
        .map_or(Ok(()), |oidc| print(&format!("{} must know this redirect URI: {}", oidc.issuer, redirect_uri(config))))
}
