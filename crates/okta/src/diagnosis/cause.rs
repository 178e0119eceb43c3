//! Diagnoses: a cause that was found, with its evidence and the line of the report that it makes.

use super::catalog::Code;
use super::effect::Effect;
use super::entry::Entry;
use super::links::Links;
use super::template::{filled, placeholders};
use crate::client::error::RequestError;
use crate::key::SigningKeyError;
use model::check::{Check, CheckId, Fix};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A cause that was found, with what Okta said.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// The cause.
    pub code: Code,
    /// What Okta answered, and what else proves it.
    pub evidence: BTreeMap<String, Value>,
    /// What stands for `{name}` in the sentences of the entry: in words, and for other languages.
    values: Vec<(&'static str, String, Value)>,
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
