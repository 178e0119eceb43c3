//! `app-connections restore`.

use super::error::CliError;
use super::output::{note, print};
use crate::audit_log::COMMAND_LINE as BY;
use crate::audit_log::{self, Actor, action};
use crate::clock::rfc3339;
use crate::config::Config;
use model::api::Sort;
use std::path::Path;
use store::{CredentialRecord, ListQuery, MASTER_KEY_RECORD, Restore, Store};
use time::OffsetDateTime;
use uuid::Uuid;
use vault::{Binding, Vault, VaultError};

/// What was found in a backup.
struct Found {
    connections: u64,
    entries: u64,
}

pub(super) async fn restore(config: &Config, backup: &Path, check_only: bool) -> Result<(), CliError> {
    if !check_only {
        Restore::check_place(&config.database_url)?;
    }
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
    let now = OffsetDateTime::now_utc();
    let entry =
        audit_log::entry_at(rfc3339(now), &Actor::program(BY), action::DATABASE_RESTORED, serde_json::Value::Null);
    let restored = restore.publish(&entry).await?;
    print(&format!("Restored: {what}."))?;
    note(&format!("{} sessions and sign-in links of the backup were ended: sign in again.", restored.ended))?;
    name_tokens(&restored.tokens, now)
}

/// A token that was revoked after the backup works again, and nothing in the backup can tell which.
fn name_tokens(tokens: &[CredentialRecord], now: OffsetDateTime) -> Result<(), CliError> {
    let live: Vec<_> = tokens.iter().filter(|token| token.expires_at.is_none_or(|end| end > now)).collect();
    if live.is_empty() {
        return Ok(());
    }
    note(
        "These API tokens work, also those that were revoked after the backup was made. Check each, and end those that must not work with: app-connections token revoke ID",
    )?;
    live.iter().try_for_each(|token| note(&format!("  {}  {:<7}  {}", token.id, token.role.name(), token.name)))
}

/// Everything that a server would need of it.
async fn look(config: &Config, store: &dyn Store) -> Result<Found, CliError> {
    if store.meta(MASTER_KEY_RECORD).await?.is_none() {
        return Err(VaultError::NoCanary.into());
    }
    let vault = Vault::open_or_create(&config.vault, store).await.map_err(|error| match error {
        VaultError::OtherMasterKey { path } => CliError::BackupKey(path),
        error => error.into(),
    })?;
    let verdict = store.verify_audit_chain().await?;
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
            vault.open(&record.sealed_key, &binding).await.map_err(|error| match error {
                VaultError::Open => unreadable(),
                error => error.into(),
            })?;
            opened += 1;
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(opened),
        }
    }
}
