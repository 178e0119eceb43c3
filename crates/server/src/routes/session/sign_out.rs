//! `DELETE /api/v1/session`

use crate::app::App;
use crate::audit_log::{Actor, action};
use crate::auth::AuthError;
use crate::extract::{Attempt, Query, SessionCookie};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};

/// What the browser forgets beside the session. Storage is not among it: it holds theme, language and columns, nothing of
/// a user's, and cookies would be those of every host of the domain.
const FORGET: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));

/// Ends the session, here and in the browser. Fine without one, too.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    tag = "Session",
    security(()),
    responses((status = 204, description = "Signed out"), crate::openapi::Refused)
)]
pub(crate) async fn sign_out(
    State(app): State<App>,
    attempt: Attempt,
    _: Query<()>,
    headers: HeaderMap,
) -> ApiResult<impl IntoResponse + use<>> {
    let cookie = SessionCookie::of(&app.config);
    if let Some(secret) = cookie.read(&headers) {
        match app.auth.sign_out(secret, app.clock.now()).await {
            Ok(principal) => {
                attempt.set_principal(&principal.name, Some(&principal.subject));
                app.audit().write(&Actor::from(&attempt), action::SIGNED_OUT, serde_json::Value::Null).await?;
            }
            Err(AuthError::Missing | AuthError::Unknown | AuthError::Expired | AuthError::Revoked) => {}
            Err(error) => return Err(ApiError::from(error)),
        }
    }
    Ok((StatusCode::NO_CONTENT, [FORGET], AppendHeaders(cookie.clear().map(|cookie| (header::SET_COOKIE, cookie)))))
}
