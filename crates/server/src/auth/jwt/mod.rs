//! JSON Web Tokens of other issuers (RFC 7519, with the advice of RFC 8725): verification.
//!
//! The signature is checked by `jsonwebtoken`, everything around it here, by the server's own clock. Which algorithms
//! there are is decided here, which key it is by the issuer's key set: a token chooses neither. What a token says about
//! keys (`jwk`, `jku`, `x5c`, `x5u`) is not looked at.

mod budget;
mod claims;
mod error;
mod expected;
mod header;
mod key;
mod key_set;

pub(crate) use claims::Claims;
pub(super) use error::trust;
pub use error::{JwtError, JwtRefusal, KeysError, SignedAs};
pub(crate) use expected::Expected;
pub(crate) use key_set::KeySet;

use crate::admission::Permit;
use header::Parts;
use jsonwebtoken::crypto;
use key::Key;
use time::OffsetDateTime;

/// More than any header may be long here.
const MAX_CHARS: usize = 16 * 1024;

/// Whether a text looks like such a token, and not like one of ours.
pub(crate) fn is_jwt(text: &str) -> bool {
    text.starts_with("ey") && text.bytes().filter(|byte| *byte == b'.').count() == 2
}

/// Everything that is done with a token, but for its signature. For the fuzzer.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_unverified(token: &str) {
    let expected =
        Expected { issuer: "https://portal.example", audience: "app-connections", types: &["jwt", "at+jwt"] };
    // Claims cannot be guessed inside of base64: the text itself is read as claims, too.
    let _ = Claims::read(token.as_bytes(), &expected, OffsetDateTime::UNIX_EPOCH);
    let Ok(parts) = Parts::split(token) else { return };
    let _ = parts.header(expected.types);
    let Ok(payload) = parts.payload() else { return };
    let _ = Claims::read(&payload, &expected, OffsetDateTime::UNIX_EPOCH);
}

/// What the token says, if all of it holds.
pub(crate) async fn verify(
    token: &str,
    keys: &KeySet,
    expected: &Expected<'_>,
    now: OffsetDateTime,
    permit: &Permit,
) -> Result<Claims, JwtRefusal> {
    if token.len() > MAX_CHARS {
        return Err(JwtError::Malformed.into());
    }
    let parts = Parts::split(token)?;
    let header = parts.header(expected.types)?;
    let key = keys.find(&header, now, permit).await?;
    let has_signed = |key: &Key| {
        crypto::verify(parts.signature, parts.message.as_bytes(), &key.decoding, header.algorithm).unwrap_or(false)
    };
    if !has_signed(&key) {
        // The issuer may have put another key in its place, without a name (OpenID Connect Core 1.0, 10.1) or under the
        // same.
        let newer = keys.find_newer(&header, &key, now, permit).await?;
        if !newer.is_some_and(|key| has_signed(&key)) {
            return Err(JwtError::Signature.into());
        }
    }
    let payload = parts.payload()?;
    Claims::read(&payload, expected, now).map_err(|reason| JwtRefusal { reason, signed: SignedAs::read(&payload) })
}
