//! A panic is a bug: logged by the panic hook with its place, answered without a word of it.

use crate::problem::{ApiError, kind};
use axum::response::{IntoResponse, Response};
use std::any::Any;

/// The payload is not looked at: it may hold anything.
pub(super) fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    ::metrics::counter!(crate::metrics::HTTP_PANICS).increment(1);
    ApiError::new(kind::INTERNAL, "Something went wrong on the server. Ask the person who runs it to look up this response’s X-Request-Id in its log.")
        .into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_without_its_message() {
        let response = answer(Box::new("MIIEvQ is not a key"));
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("MIIEvQ"));
    }
}
