//! JSON (RFC 8259) as a tree, for what has no type of its own, and for the console, where serde's generated code would
//! weigh more than everything that it reads. Strict, like `serde_json`, and compared with it by the tests.

mod read;
mod serde;
mod write;

use ::serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use read::ReadError;

/// Any JSON value. Numbers keep the spelling that they came with: they are shown and compared, not calculated with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Value", into = "Value")]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Members),
}

/// The members of an object, in the order in which they were written. Few, so that looking one up walks through them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct Members(Vec<(String, Json)>);

impl Json {
    /// A whole number.
    pub fn number(number: usize) -> Self {
        Self::Number(number.to_string())
    }

    /// The string, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The members, where it is an object.
    pub fn as_object(&self) -> Option<&Members> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The member of this name, where it is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?.get(name)
    }
}

impl Members {
    /// None.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// One alone.
    pub fn one(name: &str, value: impl Into<Json>) -> Self {
        let mut members = Self::new();
        members.push(name, value);
        members
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The member of this name; the last one where a name is there twice, as everywhere in JSON.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Adds one at the end.
    pub fn push(&mut self, name: &str, value: impl Into<Json>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Each with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[String]> for Json {
    fn from(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| Self::from(text.as_str())).collect())
    }
}

impl From<Members> for Json {
    fn from(members: Members) -> Self {
        Self::Object(members)
    }
}

#[cfg(test)]
mod tests;
