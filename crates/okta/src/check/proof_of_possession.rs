//! `proof_of_possession`: `DPoP` off, or on and handled.

use super::Finding;
use crate::diagnosis::messages;
use crate::{Diagnosis, client::grant::Grant};
use model::check::CheckId;

/// What the token request tells of proof of possession.
pub(crate) fn evaluate(token: &Result<Grant, Diagnosis>) -> Finding {
    match token {
        Ok(Grant { bound_to: Some(_), .. }) => Finding::passed(messages::POSSESSION_ON).with("dpop", true),
        Ok(_) => Finding::passed(messages::POSSESSION_OFF).with("dpop", false),
        Err(refusal) => match refusal.entry().check {
            CheckId::ProofOfPossession => refusal.clone().into(),
            // Okta looks at the proof before it looks at the scopes.
            CheckId::Scopes => Finding::passed(messages::POSSESSION_FINE),
            _ => Finding::Skipped(messages::NOT_SO_FAR),
        },
    }
}
