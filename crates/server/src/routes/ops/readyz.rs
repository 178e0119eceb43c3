//! `GET /readyz`

use crate::app::App;
use crate::problem::Answer;
use axum::extract::State;

/// The database answers and is migrated (the server does not start otherwise).
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "Operation",
    security(()),
    responses((status = 200, description = "Ready", body = String, content_type = "text/plain"), crate::openapi::Refused)
)]
pub(crate) async fn readyz(State(app): State<App>) -> Answer<&'static str> {
    app.store.ping().await?;
    Ok("ok")
}
