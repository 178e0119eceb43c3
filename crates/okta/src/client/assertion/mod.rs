//! The client assertion: how the app proves who it is (RFC 7523 §2.2; Okta, "Build a JWT for client authentication").

use crate::{SigningKey, SigningKeyError};
use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use time::{Duration, OffsetDateTime};

/// How long an assertion is good for. Okta takes up to an hour.
const LIFETIME: Duration = Duration::minutes(5);
/// How far back it is dated, and proofs of possession too, so that a clock that is ahead does not make it come from the
/// future. Twice [`TOLERATED_SKEW`](crate::diagnosis::TOLERATED_SKEW): a clock that is further ahead is measured to be
/// wrong and named, so that there is none between that fails and is not. Okta takes proofs that are five minutes old.
pub(super) const BACKDATED: Duration = Duration::seconds(60);

/// What an assertion says.
pub(super) struct Assertion<'a> {
    pub(super) client_id: &'a str,
    /// The `kid`, where it is known.
    pub(super) key_id: Option<&'a str>,
    /// The very address that it is sent to.
    pub(super) audience: &'a str,
    /// Never twice the same: Okta takes each once.
    pub(super) id: &'a str,
    pub(super) now: OffsetDateTime,
}

impl Assertion<'_> {
    pub(super) fn sign(&self, key: &SigningKey) -> Result<String, SigningKeyError> {
        let mut header = json!({"typ": "JWT"});
        if let Some(kid) = self.key_id {
            header["kid"] = kid.into();
        }
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.audience,
            "iat": (self.now - BACKDATED).unix_timestamp(),
            "exp": (self.now + LIFETIME).unix_timestamp(),
            "jti": self.id,
        });
        key.sign_jws(header, &claims)
    }
}

/// A new `jti`: 128 random bits, base64url.
pub(super) fn unique_id() -> Result<String, SigningKeyError> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| SigningKeyError::Generate)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests;
