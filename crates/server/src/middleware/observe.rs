//! One span, one log line and one figure a request, and an id that its answer carries. No header, no query, no body and no
//! part of a path that is no name of ours is logged: any of them may hold a secret.

use crate::extract::shown;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn observe(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    // Ours, never the client's: nobody else writes into the log.
    let id = Uuid::now_v7().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, %method, path = shown_path(request.uri().path()));

    let mut response = next.run(request).instrument(span.clone()).await;

    let took = begun.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, ms = took.as_millis(), "answered"));
    let labels = [("method", method.to_string()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// What was asked for, without what somebody pasted into the address.
fn shown_path(path: &str) -> String {
    path.split('/').map(shown).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_logged_without_what_is_no_name_of_ours() {
        for (path, logged) in [
            ("/", "/"),
            (
                "/api/v1/connections/01920000-0000-7000-8000-000000000001/verify",
                "/api/v1/connections/01920000-0000-7000-8000-000000000001/verify",
            ),
            ("/console-0123456789abcdef_bg.wasm", "/console-0123456789abcdef_bg.wasm"),
            ("/api/v1/connections/870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE", "/api/v1/connections/…"),
            ("/-----BEGIN%20PRIVATE%20KEY-----/x", "/…/x"),
        ] {
            assert_eq!(shown_path(path), logged);
        }
    }
}
