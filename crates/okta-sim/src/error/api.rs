//! Errors of `/api/v1` and of the management part of `/oauth2/v1`: Okta's `E00…` codes, and challenges in
//! `WWW-Authenticate` (RFC 6750 §3, RFC 9449 §7.1) with an empty body.

use axum::http::{StatusCode, header};
use serde::Serialize;

use crate::{call::Call, error::token::TokenError, keys::Algorithm, random, reply::Reply};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "Okta's names")]
struct Body<'a> {
    error_code: &'a str,
    error_summary: &'a str,
    error_link: &'a str,
    error_id: String,
    error_causes: Vec<Cause<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cause<'a> {
    error_summary: &'a str,
}

/// An error in the format of the API.
pub(crate) fn reply(status: StatusCode, code: &str, summary: &str, causes: &[&str]) -> Reply {
    let error_causes = causes.iter().map(|cause| Cause { error_summary: cause }).collect();
    let body =
        Body { error_code: code, error_summary: summary, error_link: code, error_id: random::error_id(), error_causes };
    Reply::json(status, &body)
}

/// An unknown client id: the one token error in the shape of the API.
pub(crate) fn unknown_client(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    reply(status, "invalid_client", "Invalid value for 'client_id' parameter.", &[])
}

/// An invalid parameter.
pub(crate) fn validation(field: &str, cause: &str) -> Reply {
    reply(StatusCode::BAD_REQUEST, "E0000001", &format!("Api validation failed: {field}"), &[cause])
}

/// Missing or unusable credentials other than OAuth.
pub(crate) fn invalid_session() -> Reply {
    reply(StatusCode::FORBIDDEN, "E0000005", "Invalid session", &[])
}

/// An `SSWS` token that is not one of Okta's API tokens.
pub(crate) fn invalid_api_token() -> Reply {
    reply(StatusCode::UNAUTHORIZED, "E0000011", "Invalid token provided", &[])
}

/// The scope is granted, the administrator role is not.
pub(crate) fn role_missing() -> Reply {
    let summary = "You do not have permission to perform the requested action";
    reply(StatusCode::FORBIDDEN, "E0000006", summary, &[])
}

/// There is no object with this id, or no such path.
pub(crate) fn not_found(id: &str, kind: &str) -> Reply {
    let summary = format!("Not found: Resource not found: {id} ({kind})");
    reply(StatusCode::NOT_FOUND, "E0000007", &summary, &[])
}

/// The path does not support this method.
pub(crate) fn method_not_allowed() -> Reply {
    let summary = "The endpoint does not support the provided HTTP method";
    reply(StatusCode::METHOD_NOT_ALLOWED, "E0000022", summary, &[])
}

/// The rate limit is used up.
pub(crate) fn rate_limited() -> Reply {
    let summary = "API call exceeded rate limit due to too many requests.";
    reply(StatusCode::TOO_MANY_REQUESTS, "E0000047", summary, &[])
}

/// An internal error of Okta.
pub(crate) fn server_error() -> Reply {
    reply(StatusCode::INTERNAL_SERVER_ERROR, "E0000009", "Internal Server Error", &[])
}

/// The service is down.
pub(crate) fn unavailable() -> Reply {
    let summary = "Service is in read only mode";
    reply(StatusCode::SERVICE_UNAVAILABLE, "E0000010", summary, &[])
}

/// The scheme of an access token, which Okta's response repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bearer,
    Dpop,
}

/// An empty body with the reason in `WWW-Authenticate`. The URLs in it are `http://`, on every organization.
pub(crate) fn challenge(
    call: &Call,
    scheme: Scheme,
    scope: &str,
    status: u16,
    error: &str,
    description: &str,
) -> Reply {
    let algorithms = Algorithm::ALL.map(Algorithm::name).join(" ");
    let scheme = match scheme {
        Scheme::Bearer => "Bearer ".to_owned(),
        Scheme::Dpop => format!("DPoP algs=\"{algorithms}\", "),
    };
    let (host, resource) = (&call.authority, &call.path);
    let value = format!(
        "{scheme}authorization_uri=\"http://{host}/oauth2/v1/authorize\", realm=\"http://{host}\", scope=\"{scope}\", \
         error=\"{error}\", error_description=\"{description}\", resource=\"{resource}\""
    );
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    Reply::empty(status).with(header::WWW_AUTHENTICATE, &value)
}

/// The same for an error from the table.
pub(crate) fn challenge_of(call: &Call, scheme: Scheme, scope: &str, error: &TokenError) -> Reply {
    challenge(call, scheme, scope, error.status, error.error, &error.description)
}
