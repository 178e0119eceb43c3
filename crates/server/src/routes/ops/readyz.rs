//! `GET /readyz`

use crate::app::App;
use crate::problem::ApiResult;
use axum::extract::State;

/// The database takes writes and is migrated (the server does not start otherwise), and the master key can be read.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "Operation",
    security(()),
    responses((status = 200, description = "Ready", body = String, content_type = "text/plain"), crate::openapi::Refused)
)]
pub(crate) async fn readyz(State(app): State<App>) -> ApiResult<&'static str> {
    app.readiness.check(app.store.as_ref(), &app.vault).await?;
    Ok("ok")
}
