//! `app-connections check-config`: everything that can be found out without starting, making or asking anything.

use super::error::CliError;
use super::output::{note, print};
use crate::app::{Clients, redirect_uri};
use crate::auth::Auth;
use crate::config::Config;
use store::SqliteStore;
use vault::Vault;

/// Said at each start, too.
pub(super) const PLAIN_KEY_DESPITE_KMS: &str = "the master key is not closed by the key management service that is configured: \
    run app-connections master-key rotate, then delete the old key that it names once no backup needs it";

pub(super) fn check_config(config: &Config) -> Result<(), CliError> {
    Auth::check(config)?;
    Clients::new(config)?;
    SqliteStore::check_place(&config.database_url)?;
    Vault::check(&config.vault)?;
    if !config.assets.join("index.html").is_file() {
        return Err(CliError::Assets(config.assets.clone()));
    }
    if Vault::has_plain_key_despite_kms(&config.vault) {
        note(&format!("Warning: master key {}: {PLAIN_KEY_DESPITE_KMS}.", config.vault.master_key_file.display()))?;
    }
    print(&format!("The configuration is good: {} on {}.", config.public_url, config.listen))?;
    config
        .oidc
        .as_ref()
        .map_or(Ok(()), |oidc| print(&format!("{} must know this redirect URI: {}", oidc.issuer, redirect_uri(config))))
}
