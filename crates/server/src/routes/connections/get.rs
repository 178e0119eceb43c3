//! `GET /api/v1/connections/{id}`

use super::shared::{answer, load};
use crate::app::App;
use crate::extract::{ConnectionId, Query, Viewer};
use crate::problem::ApiResult;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::connection::Connection;

/// One connection.
#[utoipa::path(
    get,
    path = "/api/v1/connections/{id}",
    tag = "Connections",
    params(("id" = String, Path, format = "uuid", description = "Which")),
    responses(
        (status = 200, description = "The connection", body = Connection, headers(("ETag" = String, description = "For If-Match"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn get_connection(
    State(app): State<App>,
    _: Viewer,
    ConnectionId(id): ConnectionId,
    _: Query<()>,
) -> ApiResult<Response> {
    Ok(answer(StatusCode::OK, &load(app.store.as_ref(), id).await?.connection))
}
