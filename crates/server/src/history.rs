//! What the history says: who did what when and from where, and what changed, never a secret.

use crate::app::{App, rfc3339};
use crate::auth::Principal;
use crate::extract::Attempt;
use crate::problem::Answer;
use model::api::HistoryEntry;
use model::connection::Connection;
use serde_json::{Map, Value, json};
use std::net::IpAddr;
use store::{RevocationActions, Store, StoreError};
use time::OffsetDateTime;
use uuid::Uuid;

pub(crate) const CREATED: &str = "created";
pub(crate) const UPDATED: &str = "updated";
pub(crate) const DELETED: &str = "deleted";
pub(crate) const VERIFIED: &str = "verified";
pub(crate) const TOKEN_ISSUED: &str = "token_issued";
/// Settings that are not stored were verified.
pub(crate) const DRAFT_VERIFIED: &str = "draft_verified";
pub(crate) const KEY_GENERATED: &str = "key_generated";
/// Key pairs that no connection took in time were forgotten.
pub(crate) const KEYS_FORGOTTEN: &str = "keys_forgotten";
pub(crate) const SIGNED_IN: &str = "signed_in";
pub(crate) const SIGNED_OUT: &str = "signed_out";
pub(crate) const SESSION_REVOKED: &str = "session_revoked";
/// Something was asked for that the server did not do.
pub(crate) const REFUSED: &str = "refused";
/// An API token called, for the first time from this address in an hour.
pub(crate) const TOKEN_USED: &str = "token_used";
pub(crate) const API_TOKEN_CREATED: &str = "api_token_created";
pub(crate) const API_TOKEN_REVOKED: &str = "api_token_revoked";
pub(crate) const SIGN_IN_LINK_CREATED: &str = "sign_in_link_created";
pub(crate) const MASTER_KEY_ROTATED: &str = "master_key_rotated";
pub(crate) const HISTORY_TRIMMED: &str = "history_trimmed";
pub(crate) const DATABASE_RESTORED: &str = "database_restored";
/// Who the history says it was, where a command did it.
pub(crate) const COMMAND_LINE: &str = "command line";

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) name: String,
    /// Who for good, as far as is known: two people may have one name.
    pub(crate) subject: Option<String>,
    pub(crate) address: Option<IpAddr>,
}

impl Actor {
    /// A part of this program: nothing came over the network.
    pub(crate) fn program(name: &str) -> Self {
        Self { name: name.to_owned(), subject: None, address: None }
    }
}

impl From<&Principal> for Actor {
    fn from(principal: &Principal) -> Self {
        let (name, subject) = (principal.name.clone(), Some(principal.subject.clone()));
        Self { name, subject, address: principal.address }
    }
}

impl From<&Attempt> for Actor {
    /// Somebody who did not say who they are.
    fn from(attempt: &Attempt) -> Self {
        let (name, subject) = attempt.who().cloned().unwrap_or_else(|| ("unknown".to_owned(), None));
        Self { name, subject, address: attempt.address }
    }
}

/// How much of a name is written down, in characters: a provider lets people choose theirs.
const MAX_NAME: usize = 256;

/// An entry of now.
pub(crate) fn entry(app: &App, by: &Actor, action: &str, details: Value) -> HistoryEntry {
    entry_at(app.clock.text(), by, action, details)
}

/// An entry of another time.
pub(crate) fn entry_at(at: String, by: &Actor, action: &str, details: Value) -> HistoryEntry {
    HistoryEntry {
        id: Uuid::now_v7().to_string(),
        at,
        by: by.name.chars().take(MAX_NAME).collect(),
        subject: by.subject.clone(),
        address: by.address.map(|address| address.to_string()),
        action: action.to_owned(),
        details: details.into(),
    }
}

/// Writes down what is about no connection.
pub(crate) async fn note(app: &App, by: &Actor, action: &str, details: Value) -> Answer<()> {
    Ok(app.store.append_audit_entry(None, &entry(app, by, action, details)).await?)
}

/// Writes down what commands revoked, which may have waited for the key of the history.
pub(crate) async fn note_revocations(store: &dyn Store, now: OffsetDateTime) -> Result<(), StoreError> {
    let like = entry_at(rfc3339(now), &Actor::program(COMMAND_LINE), "", Value::Null);
    let actions = RevocationActions { token: API_TOKEN_REVOKED, session: SESSION_REVOKED };
    store.write_revocation_entries(&like, actions).await.map(drop)
}

/// The fields whose changes are written down.
fn fields(connection: &Connection) -> [(&'static str, Value); 9] {
    let settings = &connection.settings;
    [
        ("name", json!(connection.name)),
        ("description", json!(connection.description)),
        ("application", json!(connection.application)),
        ("domain", json!(settings.domain)),
        ("client_id", json!(settings.client_id)),
        ("organization_id", json!(settings.organization_id)),
        ("key_id", json!(settings.key.key_id)),
        ("key_thumbprint", json!(settings.key.thumbprint)),
        ("status", json!(connection.status)),
    ]
}

/// `{field: value}` of a new connection.
pub(crate) fn created(connection: &Connection) -> Value {
    Value::Object(fields(connection).into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// `{changes: {field: {before, after}}}` of the fields that differ.
pub(crate) fn updated(before: &Connection, after: &Connection) -> Value {
    let changes: Map<String, Value> = fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| (name.to_owned(), json!({"before": before, "after": after})))
        .collect();
    json!({ "changes": changes })
}
