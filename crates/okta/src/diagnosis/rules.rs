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
    /// `/.well-known/okta-organization`, which every organization answers without credentials.
    Organization,
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
    /// What is known of this machine's clock.
    pub(crate) clock: ClockSeen,
    /// Whether the host is under a domain of Okta's own, where nobody else answers.
    pub(crate) at_okta: bool,
}

/// This machine's clock, beside Okta's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ClockSeen {
    /// No answer told what time it is there.
    #[default]
    Unknown,
    /// They differ by no more than [`TOLERATED_SKEW`].
    Right,
    /// They differ by more.
    Off,
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
    ClockRight,
    /// Something wants to be shown a browser (`cf-mitigated: challenge`).
    Challenged,
    /// The answer has a number of Okta's (`x-okta-request-id`), which nobody else gives.
    Numbered,
    Unnumbered,
    /// It is numbered, or the host is under a domain of Okta's own.
    AtOkta,
}

/// Which statuses a rule fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Any,
    Is(u16),
    Redirect,
    Server,
}

/// Which bodies a rule fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Any,
    /// No error of Okta's, neither in JSON nor in `WWW-Authenticate`.
    NoError,
    /// A web page.
    Page,
}

/// One row: what Okta answers, and what it means.
pub(super) struct Rule {
    pub(super) at: Option<Endpoint>,
    pub(super) status: Status,
    pub(super) shape: Shape,
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
                Status::Redirect => (300..400).contains(&answer.status),
                Status::Server => answer.status >= 500,
            }
            && match rule.shape {
                Shape::Any => true,
                Shape::NoError => said.error.is_empty(),
                Shape::Page => said.error.is_empty() && answer.is_page(),
            }
            && (rule.error.is_empty() || rule.error == said.error)
            && said.description.contains(rule.says)
            && match rule.when {
                When::Always => true,
                When::KeyIdSent => asked.key_id.is_some(),
                When::ClockOff => asked.clock == ClockSeen::Off,
                When::ClockRight => asked.clock == ClockSeen::Right,
                When::Challenged => answer.is_challenged,
                When::Numbered => answer.request_id.is_some(),
                When::Unnumbered => answer.request_id.is_none(),
                When::AtOkta => asked.at_okta || answer.request_id.is_some(),
            }
    };
    let code = RULES.iter().find(fits).map_or(Code::UnexpectedResponse, |rule| rule.code);
    let mut diagnosis = Diagnosis::new(code).with("status", answer.status).fill("algorithm", asked.algorithm);
    // Whoever answered in Okta's place may say so here.
    let in_front = if said.error.is_empty() { [&answer.content_type, &answer.server] } else { [&None, &None] };
    for (name, words) in ["content_type", "server"].into_iter().zip(in_front) {
        if let Some(words) = words {
            diagnosis = diagnosis.with(name, words.as_str());
        }
    }
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
