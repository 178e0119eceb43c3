//! `/api/v1/session`: who is signed in.

pub(crate) mod get;
pub(crate) mod methods;
pub(crate) mod oidc;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

use crate::audit_log::{Actor, AuditWriter, action};
use crate::auth::{Auth, Principal, SessionSecret, cookie_age};
use crate::clock::rfc3339;
use crate::config::Config;
use crate::extract::SessionCookie;
use crate::problem::{ApiError, ApiResult};
use axum::http::HeaderValue;
use model::api::Session;
use serde_json::json;
use time::OffsetDateTime;

/// Writes a new session into the audit log, ends the one that the browser had before, if any, and gives the `Set-Cookie`
/// that the browser keeps the new one by.
async fn begun(
    auth: &Auth,
    config: &Config,
    audit: &AuditWriter,
    secret: &SessionSecret,
    principal: &Principal,
    former: Option<&str>,
    now: OffsetDateTime,
) -> ApiResult<HeaderValue> {
    let details = json!({
        "role": principal.role.name(),
        "expires_at": principal.expires_at.map(rfc3339),
        "subject": principal.subject,
    });
    audit.write(&Actor::from(principal), action::SIGNED_IN, details).await?;
    if let Some(former) = former {
        auth.end_former(former, now).await?;
    }
    let cookie = SessionCookie::of(config).set(secret.expose(), cookie_age(principal, now));
    cookie.ok_or_else(|| ApiError::internal(&std::io::Error::other("a session secret is no cookie value")))
}

fn view(principal: Principal) -> Session {
    Session { name: principal.name, role: principal.role, expires_at: principal.expires_at.map(rfc3339) }
}
