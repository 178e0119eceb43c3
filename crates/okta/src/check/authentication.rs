//! `authentication`: the client assertion is accepted. Key registered and active, `kid`, clock, client authentication
//! method, network zone.

use super::Finding;
use crate::diagnosis::messages;
use crate::{
    Code, Credentials, Diagnosis, SigningKey,
    client::{
        Session,
        grant::Grant,
        token::{self, skew_in_words},
    },
};
use model::check::CheckId;

/// What the token request tells of the sign-in.
pub(crate) fn evaluate(token: &Result<Grant, Diagnosis>, session: &Session) -> Finding {
    match token {
        Err(refusal) => match refusal.entry().check {
            CheckId::Client => Finding::Skipped(messages::NO_CLIENT),
            CheckId::ProofOfPossession | CheckId::Scopes => accepted(session),
            _ => refusal.clone().into(),
        },
        Ok(_) => accepted(session),
    }
}

fn accepted(session: &Session) -> Finding {
    match session.clock_off() {
        None => Finding::passed(messages::SIGNED_IN),
        Some(skew) => Finding::passed(messages::SIGNED_IN_CLOCK)
            .fill("skew", &skew_in_words(skew), skew)
            .with("skew_seconds", skew),
    }
}

/// Okta answers the same for a `kid` that is not registered and of a key that is not there at all. Asked again without
/// a
/// `kid`, it takes the app's only active key: an invalid signature then proves that the key itself is missing.
pub(crate) async fn look_closer(
    refusal: Diagnosis,
    session: &Session,
    credentials: &Credentials,
    key: &SigningKey,
    scopes: &[&str],
) -> Diagnosis {
    if refusal.code != Code::KeyIdUnknown {
        return refusal;
    }
    match token::request_as(session, credentials, key, None, scopes).await {
        Err(second) if second.code == Code::KeyNotRegistered => refusal.recast(Code::KeyNotRegistered),
        _ => refusal,
    }
}
