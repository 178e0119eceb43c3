//! `GET /api/v1/session/methods`

use crate::app::App;
use crate::extract::Query;
use axum::Json;
use axum::extract::State;
use model::api::SignInMethods;

/// How people may sign in, beside a link or a token.
#[utoipa::path(
    get,
    path = "/api/v1/session/methods",
    tag = "Session",
    security(()),
    responses((status = 200, description = "How to sign in", body = SignInMethods), crate::openapi::Refused)
)]
pub(crate) async fn list_methods(State(app): State<App>, _: Query<()>) -> Json<SignInMethods> {
    Json(SignInMethods { provider: app.oidc.as_ref().map(|oidc| oidc.name().to_owned()) })
}
