//! `DELETE /api/v1/sessions`

use crate::app::App;
use crate::audit_log::{Actor, action};
use crate::auth::Via;
use crate::extract::{Anyone, Query};
use crate::problem::ApiResult;
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
) -> ApiResult<Json<SessionsEnded>> {
    let here = if let Via::Session(id) = caller.via { Some(id) } else { None };
    let entry = app.audit().entry(&Actor::from(&caller), action::SESSION_REVOKED, serde_json::Value::Null);
    let ended = app.auth.revoke_other_sessions(&caller.subject, here, &entry, app.clock.now()).await?;
    Ok(Json(SessionsEnded { ended: u32::try_from(ended).unwrap_or(u32::MAX) }))
}
