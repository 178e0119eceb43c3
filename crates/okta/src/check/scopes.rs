//! `scopes`: each of the seven is granted. Okta gives a token for those that are, and says which (RFC 6749 §5.1).

use super::{Finding, in_words};
use crate::diagnosis::messages;
use crate::{
    Code, Diagnosis,
    client::{
        grant::Grant,
        token::{DEVICES, objects},
    },
};
use model::{check::CheckId, okta::SCOPES};

/// The names of the seven.
pub(crate) const NAMES: [&str; 7] =
    [SCOPES[0].name, SCOPES[1].name, SCOPES[2].name, SCOPES[3].name, SCOPES[4].name, SCOPES[5].name, SCOPES[6].name];

/// What the token request tells of the scopes, of an organization of this engine.
pub(crate) fn evaluate(token: &Result<Grant, Diagnosis>, is_classic: bool) -> Finding {
    let grant = match token {
        Err(refusal) if refusal.entry().check == CheckId::Scopes => return refusal.clone().into(),
        Err(_) => return Finding::Skipped(messages::NOT_SO_FAR),
        Ok(grant) => grant,
    };
    let (granted, rest): (Vec<_>, Vec<_>) = NAMES.into_iter().partition(|name| is_granted(grant, name));
    let (beyond, missing): (Vec<_>, Vec<_>) = rest.into_iter().partition(|name| is_beyond(grant, name, is_classic));
    if missing.is_empty() {
        return match beyond.as_slice() {
            [] => Finding::passed(messages::SCOPES).with("granted", granted),
            [DEVICES] if is_classic => Finding::passed(messages::SCOPES_CLASSIC).with("granted", granted),
            _ => about(Code::ScopeUnavailable, &beyond).with("granted", granted).with("missing", beyond).into(),
        };
    }
    about(Code::ScopeMissing, &missing).with("granted", granted).with("missing", missing).into()
}

fn about(code: Code, scopes: &[&str]) -> Diagnosis {
    Diagnosis::new(code).fill_as("missing", in_words(scopes), scopes.to_vec()).fill_as(
        "objects",
        objects(scopes),
        scopes.to_vec(),
    )
}

/// Whether it cannot be granted: the organization does not take the scope, or has nothing that it opens.
pub(crate) fn is_beyond(grant: &Grant, scope: &str, is_classic: bool) -> bool {
    (is_classic && scope == DEVICES) || grant.refused.iter().any(|refused| refused == scope)
}

pub(crate) fn is_granted(grant: &Grant, scope: &str) -> bool {
    grant.access_token.scopes.iter().any(|granted| granted == scope)
}
