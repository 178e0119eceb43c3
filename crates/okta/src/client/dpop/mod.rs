//! Proof of possession (`DPoP`, RFC 9449): a token that only who holds this key can use.

use super::assertion::{BACKDATED, unique_id};
use crate::{SigningKey, SigningKeyError};
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use time::OffsetDateTime;

/// The key that tokens of one run are bound to. Made for the run, never stored, never the connection's own.
pub(crate) struct ProofKey(SigningKey);

/// What a proof is for.
pub(super) struct Proof<'a> {
    pub(super) method: &'a str,
    /// Without query and fragment.
    pub(super) url: &'a str,
    /// Okta's, where it asked for one.
    pub(super) nonce: Option<&'a str>,
    /// The token that is used with it.
    pub(super) access_token: Option<&'a str>,
}

impl ProofKey {
    pub(super) fn generate() -> Result<Self, SigningKeyError> {
        SigningKey::generate_p256().map(Self)
    }

    pub(super) fn prove(&self, proof: &Proof<'_>, now: OffsetDateTime) -> Result<String, SigningKeyError> {
        let header = json!({"typ": "dpop+jwt", "jwk": self.0.public().bare_jwk()});
        let mut claims = json!({
            "htm": proof.method,
            "htu": proof.url,
            "iat": (now - BACKDATED).unix_timestamp(),
            "jti": unique_id()?,
        });
        if let Some(nonce) = proof.nonce {
            claims["nonce"] = nonce.into();
        }
        if let Some(token) = proof.access_token {
            let hash = digest::digest(&digest::SHA256, token.as_bytes());
            claims["ath"] = URL_SAFE_NO_PAD.encode(hash).into();
        }
        self.0.sign_jws(header, &claims)
    }
}

#[cfg(test)]
mod tests;
