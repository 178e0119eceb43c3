//! Query parameters, strict: unknown, doubled and bad ones are refused by name.

use crate::problem::{ApiError, field, kind};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::problem::FieldProblem;

/// What an operation takes from the query.
pub(crate) trait FromParams: Sized {
    /// Takes its parameters; what it leaves is refused.
    fn from_params(params: &mut Params) -> Self;
}

/// The parameters of a request, and what was wrong with those already taken.
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    refused: Vec<FieldProblem>,
}

/// An operation's parameters.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: FromParams, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parse(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|errors| ApiError::fields(kind::INVALID_QUERY, errors))
    }
}

/// An operation without parameters.
impl FromParams for () {
    fn from_params(_: &mut Params) -> Self {}
}

fn parse<T: FromParams>(query: &str) -> Result<T, Vec<FieldProblem>> {
    let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut params = Params { pairs, refused: Vec::new() };
    let value = T::from_params(&mut params);
    for (name, _) in std::mem::take(&mut params.pairs) {
        let name = super::pointer::shown(&name);
        params.refuse(&name, "parameter_unknown", format!("There is no query parameter {name}. Remove it."));
    }
    if params.refused.is_empty() { Ok(value) } else { Err(params.refused) }
}

impl Params {
    /// Takes a parameter away; refuses it where it is there twice.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let all = std::mem::take(&mut self.pairs);
        let (mut taken, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(other, _)| other == name);
        self.pairs = rest;
        if taken.len() > 1 {
            self.refuse(name, "parameter_repeated", format!("Send the query parameter {name} once."));
        }
        taken.pop().map(|(_, value)| value)
    }

    /// Takes a parameter that `read` must understand; `expected` says what it may be.
    pub(crate) fn take_as<T>(&mut self, name: &str, expected: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.take(name)?;
        let value = read(&text);
        if value.is_none() {
            self.refuse(name, "parameter_invalid", format!("The query parameter {name} must be {expected}."));
        }
        value
    }

    /// Takes `limit`: 1 to 200, 50 unless given.
    pub(crate) fn take_limit(&mut self) -> u32 {
        let read = |text: &str| text.parse().ok().filter(|limit| (1..=200).contains(limit) && !text.starts_with('+'));
        self.take_as("limit", "a number from 1 to 200", read).unwrap_or(50)
    }

    /// Refuses a parameter.
    pub(crate) fn refuse(&mut self, name: &str, code: &str, detail: String) {
        self.refused.push(field(&format!("/{name}"), code, detail));
    }
}

/// The query of create: `verify=skip`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verify {
    /// Store only what works.
    First,
    /// Store without verifying.
    Skip,
}

impl FromParams for Verify {
    fn from_params(params: &mut Params) -> Self {
        params.take_as("verify", "skip", |text| (text == "skip").then_some(Self::Skip)).unwrap_or(Self::First)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(Debug)]
    struct Limit(u32);

    impl FromParams for Limit {
        fn from_params(params: &mut Params) -> Self {
            Self(params.take_limit())
        }
    }

    #[test]
    fn each_refusal_names_its_parameter() {
        for (query, pointer, code) in [
            ("x=1", "/x", "parameter_unknown"),
            ("limit=1&limit=1", "/limit", "parameter_repeated"),
            ("limit=0", "/limit", "parameter_invalid"),
            ("limit=201", "/limit", "parameter_invalid"),
            ("limit=", "/limit", "parameter_invalid"),
            ("limit=+5", "/limit", "parameter_invalid"),
            ("limit=%2B5", "/limit", "parameter_invalid"),
            ("limit=5.0", "/limit", "parameter_invalid"),
            ("Limit=5", "/Limit", "parameter_unknown"),
            ("870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE", "/…", "parameter_unknown"),
        ] {
            let errors = parse::<Limit>(query).unwrap_err();
            assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), (pointer, code), "{query}");
        }
    }

    #[test]
    fn a_limit_is_1_to_200_and_50_unless_given() {
        for (query, limit) in [("", 50), ("limit=1", 1), ("limit=200", 200)] {
            assert_eq!(parse::<Limit>(query).unwrap().0, limit, "{query}");
        }
    }
}
