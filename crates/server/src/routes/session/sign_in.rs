//! `POST /api/v1/session`

use crate::admission::Permit;
use crate::app::App;
use crate::extract::{Attempt, Input, Query, SessionCookie, explain};
use crate::limits::{Limit, RateLimitKey};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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
    attempt: Attempt,
    _: Query<()>,
    headers: HeaderMap,
    permit: Permit,
    body: Input<SignIn>,
) -> ApiResult<impl IntoResponse + use<>> {
    let now = app.clock.now();
    let token = body.value.token.expose().trim();
    let take = |limit, of: RateLimitKey| app.limits.rate.take(limit, of, now).map_err(ApiError::too_often);
    take(Limit::SignInByAddress, attempt.address.into())?;
    take(Limit::SignInByCredential, RateLimitKey::from(digest(token)))?;
    let signed_in = app.auth.sign_in(token, &attempt.device(&headers), now, &permit).await;
    let (secret, mut principal) = signed_in.inspect_err(|error| explain(error, &attempt))?;
    principal.address = attempt.address;
    let former = SessionCookie::of(&app.config).read(&headers);
    let cookie = super::begun(&app.auth, &app.config, &app.audit(), &secret, &principal, former, now).await?;
    Ok((StatusCode::CREATED, AppendHeaders([(header::SET_COOKIE, cookie)]), Json(super::view(principal))))
}

/// The limits are kept by this, so that no token lies in memory for their sake.
fn digest(token: &str) -> String {
    STANDARD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()))
}
