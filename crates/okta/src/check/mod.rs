//! The nine checks, one file each: what each looks at and when it passes. `verify.rs` beside this folder says in which
//! order they are run.

pub(crate) mod access;
pub(crate) mod authentication;
mod board;
pub(crate) mod client;
pub(crate) mod domain;
pub(crate) mod organization;
pub(crate) mod private_key;
pub(crate) mod proof_of_possession;
pub(crate) mod role;
pub(crate) mod scopes;

pub(crate) use board::Board;

use crate::Diagnosis;
use model::check::Check;
use serde_json::Value;

/// What came out of a check.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Finding {
    /// As it should be: a few words, and a sentence.
    Passed(&'static str, String, Vec<(&'static str, Value)>),
    /// Not, or not quite.
    Found(Diagnosis),
    /// Not tried, and why.
    Skipped(String),
}

impl Finding {
    pub(crate) fn passed(title: &'static str, detail: impl Into<String>) -> Self {
        Self::Passed(title, detail.into(), Vec::new())
    }

    /// With this in the evidence.
    pub(crate) fn with(self, name: &'static str, value: impl Into<Value>) -> Self {
        match self {
            Self::Passed(title, detail, mut evidence) => {
                evidence.push((name, value.into()));
                Self::Passed(title, detail, evidence)
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

/// Whoever watches a verification.
pub(crate) trait Watcher: FnMut(&Check) + Send {}
impl<T: FnMut(&Check) + Send> Watcher for T {}
