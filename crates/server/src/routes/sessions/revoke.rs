//! `DELETE /api/v1/sessions/{id}`

use super::{note_revoked, reach};
use crate::app::App;
use crate::auth::AuthError;
use crate::extract::{Anyone, Query, SessionId};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::StatusCode;

/// Ends a session at once: one of the caller's, or anybody's for an administrator.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/{id}",
    tag = "Session",
    params(("id" = String, Path, format = "uuid")),
    responses((status = 204, description = "Ended"), crate::openapi::Refused)
)]
pub(crate) async fn revoke_session(
    State(app): State<App>,
    Anyone(caller): Anyone,
    SessionId(id): SessionId,
    _: Query<()>,
) -> ApiResult<StatusCode> {
    match app.auth.revoke_session(id, reach(&caller), app.clock.now()).await {
        Ok(session) => note_revoked(&app.audit(), &caller, &session).await?,
        Err(AuthError::NoSuchSession) => return Err(ApiError::no_session()),
        Err(error) => return Err(error.into()),
    }
    Ok(StatusCode::NO_CONTENT)
}
