//! Details of audit log entries about connections: their fields, and the fields that changed. Never a secret.

use model::connection::Connection;
use serde_json::{Map, Value, json};

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
