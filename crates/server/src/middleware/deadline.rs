//! No request is worked on for ever. A stream of events has begun to answer long before.

use crate::problem::{ApiError, kind};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Longer than the slowest verification.
const DEADLINE: Duration = Duration::from_mins(2);

pub(super) async fn deadline(request: Request, next: Next) -> Response {
    match tokio::time::timeout(DEADLINE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            ApiError::new(kind::TIMED_OUT, "The request took longer than two minutes. Try again.").into_response()
        }
    }
}
