//! A rule: which answer of Okta's it fits, and the cause that it names.

use crate::diagnosis::catalog::Code;

/// Whom was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// `/.well-known/okta-organization`, which every organization answers without credentials.
    Organization,
    /// `/oauth2/v1/token`.
    Token,
    /// `/api/v1/…` and `/oauth2/v1/clients/…`, with an access token.
    Api,
}

/// What more must be so for a rule to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum When {
    Always,
    KeyIdSent,
    ClockOff,
    ClockRight,
    /// Something wants to be shown a browser (`cf-mitigated: challenge`).
    Challenged,
    /// The answer has a number of Okta's (`x-okta-request-id`), which only Okta sends.
    Numbered,
    Unnumbered,
    /// It is numbered, or the host is under a domain of Okta's own.
    AtOkta,
}

/// Which statuses a rule fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum Status {
    Any,
    Is(u16),
    Redirect,
    Server,
}

/// Which bodies a rule fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum Shape {
    Any,
    /// No error of Okta's, neither in JSON nor in `WWW-Authenticate`.
    NoError,
    /// A web page.
    Page,
}

/// One row: what Okta answers, and what it means.
pub(in crate::diagnosis) struct Rule {
    pub(in crate::diagnosis) at: Option<Endpoint>,
    pub(in crate::diagnosis) status: Status,
    pub(in crate::diagnosis) shape: Shape,
    /// `error` or `errorCode`; empty fits all.
    pub(in crate::diagnosis) error: &'static str,
    /// Part of `error_description` or `errorSummary`; empty fits all.
    pub(in crate::diagnosis) says: &'static str,
    pub(in crate::diagnosis) when: When,
    pub(in crate::diagnosis) code: Code,
    /// Where it is known from.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the table itself and docs/DIAGNOSES.md"))]
    pub(in crate::diagnosis) source: &'static str,
}
