//! `POST /api/v1/connections/export`

use super::export::{HEAD, headers, line};
use crate::app::App;
use crate::csv;
use crate::extract::{Input, Query, Viewer, parse_id};
use crate::problem::{ApiError, ApiResult, kind};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use model::api::ExportRequest;

/// The most connections that one request exports.
const MAX_IDS: usize = 1_000;

/// These connections, as CSV.
///
/// The file is that of `GET /api/v1/connections/export`, with the lines in the order of the ids. A connection that does
/// not exist any more has no line.
#[utoipa::path(
    post,
    path = "/api/v1/connections/export",
    tag = "Connections",
    request_body = ExportRequest,
    responses(
        (status = 200, description = "Those of them that exist", content_type = "text/csv", body = String, headers(("Content-Disposition" = String, description = "A name for the file"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn export_selected(
    State(app): State<App>,
    _: Viewer,
    _: Query<()>,
    body: Input<ExportRequest>,
) -> ApiResult<Response> {
    let ids = body.value.ids;
    if ids.is_empty() || ids.len() > MAX_IDS {
        let detail = format!("Name 1 to {MAX_IDS} connections.");
        return Err(ApiError::field(kind::VALIDATION_FAILED, "/ids", "ids_count", detail));
    }
    let mut text = [csv::BYTE_ORDER_MARK.to_owned(), csv::line(HEAD)].concat();
    for id in ids.iter().filter_map(|id| parse_id(id)) {
        if let Some(record) = app.store.get(id).await? {
            text.push_str(&line(&record.connection));
        }
    }
    Ok((headers(app.clock.now()), text).into_response())
}
