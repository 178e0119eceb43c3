//! Token errors: why there is no access token.

use super::cause::Diagnosis;
use super::links::Links;
use crate::credentials::Credentials;
use model::check::Check;

/// Why there is no access token.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", .check.detail)]
pub struct TokenError {
    /// The cause.
    pub diagnosis: Diagnosis,
    /// The cause as a line of a report, with its fix.
    pub check: Check,
}

impl TokenError {
    pub(crate) fn new(diagnosis: Diagnosis, credentials: &Credentials) -> Self {
        let links = Links::of(&credentials.domain, &credentials.client_id);
        let diagnosis = diagnosis.whole();
        let check = diagnosis.check(diagnosis.entry().check, &links);
        Self { diagnosis, check }
    }

    /// The cause's code, stable and `snake_case`.
    pub fn code(&self) -> &'static str {
        self.diagnosis.entry().name
    }
}
