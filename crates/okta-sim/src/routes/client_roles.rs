//! `/oauth2/v1/clients/{clientId}/roles`.

use serde_json::{Value, json};

use super::Read;
use crate::{
    error::api,
    fixtures::{base32, stamp},
    org::{App, Role},
    reply::Reply,
};

pub(super) fn list(read: &Read<'_>) -> Reply {
    let client_id = decoded(read.parameters.first().copied().unwrap_or_default());
    match read.org.app(&client_id) {
        Some(app) => Reply::ok(&app.roles.iter().map(|role| assignment(app, *role, &read.call.base())).collect()),
        None => api::not_found(&client_id, "PublicClientApp"),
    }
}

/// Decodes a segment of a path, in which a plus is literal.
fn decoded(segment: &str) -> String {
    let escaped = segment.replace('+', "%2B");
    form_urlencoded::parse(escaped.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// The id of a standard role's assignment is the base32 of its type.
fn assignment(app: &App, role: Role, base: &str) -> Value {
    let (kind, label) = role.names();
    let mut assignment = json!({
        "id": base32(kind),
        "label": label,
        "type": kind,
        "status": "ACTIVE",
        "created": stamp(400),
        "lastUpdated": stamp(400),
        "assignmentType": "CLIENT",
        "_links": { "assignee": { "href": format!("{base}/oauth2/v1/clients/{}", app.client_id) } },
    });
    if role == Role::Custom {
        assignment["role"] = crate::fixtures::CUSTOM_ROLES[0].id(&app.client_id).into();
        assignment["resource-set"] = "iamBackupResources1x5d7".into();
    }
    assignment
}
