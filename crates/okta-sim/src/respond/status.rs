//! Status codes of faults.

use axum::http::StatusCode;

/// The status, or 400 for a number that is none.
pub(super) fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}
