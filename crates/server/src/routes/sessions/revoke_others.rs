//! `DELETE /api/v1/sessions`

use super::{is_current, note_revoked};
use crate::app::App;
use crate::auth::AuthError;
use crate::extract::{Anyone, Query};
use crate::problem::Answer;
use axum::Json;
use axum::extract::State;
use model::api::SessionsEnded;

/// Ends every session of the caller but the one that asks.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions",
    tag = "Session",
    responses((status = 200, description = "Ended", body = SessionsEnded), crate::openapi::Refused)
)]
pub(crate) async fn revoke_other_sessions(
    State(app): State<App>,
    Anyone(caller): Anyone,
    _: Query<()>,
) -> Answer<Json<SessionsEnded>> {
    let now = app.clock.now();
    let mut ended = 0;
    for session in app.auth.sessions(Some(&caller.subject), now).await? {
        if is_current(&caller, &session) {
            continue;
        }
        match app.auth.revoke_session(session.id, Some(&caller.subject), now).await {
            Ok(session) => note_revoked(&app, &caller, &session).await?,
            // Ended by itself in between.
            Err(AuthError::NoSuchSession) => continue,
            Err(error) => return Err(error.into()),
        }
        ended += 1;
    }
    Ok(Json(SessionsEnded { ended }))
}
