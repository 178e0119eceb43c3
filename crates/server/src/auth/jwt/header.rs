//! The three parts of a token, and what its header may say.

use super::error::JwtError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::Value;

/// Asymmetric ones alone: a verifier must not be able to issue tokens, and a public key is never a secret.
const ALGORITHMS: [(&str, Algorithm); 9] = [
    ("RS256", Algorithm::RS256),
    ("RS384", Algorithm::RS384),
    ("RS512", Algorithm::RS512),
    ("PS256", Algorithm::PS256),
    ("PS384", Algorithm::PS384),
    ("PS512", Algorithm::PS512),
    ("ES256", Algorithm::ES256),
    ("ES384", Algorithm::ES384),
    ("EdDSA", Algorithm::EdDSA),
];

/// The parts of a token, still encoded.
pub(super) struct Parts<'a> {
    header: &'a str,
    payload: &'a str,
    /// What is signed: header and payload.
    pub(super) message: &'a str,
    pub(super) signature: &'a str,
}

/// A header that may be looked into further.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    /// The algorithm's name, as keys say it.
    pub(crate) alg: &'static str,
    pub(crate) key_id: Option<String>,
}

/// A member that is there twice is refused.
#[derive(Deserialize)]
struct Raw {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
}

impl<'a> Parts<'a> {
    pub(super) fn split(token: &'a str) -> Result<Self, JwtError> {
        let (message, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(JwtError::Malformed)?;
        if payload.contains('.') {
            return Err(JwtError::Malformed);
        }
        Ok(Self { header, payload, message, signature })
    }

    pub(super) fn header(&self, types: &[&str]) -> Result<Header, JwtError> {
        let bytes = decode(self.header)?;
        let raw: Raw = serde_json::from_slice(&bytes).map_err(|_| JwtError::Malformed)?;
        let all: Value = serde_json::from_slice(&bytes).map_err(|_| JwtError::Malformed)?;
        if all.get("crit").is_some() {
            return Err(JwtError::Critical);
        }
        let typ = raw.typ.map(|typ| typ.to_ascii_lowercase());
        let typ = typ.as_deref().map(|typ| typ.strip_prefix("application/").unwrap_or(typ));
        if typ.is_some_and(|typ| !types.contains(&typ)) {
            return Err(JwtError::Type);
        }
        let known = ALGORITHMS.into_iter().find(|(name, _)| *name == raw.alg);
        let (alg, algorithm) = known.ok_or(JwtError::Algorithm)?;
        Ok(Header { algorithm, alg, key_id: raw.kid })
    }

    pub(super) fn payload(&self) -> Result<Vec<u8>, JwtError> {
        decode(self.payload)
    }
}

fn decode(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read(header: &str) -> Result<Header, JwtError> {
        let token = format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(header));
        Parts::split(&token).unwrap().header(&["jwt", "at+jwt"])
    }

    #[test]
    fn a_header_says_algorithm_and_key_and_nothing_that_must_be_obeyed() {
        for (header, expected) in [
            (r#"{"alg":"RS256"}"#, Ok(None)),
            (r#"{"alg":"RS256","kid":"k1","typ":"JWT"}"#, Ok(Some("k1"))),
            (r#"{"alg":"ES256","kid":"k1","typ":"application/at+jwt"}"#, Ok(Some("k1"))),
            (r#"{"alg":"RS256","jku":"https://evil.example","x5u":"https://evil.example","jwk":{}}"#, Ok(None)),
            (r#"{"alg":"none"}"#, Err(JwtError::Algorithm)),
            (r#"{"alg":"None"}"#, Err(JwtError::Algorithm)),
            (r#"{"alg":""}"#, Err(JwtError::Algorithm)),
            (r#"{"alg":"HS256"}"#, Err(JwtError::Algorithm)),
            (r#"{"alg":"HS512"}"#, Err(JwtError::Algorithm)),
            (r#"{"alg":"rs256"}"#, Err(JwtError::Algorithm)),
            (r#"{"alg":["RS256"]}"#, Err(JwtError::Malformed)),
            (r#"{"alg":"RS256","alg":"none"}"#, Err(JwtError::Malformed)),
            (r#"{"alg":"RS256","kid":"a","kid":"b"}"#, Err(JwtError::Malformed)),
            (r#"{"alg":"RS256","kid":1}"#, Err(JwtError::Malformed)),
            (r#"{"typ":"JWT"}"#, Err(JwtError::Malformed)),
            (r#"{"alg":"RS256","crit":["exp"]}"#, Err(JwtError::Critical)),
            (r#"{"alg":"RS256","crit":[]}"#, Err(JwtError::Critical)),
            (r#"{"alg":"RS256","crit":null}"#, Err(JwtError::Critical)),
            (r#"{"alg":"RS256","typ":"logout+jwt"}"#, Err(JwtError::Type)),
            (r#"{"alg":"RS256","typ":"dpop+jwt"}"#, Err(JwtError::Type)),
            ("[]", Err(JwtError::Malformed)),
            ("", Err(JwtError::Malformed)),
        ] {
            let read = read(header).map(|header| header.key_id);
            assert_eq!(read, expected.map(|key_id: Option<&str>| key_id.map(str::to_owned)), "{header}");
        }
    }

    #[test]
    fn a_token_has_three_parts() {
        for token in ["", "a", "a.b", "a.b.c.d", "a.b.c.d.e"] {
            assert!(Parts::split(token).is_err(), "{token}");
        }
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": "RS256"}).to_string());
        for padded in [format!("{header}="), format!("{header} "), header.replace('c', "+")] {
            let token = format!("{padded}.e30.c2ln");
            assert!(Parts::split(&token).and_then(|parts| parts.header(&[])).is_err(), "{token}");
        }
    }
}
