//! `/api/v1/session`: who is signed in.

pub(crate) mod get;
pub(crate) mod methods;
pub(crate) mod oidc;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

use crate::app::{App, rfc3339};
use crate::auth::{Principal, SessionSecret, cookie_age};
use crate::extract::SessionCookie;
use crate::history::{self, Actor};
use crate::problem::{Answer, Refusal};
use axum::http::HeaderValue;
use model::api::Session;
use serde_json::json;
use time::OffsetDateTime;

/// Writes a new session into the history, ends the one that the browser had before, if any, and gives the `Set-Cookie`
/// that the browser keeps the new one by.
async fn begun(
    app: &App,
    secret: &SessionSecret,
    principal: &Principal,
    former: Option<&str>,
    now: OffsetDateTime,
) -> Answer<HeaderValue> {
    let details = json!({
        "role": principal.role.name(),
        "expires_at": principal.expires_at.map(rfc3339),
        "subject": principal.subject,
    });
    history::note(app, &Actor::from(principal), history::SIGNED_IN, details).await?;
    if let Some(former) = former {
        app.auth.end_former(former, now).await?;
    }
    let cookie = SessionCookie::of(&app.config).set(secret.expose(), cookie_age(principal, now));
    cookie.ok_or_else(|| Refusal::internal(&std::io::Error::other("a session secret is no cookie value")))
}

fn view(principal: Principal) -> Session {
    Session { name: principal.name, role: principal.role, expires_at: principal.expires_at.map(rfc3339) }
}
