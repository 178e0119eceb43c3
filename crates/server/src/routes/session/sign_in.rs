//! `POST /api/v1/session`

use crate::app::App;
use crate::auth::SESSION_LIFETIME;
use crate::extract::{Input, Query, SessionCookie};
use crate::problem::{Answer, Refusal};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use model::api::{Session, SignIn};

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
    _: Query<()>,
    body: Input<SignIn>,
) -> Answer<impl IntoResponse + use<>> {
    let now = app.clock.now();
    let (secret, principal) = app.auth.sign_in(body.value.token.trim(), now).await?;
    let max_age = principal.expires_at.map_or(SESSION_LIFETIME, |end| end - now);
    let cookie = SessionCookie::of(&app.config).set(secret.expose(), max_age);
    let cookie =
        cookie.ok_or_else(|| Refusal::internal(&std::io::Error::other("a session secret is no cookie value")))?;
    Ok((StatusCode::CREATED, AppendHeaders([(header::SET_COOKIE, cookie)]), Json(super::view(principal))))
}
