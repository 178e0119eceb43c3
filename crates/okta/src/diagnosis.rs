//! Everything that can be wrong with a connection, in one table: the cause's code, the check it belongs to, what it
//! means for the outcome, what the user reads, and the step that mends it.
//!
//! `rules.rs` beside this says which answer of Okta's leads to which row. `docs/DIAGNOSES.md` is made of both.
//!
//! # What an outcome is made of
//! A verification is *failed* when something found [`Effect::Blocks`]; else *inconclusive* when something was
//! [`Effect::Undecided`]; else *limited* when something [`Effect::Limits`]; else *passed*. So: a domain that does not
//! exist is a failure, as no waiting makes it right; a domain that does not answer is inconclusive, as the network or
//! Okta may be at fault; a missing scope or role limits, as the sign-in works; no scope at all blocks, as Okta then
//! gives no token. An answer that makes no sense at all is inconclusive, never a guess at a cause.

mod catalog;
#[cfg(test)]
mod document;
mod entry;
mod rules;
pub(crate) mod say;

pub use catalog::{CATALOG, Code};
pub use entry::Entry;
pub(crate) use rules::{Asked, ClockSeen, Endpoint, Said, TOLERATED_SKEW, diagnose};
pub use say::{SAYINGS, Saying};

use crate::{Credentials, SigningKeyError, client::error::RequestError};
use model::{
    check::{Check, CheckId, CheckStatus, Fix},
    field::{ClientId, OktaDomain},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a cause does to the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// There is no connection while this is so.
    Blocks,
    /// Connected, but some objects cannot be read.
    Limits,
    /// Says nothing about the settings: Okta or the network is at fault.
    Undecided,
    /// Worth knowing; everything works.
    Notes,
}

/// A cause that was found, with what Okta said.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// Which.
    pub code: Code,
    /// What Okta answered, and what else proves it.
    pub evidence: BTreeMap<String, Value>,
    /// What stands for `{name}` in the sentences of the entry: in words, and for other languages.
    values: Vec<(&'static str, String, Value)>,
}

/// Where the deep links of a report lead.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    pub(crate) host: String,
    /// The host of the admin console, once it is known.
    pub(crate) admin_host: Option<String>,
    pub(crate) client_id: ClientId,
}

impl Links {
    pub(crate) fn of(domain: &OktaDomain, client_id: &ClientId) -> Self {
        Self { host: domain.host().to_owned(), admin_host: domain.admin_host(), client_id: client_id.clone() }
    }
}

impl Diagnosis {
    pub(crate) fn new(code: Code) -> Self {
        Self { code, evidence: BTreeMap::new(), values: Vec::new() }
    }

    /// With this in the evidence.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }

    /// With this for `{name}` in the sentences.
    pub(crate) fn fill(self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.fill_as(name, value.clone(), value)
    }

    /// The same where the words are of English: `value` is what they are made of.
    pub(crate) fn fill_as(mut self, name: &'static str, words: String, value: impl Into<Value>) -> Self {
        self.values.push((name, words, value.into()));
        self
    }

    /// The same evidence for another cause, found by looking closer.
    pub(crate) fn recast(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// What the table says of it.
    pub fn entry(&self) -> &'static Entry {
        self.code.entry()
    }

    /// Whether it says something about the settings, rather than about Okta's or the network's state.
    pub fn is_conclusive(&self) -> bool {
        self.entry().effect != Effect::Undecided
    }

    /// The same; or, where a sentence of the entry lacks a value, what is certain of any answer. A check that fills in
    /// nothing has found a cause that is another check's to find, and half a sentence would tell it wrongly.
    #[must_use]
    pub(crate) fn whole(self) -> Self {
        let is_known =
            |name: &str| matches!(name, "host" | "client_id") || self.values.iter().any(|(own, ..)| *own == name);
        let entry = self.entry();
        if placeholders(entry.detail).chain(placeholders(entry.fix)).all(is_known) {
            return self;
        }
        let code = self.code.name();
        self.recast(Code::UnexpectedResponse).with("cause", code)
    }

    /// The line of the report.
    pub(crate) fn check(&self, id: CheckId, links: &Links) -> Check {
        let entry = self.entry();
        let admin = entry.page.zip(links.admin_host.as_deref());
        let url = admin.map(|(page, host)| page.url(host, Some(&links.client_id)));
        let said = self.clone().fill("host", &links.host).fill("client_id", links.client_id.as_str());
        Check {
            id,
            status: entry.status,
            code: Some(entry.name.to_owned()),
            phrase: None,
            title: entry.title.to_owned(),
            detail: said.filled(entry.detail),
            fix: Some(Fix { step: entry.step, text: said.filled(entry.fix), url }),
            values: said.values_in(&[entry.detail, entry.fix]),
            evidence: self.evidence.clone().into_iter().collect(),
        }
    }

    fn filled(&self, template: &str) -> String {
        filled(template, &self.values)
    }

    fn values_in(&self, templates: &[&str]) -> Map<String, Value> {
        let is_said = |name: &str| templates.iter().any(|template| template.contains(&format!("{{{name}}}")));
        self.values
            .iter()
            .filter(|(name, ..)| is_said(name))
            .map(|(name, _, value)| ((*name).to_owned(), value.clone()))
            .collect()
    }
}

/// The names in a sentence that stand for something.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A sentence with its values in it.
fn filled(template: &str, values: &[(&'static str, String, Value)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, words, _)| text.replace(&format!("{{{name}}}"), words))
}

impl From<&SigningKeyError> for Diagnosis {
    fn from(error: &SigningKeyError) -> Self {
        let code = match error {
            SigningKeyError::Invalid => Code::PrivateKeyInvalid,
            SigningKeyError::TooLong => Code::PrivateKeyTooLong,
            SigningKeyError::Algorithm { name } => {
                return Self::new(Code::PrivateKeyAlgorithm).fill("algorithm", *name);
            }
            SigningKeyError::Sealed => Code::PrivateKeyUnreadable,
            SigningKeyError::Generate => Code::PrivateKeyNotGenerated,
        };
        Self::new(code)
    }
}

impl From<RequestError> for Diagnosis {
    fn from(error: RequestError) -> Self {
        let found = Self::new(error.code());
        match error.proxy_status() {
            Some(status) => found.with("proxy_status", status),
            None => found,
        }
    }
}

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

/// A line of the report that names no cause: something is as it should be, or was not tried. `values` stand in the
/// sentence.
pub(crate) fn plain(
    id: CheckId,
    status: CheckStatus,
    saying: &Saying,
    values: &[(&'static str, String, Value)],
) -> Check {
    Check {
        id,
        status,
        code: None,
        phrase: Some(saying.name.to_owned()),
        title: saying.title.to_owned(),
        detail: filled(saying.detail, values),
        fix: None,
        values: values.iter().map(|(name, _, value)| ((*name).to_owned(), value.clone())).collect(),
        evidence: Map::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
