//! `GET /metrics`

use crate::figures;
use axum::http::header;
use axum::response::IntoResponse;

/// Figures for Prometheus, in its text format 0.0.4.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "Operation",
    security(()),
    responses((status = 200, description = "Figures", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], figures::render())
}
