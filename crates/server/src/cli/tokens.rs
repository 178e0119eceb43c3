//! `app-connections token …` and `sign-in-link`. They open the database themselves, so that they work whether the
//! server runs or not.

use super::args::{NewLink, NewToken};
use super::error::CliError;
use super::{note, note_history, print};
use crate::app::rfc3339;
use crate::auth::{self, Auth, TokenView};
use crate::config::Config;
use crate::history;
use crate::store::Store;
use crate::vault::Vault;
use serde_json::json;
use std::sync::Arc;
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;

pub(super) async fn create(config: &Config, new: &NewToken) -> Result<(), CliError> {
    let now = OffsetDateTime::now_utc();
    let expires_at = new.expires.map(|lifetime| now + lifetime);
    let token = auth::NewToken { name: new.name.clone(), role: new.role, expires_at };
    let (auth, store) = open(config).await?;
    let (secret, token) = auth.create_token(&token, now).await?;
    let details = json!({"token": token.id.to_string(), "name": token.name, "role": token.role.name(), "expires_at": expires_at.map(rfc3339)});
    note_history(store.as_ref(), history::API_TOKEN_CREATED, details).await?;
    print(secret.expose())?;
    let until = expires_at.map_or_else(|| "never ends".to_owned(), |end| format!("ends {}", minute(Some(end))));
    note(&format!("Token {} for {} {until}. It is not shown again.", token.id, token.name))
}

pub(super) async fn list(config: &Config) -> Result<(), CliError> {
    let now = OffsetDateTime::now_utc();
    let tokens = open(config).await?.0.tokens().await?;
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
    let (auth, store) = open(config).await?;
    auth.revoke_token(id, OffsetDateTime::now_utc()).await?;
    note_history(store.as_ref(), history::API_TOKEN_REVOKED, json!({"token": id.to_string()})).await?;
    note(&format!("Token {id} is revoked."))
}

pub(super) async fn sign_in_link(config: &Config, new: &NewLink) -> Result<(), CliError> {
    let name = new.name.as_deref();
    let (auth, store) = open(config).await?;
    let token = auth.create_link(new.role, name, OffsetDateTime::now_utc()).await?;
    let details = json!({"name": name.unwrap_or(new.role.name()), "role": new.role.name()});
    note_history(store.as_ref(), history::SIGN_IN_LINK_CREATED, details).await?;
    print(&format!("{}sign-in#token={}", config.public_url, token.expose()))
}

pub(super) async fn open(config: &Config) -> Result<(Auth, Arc<dyn Store>), CliError> {
    let store = crate::store::open(&config.database_url).await?;
    // The vault has the key of the history.
    Vault::open_or_create(config, store.as_ref()).await?;
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
