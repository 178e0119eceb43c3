//! `GET /metrics`

use crate::app::App;
use crate::metrics;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use std::time::Duration;

/// How old the number of connections may be: counting reads all of them, and anybody may ask for metrics.
const COUNT_EVERY: Duration = Duration::from_secs(10);

/// Metrics for Prometheus, in its text format 0.0.4.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "Operation",
    security(()),
    responses((status = 200, description = "Metrics", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics(State(app): State<App>) -> impl IntoResponse {
    if app.counted.every(COUNT_EVERY) {
        match app.store.count_by_status().await {
            Ok(counts) => metrics::set_connections(&counts),
            Err(error) => tracing::warn!(%error, "the connections could not be counted"),
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics::render())
}
