//! `app-connections restore`.

use super::error::CliError;
use super::print;
use crate::config::Config;
use crate::store::{ListQuery, MASTER_KEY_RECORD, Restore, Store};
use crate::vault::{Binding, Vault, VaultError};
use model::api::Sort;
use std::path::Path;
use uuid::Uuid;

/// What was found in a backup.
#[derive(Default)]
struct Found {
    connections: u64,
    entries: u64,
}

pub(super) async fn restore(config: &Config, backup: &Path, check_only: bool) -> Result<(), CliError> {
    let restore = Restore::begin(backup, &config.database_url).await?;
    let found = match look(config, &restore.store).await {
        Ok(found) => found,
        Err(error) => {
            restore.give_up().await;
            return Err(error);
        }
    };
    let Found { connections, entries } = found;
    let what = format!("{connections} connections, every key of them opens; {entries} entries of history, all whole");
    if check_only {
        restore.give_up().await;
        return print(&format!("The backup is good: {what}."));
    }
    restore.publish().await?;
    print(&format!("Restored: {what}."))
}

/// Everything that a server would need of it.
async fn look(config: &Config, store: &dyn Store) -> Result<Found, CliError> {
    if store.meta(MASTER_KEY_RECORD).await?.is_none() {
        // From before the first start of a server: there is nothing that a master key would open.
        return if store.holds_secrets().await? { Err(VaultError::NoCanary.into()) } else { Ok(Found::default()) };
    }
    let vault = Vault::open_or_create(config, store).await.map_err(|error| match error {
        VaultError::OtherMasterKey { path } => CliError::BackupKey(path),
        error => error.into(),
    })?;
    let verdict = store.verify_history().await?;
    if let Some(fault) = verdict.fault {
        return Err(CliError::History(fault));
    }
    let connections = open_every_key(&vault, store).await?;
    Ok(Found { connections, entries: verdict.entries })
}

async fn open_every_key(vault: &Vault, store: &dyn Store) -> Result<u64, CliError> {
    let mut query = ListQuery::everything(Sort::DEFAULT, 200);
    let mut opened = 0;
    loop {
        let page = store.list(&query).await?;
        for listed in page.items {
            let unreadable = || CliError::BackupSecret(listed.id.clone());
            let id = Uuid::parse_str(&listed.id).map_err(|_| unreadable())?;
            let record = store.get(id).await?.ok_or_else(unreadable)?;
            let binding = Binding::of_stored(id, &record);
            vault.open(&record.sealed_key, &binding).await.map_err(|_| unreadable())?;
            opened += 1;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(opened),
        }
    }
}
