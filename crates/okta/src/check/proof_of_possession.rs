//! `proof_of_possession`: `DPoP` off, or on and handled.

use super::Finding;
use crate::{Diagnosis, client::token::Grant};
use model::check::CheckId;

/// What the token request tells of proof of possession.
pub(crate) fn judge(token: &Result<Grant, Diagnosis>) -> Finding {
    match token {
        Ok(Grant { bound_to: Some(_), .. }) => Finding::passed(
            "Proof of possession is on",
            "Proof of possession (DPoP) is on: fine, even better. A stolen access token is useless without this console's key.",
        )
        .with("dpop", true),
        Ok(_) => Finding::passed(
            "Proof of possession is off",
            "The app does not demand proof of possession (DPoP). It works either way.",
        )
        .with("dpop", false),
        Err(refusal) => match refusal.entry().check {
            CheckId::ProofOfPossession => refusal.clone().into(),
            // Okta looks at the proof before it looks at the scopes.
            CheckId::Scopes => Finding::passed(
                "Proof of possession is no obstacle",
                "Okta had nothing against the proof of possession (DPoP) that was sent.",
            ),
            _ => Finding::Skipped("Not checked: the sign-in to Okta did not get so far.".to_owned()),
        },
    }
}
