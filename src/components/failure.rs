//! Error messages for failed requests.

use crate::api::ApiError;
use crate::text::{problem, text};

/// What happened and what to do, in a sentence or two.
pub(crate) fn explain(error: &ApiError) -> String {
    let failure = &text().failure;
    match error {
        ApiError::Problem(refusal) => problem(refusal),
        ApiError::Offline | ApiError::NotSent => failure.offline.to_owned(),
        ApiError::Timeout => failure.timeout.to_owned(),
        ApiError::Unexpected { status: None } => failure.unexpected.to_owned(),
        ApiError::Unexpected { status: Some(status) } => failure.unexpected_status(&status.to_string()),
        ApiError::Cancelled => failure.cancelled.to_owned(),
    }
}
