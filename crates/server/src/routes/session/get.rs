//! `GET /api/v1/session`

use crate::extract::{Anyone, Query};
use axum::Json;
use model::api::Session;

/// Who am I.
#[utoipa::path(
    get,
    path = "/api/v1/session",
    tag = "Session",
    responses((status = 200, description = "Who is signed in", body = Session), crate::openapi::Refused)
)]
pub(crate) async fn get_session(Anyone(principal): Anyone, _: Query<()>) -> Json<Session> {
    Json(super::view(principal))
}
