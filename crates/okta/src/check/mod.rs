//! The nine checks, one file each: what each looks at and when it passes. `verify.rs` beside this folder says in which
//! order they are run.

pub(crate) mod access;
#[cfg(test)]
mod answers;
pub(crate) mod authentication;
pub(crate) mod client;
pub(crate) mod domain;
pub(crate) mod organization;
pub(crate) mod private_key;
pub(crate) mod proof_of_possession;
mod report_builder;
pub(crate) mod role;
pub(crate) mod scopes;
mod together;

pub(crate) use report_builder::ReportBuilder;
pub(crate) use together::compare;

use crate::Diagnosis;
use crate::diagnosis::StatusMessage;
use model::check::Check;
use serde_json::Value;

/// What came out of a check.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Finding {
    /// As it should be.
    Passed(Passed),
    /// Not, or not quite.
    Found(Diagnosis),
    /// Not tried, and why.
    Skipped(&'static StatusMessage),
}

/// What is said of something that is as it should be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Passed {
    pub(crate) message: &'static StatusMessage,
    /// What stands in the sentence: in words, and for other languages.
    pub(crate) values: Vec<(&'static str, String, Value)>,
    pub(crate) evidence: Vec<(&'static str, Value)>,
}

impl Finding {
    pub(crate) fn passed(message: &'static StatusMessage) -> Self {
        Self::Passed(Passed { message, values: Vec::new(), evidence: Vec::new() })
    }

    /// With this for `{name}` in the sentence of what passed.
    pub(crate) fn fill(mut self, name: &'static str, words: &str, value: impl Into<Value>) -> Self {
        if let Self::Passed(passed) = &mut self {
            passed.values.push((name, words.to_owned(), value.into()));
        }
        self
    }

    /// What tests tell findings apart by.
    #[cfg(test)]
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Passed(_) => "passed",
            Self::Found(found) => found.code.name(),
            Self::Skipped(_) => "skipped",
        }
    }

    /// With this in the evidence.
    pub(crate) fn with(self, name: &'static str, value: impl Into<Value>) -> Self {
        match self {
            Self::Passed(mut passed) => {
                passed.evidence.push((name, value.into()));
                Self::Passed(passed)
            }
            Self::Found(diagnosis) => Self::Found(diagnosis.with(name, value)),
            skipped @ Self::Skipped(_) => skipped,
        }
    }
}

impl From<Diagnosis> for Finding {
    fn from(diagnosis: Diagnosis) -> Self {
        Self::Found(diagnosis)
    }
}

/// `users, groups and devices`.
pub(crate) fn in_words(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Called with each check of a verification as it is settled.
pub(crate) trait ProgressListener: FnMut(&Check) + Send {}
impl<T: FnMut(&Check) + Send> ProgressListener for T {}
