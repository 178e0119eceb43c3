//! What a connection's history says: who did what when, and what changed, never a secret.

use crate::app::App;
use model::api::HistoryEntry;
use model::connection::Connection;
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub(crate) const CREATED: &str = "created";
pub(crate) const UPDATED: &str = "updated";
pub(crate) const VERIFIED: &str = "verified";
pub(crate) const TOKEN_ISSUED: &str = "token_issued";

/// An entry of now.
pub(crate) fn entry(app: &App, by: &str, action: &str, details: Value) -> HistoryEntry {
    HistoryEntry {
        id: Uuid::now_v7().to_string(),
        at: app.clock.text(),
        by: by.to_owned(),
        action: action.to_owned(),
        details: details.into(),
    }
}

/// The fields whose changes are written down.
fn fields(connection: &Connection) -> [(&'static str, Value); 8] {
    let settings = &connection.settings;
    [
        ("name", json!(connection.name)),
        ("description", json!(connection.description)),
        ("application", json!(connection.application)),
        ("domain", json!(settings.domain)),
        ("client_id", json!(settings.client_id)),
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
