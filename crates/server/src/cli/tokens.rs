//! `app-connections token …` and `sign-in-link`. They open the database themselves, so that they work whether the
//! server runs or not.

use super::args::{NewLink, NewToken};
use super::error::CliError;
use super::output::{note, note_history, print};
use crate::audit_log::{action, note_revocations};
use crate::auth::{self, Auth, AuthError, TokenView};
use crate::clock::rfc3339;
use crate::config::Config;
use serde_json::json;
use std::sync::Arc;
use store::{SqliteStore, Store};
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;
use vault::Vault;

pub(super) async fn create(config: &Config, new: &NewToken) -> Result<(), CliError> {
    let now = OffsetDateTime::now_utc();
    let expires_at = new.expires.map(|lifetime| now + lifetime);
    let token = auth::NewToken { name: new.name.clone(), role: new.role, expires_at };
    let (auth, store) = open(config).await?;
    let (secret, token) = auth.create_token(&token, now).await?;
    let details = json!({"token": token.id.to_string(), "name": token.name, "role": token.role.name(), "expires_at": expires_at.map(rfc3339)});
    note_history(store.as_ref(), action::API_TOKEN_CREATED, details).await?;
    print(secret.expose())?;
    let until = expires_at.map_or_else(|| "never ends".to_owned(), |end| format!("ends {}", minute(Some(end))));
    note(&format!("Token {} for {} {until}. It is not shown again.", token.id, token.name))
}

pub(super) async fn list(config: &Config) -> Result<(), CliError> {
    let now = OffsetDateTime::now_utc();
    let tokens = open_without_key(config).await?.0.tokens().await?;
    print(&line(["ID", "ROLE", "CREATED", "EXPIRES", "LAST USED", "STATE", "NAME"]))?;
    for token in &tokens {
        print(&line([
            &token.id.to_string(),
            token.role.name(),
            &minute(Some(token.created_at)),
            &minute(token.expires_at),
            &minute(token.last_used_at),
            state(token, now),
            &token.name,
        ]))?;
    }
    Ok(())
}

pub(super) async fn revoke(config: &Config, id: Uuid) -> Result<(), CliError> {
    let (auth, store) = open_without_key(config).await?;
    revoking(config, store.as_ref(), id, auth.revoke_token(id, OffsetDateTime::now_utc())).await?;
    note(&format!("Token {id} is revoked."))
}

/// Revokes, whether the key of the history can be had or not: then the entry follows when a server has it.
pub(super) async fn revoking<T>(
    config: &Config,
    store: &dyn Store,
    id: Uuid,
    revoke: impl Future<Output = Result<T, AuthError>>,
) -> Result<T, CliError> {
    // Whatever ends this process in between.
    store.announce_revocation(id).await?;
    let revoked = revoke.await?;
    // A server may just have looked, and found nothing revoked.
    store.announce_revocation(id).await?;
    match Vault::open_existing(&config.vault, store).await {
        Ok(_) => {
            note_revocations(store, OffsetDateTime::now_utc()).await?;
        }
        Err(error) if error.is_for_now() => note(&format!(
            "The entry in the history follows as soon as a server can read the master key. Now: {error}"
        ))?,
        Err(error) => return Err(error.into()),
    }
    Ok(revoked)
}

pub(super) async fn sign_in_link(config: &Config, new: &NewLink) -> Result<(), CliError> {
    let name = new.name.as_deref();
    let (auth, store) = open(config).await?;
    let token = auth.create_link(new.role, name, OffsetDateTime::now_utc()).await?;
    let details = json!({"name": name.unwrap_or(new.role.name()), "role": new.role.name()});
    note_history(store.as_ref(), action::SIGN_IN_LINK_CREATED, details).await?;
    print(&format!("{}sign-in#token={}", config.public_url, token.expose()))
}

async fn open(config: &Config) -> Result<(Auth, Arc<dyn Store>), CliError> {
    let (auth, store) = open_without_key(config).await?;
    // The vault has the key of the history.
    Vault::open_existing(&config.vault, store.as_ref()).await?;
    Ok((auth, store))
}

/// For what leaves no entry in the history, or may leave it later.
pub(super) async fn open_without_key(config: &Config) -> Result<(Auth, Arc<dyn Store>), CliError> {
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_existing(&config.database_url).await?);
    Ok((Auth::new(store.clone(), config)?, store))
}

fn state(token: &TokenView, now: OffsetDateTime) -> &'static str {
    if token.revoked_at.is_some() {
        "revoked"
    } else if token.expires_at.is_some_and(|end| now >= end) {
        "expired"
    } else {
        "good"
    }
}

/// The name comes last: only it has no known width.
fn line(cells: [&str; 7]) -> String {
    let [id, role, created, expires, used, state, name] = cells;
    format!("{id:<36}  {role:<7}  {created:<17}  {expires:<17}  {used:<17}  {state:<7}  {name}")
}

pub(super) fn minute(time: Option<OffsetDateTime>) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]Z");
    time.and_then(|time| time.format(format).ok()).unwrap_or_else(|| "-".to_owned())
}
