//! Errors of the OpenID Connect sign-in.

use crate::auth::jwt::{JwtError, JwtRefusal, trust};
use outbound::TrustedError;

/// Why a sign-in with a provider failed, for the log and the history. Nothing that a stranger can send is repeated;
/// what
/// the provider itself answers is, bounded and on one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OidcError {
    /// Not begun here, too long ago, or used already.
    #[error("the sign-in was not begun here, took too long, or was used already")]
    Stale,
    /// Begun in another browser.
    #[error("the sign-in was begun in another browser")]
    OtherBrowser,
    /// The answer is another provider's.
    #[error("the answer is from another issuer (iss)")]
    OtherIssuer,
    /// The person or the provider denied the sign-in.
    #[error("the provider refused: access_denied")]
    Denied,
    /// The provider refused for another reason.
    #[error("the provider refused: {0}")]
    Refused(&'static str),
    /// No code came back.
    #[error("the provider sent no code")]
    NoCode,
    /// The provider takes the code for no token.
    #[error("the provider gave no token for the code: status {status}{said}")]
    Exchange {
        /// The status of its answer.
        status: u16,
        /// Its own words, bounded, after a colon; empty where it has none.
        said: String,
    },
    /// The provider calls itself by another name.
    #[error(
        "the provider calls itself {found:?}, and APPCONN_OIDC_ISSUER is {expected:?}: they must be the same, with or without / at the end"
    )]
    OtherName {
        /// As it calls itself, bounded.
        found: String,
        /// As it is called here.
        expected: String,
    },
    /// Something that the provider says of itself, or answers, does not fit.
    #[error("the provider's {0} cannot be used")]
    Unusable(&'static str),
    /// The provider does not answer.
    #[error("the provider does not answer: {cause}{}", trust(*.cause, "APPCONN_OIDC_CA_FILE"))]
    Unreachable {
        /// The stable name of the cause.
        #[from]
        cause: TrustedError,
    },
    /// It answers that it cannot.
    #[error("the provider answers with status {0}")]
    Status(u16),
    /// Its token is not good.
    #[error("the ID token is not accepted: {0}")]
    Token(JwtError),
    /// A person without a role here.
    #[error("{name} has no role here: {why}")]
    NoRole {
        /// The name to display.
        name: String,
        /// Who for good.
        subject: String,
        /// What the claims say instead.
        why: String,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Random,
}

impl From<JwtError> for OidcError {
    fn from(error: JwtError) -> Self {
        Self::Token(error)
    }
}

impl From<JwtRefusal> for OidcError {
    fn from(refusal: JwtRefusal) -> Self {
        Self::Token(refusal.reason)
    }
}

/// Errors of an authorization endpoint (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6) that tell an operator what
/// is wrong. Any other word is not repeated: anybody can send it.
const KNOWN: [&str; 9] = [
    "invalid_request",
    "unauthorized_client",
    "unsupported_response_type",
    "invalid_scope",
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
    "request_not_supported",
];

impl OidcError {
    pub(super) fn of_provider(error: &str) -> Self {
        match error {
            "access_denied" => Self::Denied,
            "server_error" => Self::Status(500),
            "temporarily_unavailable" => Self::Status(503),
            _ => Self::Refused(KNOWN.into_iter().find(|known| *known == error).unwrap_or("an unknown error")),
        }
    }

    /// What the sign-in page has words for.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Stale | Self::OtherBrowser => "expired",
            Self::Denied => "denied",
            Self::NoRole { .. } => "no_role",
            Self::Unreachable { .. } | Self::Status(_) | Self::Token(JwtError::NoKeys(_)) => "unavailable",
            Self::OtherIssuer
            | Self::Refused(_)
            | Self::NoCode
            | Self::Exchange { .. }
            | Self::OtherName { .. }
            | Self::Unusable(_)
            | Self::Token(_)
            | Self::Random => "refused",
        }
    }
}
