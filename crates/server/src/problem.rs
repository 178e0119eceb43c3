//! API errors: `application/problem+json` (RFC 9457), with a stable `code` for programs and a sentence that
//! tells a person what to do.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::check::Report;
use model::problem::{FieldProblem, Problem};
use serde_json::Map;

/// A kind of refusal: what stays the same each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable, `snake_case`; the last part of `type`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// In a few words.
    pub title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:ident $code:literal $title:literal;)+) => {
        $(
            #[allow(missing_docs)]
            pub const $name: Kind = Kind { code: $code, status: StatusCode::$status, title: $title };
        )+
        /// Every kind, by status.
        pub const ALL: &[Kind] = &[$($name),+];
    };
}

/// The table of all kinds.
pub mod kind {
    use super::{Kind, StatusCode};

    kinds! {
        MALFORMED_JSON = BAD_REQUEST "malformed_json" "The body is not JSON";
        INVALID_QUERY = BAD_REQUEST "invalid_query" "A query parameter was rejected";
        CURSOR_INVALID = BAD_REQUEST "cursor_invalid" "The cursor does not fit this list";
        INVALID_HEADER = BAD_REQUEST "invalid_header" "A header was rejected";
        UNAUTHENTICATED = UNAUTHORIZED "unauthenticated" "Sign in first";
        FORBIDDEN = FORBIDDEN "forbidden" "Not allowed";
        CROSS_SITE = FORBIDDEN "cross_site" "Blocked from another site";
        NOT_FOUND = NOT_FOUND "not_found" "Not found";
        METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED "method_not_allowed" "Method not allowed";
        NOT_ACCEPTABLE = NOT_ACCEPTABLE "not_acceptable" "Cannot respond in this format";
        BODY_TIMEOUT = REQUEST_TIMEOUT "body_timeout" "The body did not arrive in time";
        NAME_TAKEN = CONFLICT "name_taken" "Another connection has this name";
        ORGANIZATION_CHANGED = CONFLICT "organization_changed" "This is a different organization";
        CHANGED_MEANWHILE = PRECONDITION_FAILED "changed_meanwhile" "Someone else changed it";
        BODY_TOO_LARGE = PAYLOAD_TOO_LARGE "body_too_large" "The body is too large";
        TARGET_TOO_LONG = URI_TOO_LONG "target_too_long" "The address is too long";
        UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type" "The body must be JSON";
        INVALID_BODY = UNPROCESSABLE_ENTITY "invalid_body" "The body has the wrong shape";
        VALIDATION_FAILED = UNPROCESSABLE_ENTITY "validation_failed" "Some values were rejected";
        KEY_REQUIRED = UNPROCESSABLE_ENTITY "key_required" "The private key is needed again";
        VERIFICATION_FAILED = UNPROCESSABLE_ENTITY "verification_failed" "The connection does not work";
        VERIFICATION_INCONCLUSIVE = UNPROCESSABLE_ENTITY "verification_inconclusive" "The connection could not be verified";
        IDEMPOTENCY_KEY_REUSED = UNPROCESSABLE_ENTITY "idempotency_key_reused" "This Idempotency-Key was used for another request";
        IF_MATCH_REQUIRED = PRECONDITION_REQUIRED "if_match_required" "If-Match is required";
        RATE_LIMITED = TOO_MANY_REQUESTS "rate_limited" "Too many requests";
        INTERNAL = INTERNAL_SERVER_ERROR "internal" "Something went wrong on the server";
        TOKEN_BOUND = CONFLICT "token_bound" "The app’s tokens are bound to a key that stays on this server";
        TOKEN_REFUSED = BAD_GATEWAY "token_refused" "Okta did not issue a token";
        UNAVAILABLE = SERVICE_UNAVAILABLE "unavailable" "Not available right now";
        MASTER_KEY_UNAVAILABLE = SERVICE_UNAVAILABLE "master_key_unavailable" "The master key cannot be read right now";
        BUSY = SERVICE_UNAVAILABLE "busy" "Too busy";
        TIMED_OUT = SERVICE_UNAVAILABLE "timed_out" "The request took too long";
    }
}

