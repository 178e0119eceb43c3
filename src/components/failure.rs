//! Why a request brought no answer, in words.

use crate::api::ApiError;
use crate::text::text;

/// A sentence or two that say what happened and what to do.
pub(crate) fn explain(error: &ApiError) -> String {
    let failure = &text().failure;
    match error {
        ApiError::Problem(problem) if problem.detail.is_empty() => problem.title.clone(),
        ApiError::Problem(problem) => problem.detail.clone(),
        ApiError::Offline => failure.offline.to_owned(),
        ApiError::Timeout => failure.timeout.to_owned(),
        ApiError::Unexpected { status: None } => failure.unexpected.to_owned(),
        ApiError::Unexpected { status: Some(status) } => (failure.unexpected_status)(*status),
        ApiError::Cancelled => failure.cancelled.to_owned(),
    }
}
