//! `role`: the app has the Super Administrator role (Okta management API, *Client role assignments*).

use super::{Finding, scopes::is_granted};
use crate::{
    Code, Diagnosis,
    client::{Session, answer::Answer, grant::Grant},
    diagnosis::{Asked, Endpoint, diagnose, messages},
};
use model::field::ClientId;
use serde_json::Value;

const SCOPE: &str = "okta.roles.read";
const SUPER_ADMIN: &str = "SUPER_ADMIN";

/// Reads the app's roles.
pub(crate) async fn read(session: &Session, grant: &Grant, client_id: &ClientId) -> Finding {
    if !is_granted(grant, SCOPE) {
        return Diagnosis::new(Code::RoleUnreadable).into();
    }
    match session.read(&format!("/oauth2/v1/clients/{}/roles", segment(client_id)), grant).await {
        Err(error) => unknown(error.into()).into(),
        Ok(answer) => evaluate(&answer),
    }
}

/// The client ID as a segment of a path: a customer may have chosen one with quotation marks, brackets or commas.
fn segment(client_id: &ClientId) -> String {
    let escaped = |byte: u8| match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    client_id.as_str().bytes().map(escaped).collect()
}

pub(super) fn evaluate(answer: &Answer) -> Finding {
    if answer.status != 200 {
        let refusal = diagnose(Endpoint::Api, &Asked::default(), answer);
        return match refusal.code {
            // Only super administrators may see who is one (Okta help, *Administrator role comparison*).
            Code::AccessDenied => refusal.recast(Code::RoleMissing),
            Code::ScopeMissing => refusal.recast(Code::RoleUnreadable),
            _ => unknown(refusal),
        }
        .into();
    }
    let Some(Value::Array(roles)) = answer.json() else {
        return unknown(diagnose(Endpoint::Api, &Asked::default(), answer)).into();
    };
    let is = |role: &Value, name: &str, value: &str| role.get(name).and_then(Value::as_str) == Some(value);
    let assigned: Vec<Value> = roles.iter().take(20).filter_map(role_name).collect();
    if roles.iter().any(|role| is(role, "type", SUPER_ADMIN) && is(role, "status", "ACTIVE")) {
        Finding::passed(messages::ROLE).with("roles", assigned)
    } else {
        Diagnosis::new(Code::RoleMissing).with("roles", assigned).into()
    }
}

/// Which roles the app has is asked only to explain what cannot be read: without an answer, what can be read decides.
fn unknown(refusal: Diagnosis) -> Diagnosis {
    let cause = refusal.code.name();
    refusal.recast(Code::RoleUnknown).with("cause", cause)
}

fn role_name(role: &Value) -> Option<Value> {
    let name = role.get("label").or_else(|| role.get("type")).and_then(Value::as_str)?;
    Some(crate::client::answer::clean(name).into())
}

#[cfg(test)]
mod tests;
