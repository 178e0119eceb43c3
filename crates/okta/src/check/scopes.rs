//! `scopes`: each of the seven is granted. Okta gives a token for those that are, and says which (RFC 6749 §5.1).

use super::{Finding, in_words};
use crate::diagnosis::say;
use crate::{
    Code, Diagnosis,
    client::token::{Grant, objects},
};
use model::{check::CheckId, okta::SCOPES};

/// The names of the seven.
pub(crate) const NAMES: [&str; 7] =
    [SCOPES[0].name, SCOPES[1].name, SCOPES[2].name, SCOPES[3].name, SCOPES[4].name, SCOPES[5].name, SCOPES[6].name];

/// What the token request tells of the scopes.
pub(crate) fn judge(token: &Result<Grant, Diagnosis>) -> Finding {
    match token {
        Err(refusal) if refusal.entry().check == CheckId::Scopes => refusal.clone().into(),
        Err(_) => Finding::Skipped(say::NOT_SO_FAR),
        Ok(grant) => {
            let missing: Vec<_> = NAMES.into_iter().filter(|name| !is_granted(grant, name)).collect();
            if missing.is_empty() {
                return Finding::passed(say::SCOPES).with("granted", NAMES.to_vec());
            }
            let granted: Vec<_> = NAMES.into_iter().filter(|name| is_granted(grant, name)).collect();
            Diagnosis::new(Code::ScopeMissing)
                .fill_as("missing", in_words(&missing), missing.clone())
                .fill_as("objects", objects(&missing), missing.clone())
                .with("granted", granted)
                .with("missing", missing)
                .into()
        }
    }
}

pub(crate) fn is_granted(grant: &Grant, scope: &str) -> bool {
    grant.access_token.scopes.iter().any(|granted| granted == scope)
}
