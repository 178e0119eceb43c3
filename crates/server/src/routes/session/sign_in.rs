//! `POST /api/v1/session`

use crate::app::{App, rfc3339};
use crate::auth::SESSION_LIFETIME;
use crate::extract::{Attempt, Input, Query, SessionCookie};
use crate::history::{self, Actor};
use crate::limits::{Limit, Whose};
use crate::problem::{Answer, Refusal};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::api::{Session, SignIn};
use serde_json::json;

/// Begins a session with a one-time link's token, which is used up, or with an API token.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    tag = "Session",
    request_body = SignIn,
    security(()),
    responses(
        (status = 201, description = "Signed in", body = Session, headers(("Set-Cookie" = String, description = "The session"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn sign_in(
    State(app): State<App>,
    attempt: Attempt,
    _: Query<()>,
    body: Input<SignIn>,
) -> Answer<impl IntoResponse + use<>> {
    let now = app.clock.now();
    let token = body.value.token.trim();
    let take = |limit, of: Whose| app.limits.take(limit, of, now).map_err(Refusal::too_often);
    take(Limit::SignInByAddress, attempt.address.into())?;
    take(Limit::SignInByCredential, Whose::from(digest(token)))?;
    let (secret, mut principal) = app.auth.sign_in(token, now).await?;
    principal.address = attempt.address;
    let details = json!({"role": principal.role.name(), "expires_at": principal.expires_at.map(rfc3339)});
    history::note(&app, &Actor::from(&principal), history::SIGNED_IN, details).await?;
    let max_age = principal.expires_at.map_or(SESSION_LIFETIME, |end| end - now);
    let cookie = SessionCookie::of(&app.config).set(secret.expose(), max_age);
    let cookie =
        cookie.ok_or_else(|| Refusal::internal(&std::io::Error::other("a session secret is no cookie value")))?;
    Ok((StatusCode::CREATED, AppendHeaders([(header::SET_COOKIE, cookie)]), Json(super::view(principal))))
}

/// The limits are kept by this, so that no token lies in memory for their sake.
fn digest(token: &str) -> String {
    STANDARD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()))
}