/// An error response: a problem and the headers that go with it.
#[derive(Debug)]
pub struct ApiError {
    problem: Box<Problem>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// The code of an error, an extension of its response, for middleware.
#[derive(Debug, Clone)]
pub(crate) struct Code(pub(crate) String);

/// How many refused members an answer names: a request can hold thousands.
const MOST_FIELDS: usize = 20;

/// The result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// A problem of this kind; `detail` says what happened this time and what to do about it.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let problem = Problem {
            kind: format!("/problems/{}", kind.code),
            title: kind.title.to_owned(),
            status: kind.status.as_u16(),
            detail: detail.into(),
            code: kind.code.to_owned(),
            errors: Vec::new(),
            report: None,
        };
        Self { problem: Box::new(problem), headers: Vec::new() }
    }

    /// Refused members, each with its own message; the first of them where there are more than anybody reads.
    pub fn fields(kind: Kind, mut errors: Vec<FieldProblem>) -> Self {
        errors.truncate(MOST_FIELDS);
        let detail = errors.iter().map(|error| error.detail.as_str()).collect::<Vec<_>>().join(" ");
        let mut error = Self::new(kind, detail);
        error.problem.errors = errors;
        error
    }

    /// One refused member, by its JSON pointer.
    pub fn field(kind: Kind, pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::fields(kind, vec![field(pointer, code, detail)])
    }

    /// The report that is the reason.
    #[must_use]
    pub fn with_report(mut self, report: Report) -> Self {
        self.problem.report = Some(report);
        self
    }

    /// A header that goes with it.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// No such connection.
    pub fn no_connection() -> Self {
        Self::new(kind::NOT_FOUND, "This connection was not found. It may have been deleted.")
    }

    /// The generated key pair is not there, or not any more.
    pub(crate) fn generated_key_unknown() -> Self {
        Self::field(
            kind::VALIDATION_FAILED,
            model::connection::pointer::GENERATED_KEY,
            "generated_key_unknown",
            "This generated key is no longer available. It was already used, or it expired after a week. Generate a new one.",
        )
    }

    /// No such session, or none of the caller's.
    pub fn no_session() -> Self {
        Self::new(kind::NOT_FOUND, "This session was not found. It may have ended already.")
    }

    /// Sign-in with a provider is not configured here.
    pub fn no_provider() -> Self {
        Self::new(
            kind::NOT_FOUND,
            "No sign-in provider is configured here. Ask the person who runs this server to set APPCONN_OIDC_ISSUER.",
        )
    }

    /// Too often in too short a time.
    pub fn too_often(wait: time::Duration) -> Self {
        let seconds = wait.whole_seconds().max(0) + 1;
        Self::new(kind::RATE_LIMITED, format!("Too many requests. Try again in {seconds} s."))
            .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// More at once than can be served.
    pub fn busy() -> Self {
        Self::new(kind::BUSY, "The server is busy. Try again in a moment.")
            .with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// More at once than this caller or this organization may have.
    pub fn busy_with(detail: &str) -> Self {
        Self::new(kind::BUSY, detail).with_header(header::RETRY_AFTER, HeaderValue::from_static("5"))
    }

    /// The master key, or the service that closes it, does not answer now: logged, answered without details.
    pub fn no_master_key(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "the master key cannot be read now; stored private keys cannot be used");
        Self::new(
            kind::MASTER_KEY_UNAVAILABLE,
            "The server cannot read its master key right now. Nothing is wrong with the connection or its private key. Try again in a minute. If the problem continues, ask the person who runs this console to check the master key.",
        )
        .with_header(header::RETRY_AFTER, HeaderValue::from_static("30"))
    }

    /// Something failed here that the caller cannot mend: logged in full, answered without details.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "a request failed");
        Self::new(
            kind::INTERNAL,
            "Something went wrong on the server. Ask the person who runs it to look up this response’s X-Request-Id in its log.",
        )
    }

    /// What goes into the body.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// One refused member of a request.
pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> FieldProblem {
    FieldProblem { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.into(), values: Map::new() }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().extend(self.headers);
        response.extensions_mut().insert(Code(self.problem.code));
        response
    }
}

impl From<store::StoreError> for ApiError {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError;
        match error {
            StoreError::NameTaken => Self::field(
                kind::NAME_TAKEN,
                model::connection::pointer::NAME,
                kind::NAME_TAKEN.code,
                "Another connection has this name. Choose another.",
            ),
            StoreError::NotFound => Self::no_connection(),
            StoreError::GeneratedKeyUsed => Self::generated_key_unknown(),
            StoreError::Stale => Self::new(
                kind::CHANGED_MEANWHILE,
                "Someone else changed this connection. Load it again and repeat your change.",
            ),
            StoreError::InvalidPosition => Self::field(
                kind::CURSOR_INVALID,
                "/cursor",
                kind::CURSOR_INVALID.code,
                "The query parameter cursor does not belong to this list. Send the next_cursor of the previous page.",
            ),
            StoreError::Unavailable(_) => {
                tracing::error!(%error, "the database cannot be used");
                Self::new(kind::UNAVAILABLE, "The database is not available right now. Try again in a minute.")
                    .with_header(header::RETRY_AFTER, HeaderValue::from_static("30"))
            }
            StoreError::MasterKeyChanged => {
                Self::new(kind::UNAVAILABLE, "The master key is being changed right now. Try again in a second.")
                    .with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
            }
            StoreError::IdempotencyKeyUsed(_) | StoreError::Database(_) => Self::internal(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_an_error_and_has_a_code_of_its_own() {
        let codes: BTreeSet<_> = kind::ALL.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), kind::ALL.len());
        for kind in kind::ALL {
            assert!(kind.status.is_client_error() || kind.status.is_server_error(), "{}", kind.code);
        }
    }

    #[test]
    fn what_failed_here_is_not_told() {
        let refusal = ApiError::internal(&std::io::Error::other("postgres://user:hunter2@db"));
        assert!(!serde_json::to_string(refusal.problem()).unwrap().contains("hunter2"));
    }
}
