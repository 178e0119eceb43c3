//! Which answer of Okta's means what: the first row of `table.rs` that fits.
//!
//! Both shapes of error are one here: `error`/`error_description` and `errorCode`/`errorSummary`, else what
//! `WWW-Authenticate` says. No rule but the last ones looks at the status, as Okta answers some causes with 400 here
//! and 401 there. A wording that no row knows falls to the row of its error with an empty wording, which says only
//! what is certain, with Okta's own words in the evidence.

mod table;

use super::{Code, Diagnosis};
use crate::client::answer::Answer;
pub(super) use table::RULES;

/// Whom was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// `/oauth2/v1/token`.
    Token,
    /// `/api/v1/…` and `/oauth2/v1/clients/…`, with an access token.
    Api,
}

/// What the request was, as far as it matters to its answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The `kid` that the assertion named.
    pub(crate) key_id: Option<String>,
    /// The algorithm that the assertion was signed with.
    pub(crate) algorithm: &'static str,
    /// Whether this machine's clock and Okta's differ by more than [`TOLERATED_SKEW`].
    pub(crate) clock_off: bool,
}

/// How far the clocks may differ, in seconds, before a refused time is put down to them. `Date` counts whole seconds,
/// and an answer may be seconds under way.
pub(crate) const TOLERATED_SKEW: i64 = 30;

/// What more must be so for a rule to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Always,
    KeyIdSent,
    ClockOff,
}

/// Which statuses a rule fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Any,
    Is(u16),
    Server,
}

/// One row: what Okta answers, and what it means.
pub(super) struct Rule {
    pub(super) at: Option<Endpoint>,
    pub(super) status: Status,
    /// `error` or `errorCode`; empty fits all.
    pub(super) error: &'static str,
    /// Part of `error_description` or `errorSummary`; empty fits all.
    pub(super) says: &'static str,
    pub(super) when: When,
    pub(super) code: Code,
    /// Where it is known from.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the table itself and docs/DIAGNOSES.md"))]
    pub(super) source: &'static str,
}

/// What an answer says went wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// `error`, `errorCode`, or `error` of `WWW-Authenticate`.
    pub(crate) error: String,
    /// The words that go with it.
    pub(crate) description: String,
}

/// The cause of a refusal. Every answer has one.
pub(crate) fn diagnose(at: Endpoint, asked: &Asked, answer: &Answer) -> Diagnosis {
    let said = answer.said();
    let fits = |rule: &&Rule| {
        rule.at.is_none_or(|endpoint| endpoint == at)
            && match rule.status {
                Status::Any => true,
                Status::Is(status) => answer.status == status,
                Status::Server => answer.status >= 500,
            }
            && (rule.error.is_empty() || rule.error == said.error)
            && said.description.contains(rule.says)
            && match rule.when {
                When::Always => true,
                When::KeyIdSent => asked.key_id.is_some(),
                When::ClockOff => asked.clock_off,
            }
    };
    let code = RULES.iter().find(fits).map_or(Code::UnexpectedResponse, |rule| rule.code);
    let mut diagnosis = Diagnosis::new(code).with("status", answer.status).fill("algorithm", asked.algorithm);
    for (name, words) in [("error", said.error), ("error_description", said.description)] {
        if !words.is_empty() {
            diagnosis = diagnosis.with(name, words);
        }
    }
    if let Some(id) = &answer.request_id {
        diagnosis = diagnosis.with("request_id", id.as_str());
    }
    if let Some(kid) = &asked.key_id {
        diagnosis = diagnosis.fill("kid", kid.as_str());
    }
    diagnosis
}

#[cfg(test)]
mod tests;
