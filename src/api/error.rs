//! API errors: why a request has no result.

use super::request::BUSY;
use model::problem::Problem;

/// Why a request has no result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ApiError {
    /// The server refused the request; the problem has the reason.
    Problem(Box<Problem>),
    /// The server could not be reached.
    Offline,
    /// The browser had no network before the request was sent: nothing has happened on the server.
    NotSent,
    /// The server did not answer in time. The request may have taken effect all the same.
    Timeout,
    /// The response is not one of this server: a proxy's error page, or a connection that was cut.
    Unexpected {
        /// The HTTP status, if a response came.
        status: Option<u16>,
    },
    /// The caller canceled the request.
    Cancelled,
}

impl ApiError {
    /// The HTTP status, if a response came.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) => Some(problem.status),
            Self::Unexpected { status } => *status,
            Self::Offline | Self::NotSent | Self::Timeout | Self::Cancelled => None,
        }
    }

    /// Whether the request may have taken effect although no response came. A retry must then carry the same
    /// `Idempotency-Key`.
    pub(crate) fn outcome_is_unknown(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout | Self::Cancelled => true,
            Self::NotSent => false,
            Self::Unexpected { status } => status.is_none_or(|status| status >= 500),
            // The server answers "busy" before it begins any work.
            Self::Problem(problem) => problem.status >= 500 && problem.code != BUSY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(status: u16, code: &str) -> ApiError {
        let [kind, title, detail] = [(); 3].map(|()| String::new());
        let (errors, report) = (Vec::new(), None);
        ApiError::Problem(Box::new(Problem { kind, title, status, detail, code: code.to_owned(), errors, report }))
    }

    #[test]
    fn a_request_may_have_taken_effect_unless_the_server_says_that_it_has_not() {
        for (error, is_unknown) in [
            (ApiError::Offline, true),
            (ApiError::NotSent, false),
            (ApiError::Timeout, true),
            (ApiError::Unexpected { status: None }, true),
            (ApiError::Unexpected { status: Some(502) }, true),
            (ApiError::Unexpected { status: Some(404) }, false),
            (problem(500, "internal"), true),
            (problem(503, BUSY), false),
            (problem(422, "invalid"), false),
        ] {
            assert_eq!(error.outcome_is_unknown(), is_unknown, "{error:?}");
        }
    }
}
