//! Diagnosis rules: which response of Okta's means which cause. The first row of `table.rs` that fits counts.
//!
//! Both shapes of error are one here: `error`/`error_description` and `errorCode`/`errorSummary`, else what
//! `WWW-Authenticate` says. No rule but the last ones looks at the status, as Okta answers some causes with 400 here
//! and 401 there. A wording that no row knows falls to the row of its error with an empty wording, which says only
//! what is certain, with Okta's own words in the evidence.

mod asked;
pub(super) mod rule;
mod table;

pub(crate) use asked::{Asked, ClockSeen, TOLERATED_SKEW};
pub(crate) use rule::Endpoint;
use rule::{Rule, Shape, Status, When};
pub(super) use table::RULES;

use super::catalog::Code;
use super::cause::Diagnosis;
use crate::client::answer::Answer;

/// The cause of a refusal. Every answer has one.
pub(crate) fn diagnose(at: Endpoint, asked: &Asked, answer: &Answer) -> Diagnosis {
    let said = answer.error();
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
    // What answered in Okta's place may be named here.
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
