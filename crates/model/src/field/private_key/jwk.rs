//! Parses a private key as JSON Web Key (RFC 7517, RFC 7518 §6).

use super::error::PrivateKeyError;
use super::facts::{KeyFacts, Read};
use super::kind::{Curve, KeyFormat, KeyKind};
use super::pem::Candidate;
use super::public::{self, PublicHalf};
use crate::field::json::first_value;
use crate::field::{KeyId, base64, der};
use crate::secret::Secret;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// The private members of an RSA key (RFC 7518 §6.3.2). Okta writes all of them.
const RSA_PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

/// A JSON is a key if it has one of these members.
const NUMBERS: [&str; 5] = ["n", "e", "d", "x", "y"];

/// The key in a text that is a single JSON.
pub(super) fn whole(text: &str) -> Result<Read, PrivateKeyError> {
    let jwk = match serde_json::from_str(text) {
        Ok(Value::Object(jwk)) => jwk,
        Ok(Value::Array(_)) => return Err(PrivateKeyError::KeySet),
        Ok(_) => return Err(PrivateKeyError::NotAKey),
        Err(error) => return Err(broken(&error)),
    };
    if matches!(jwk.get("keys"), Some(Value::Array(_))) {
        return Err(PrivateKeyError::KeySet);
    }
    Ok(Read { text: Secret::new(text.to_owned()), facts: facts(&jwk)? })
}

/// Every JWK within a text, and everything that looks like one and is broken.
pub(super) fn read(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|start| at + start) {
        at = start + 1;
        let rest = &text[start..];
        let outcome = match first_value(rest) {
            Ok((Value::Object(jwk), length)) if jwk.get("kty").is_some() => {
                at = start + length;
                facts(&jwk).map(|facts| Read { text: Secret::new(rest[..length].to_owned()), facts })
            }
            Ok(_) => continue,
            Err(_) if !rest.contains("\"kty\"") => break,
            Err(error) => Err(broken(&error)),
        };
        found.push((start, outcome));
    }
    found
}

fn broken(error: &serde_json::Error) -> PrivateKeyError {
    if error.is_eof() { PrivateKeyError::Truncated } else { PrivateKeyError::InvalidJson }
}

fn facts(jwk: &Map<String, Value>) -> Result<KeyFacts, PrivateKeyError> {
    let (kind, thumbprint_input) = match text_member(jwk, "kty") {
        None if NUMBERS.iter().all(|name| !jwk.contains_key(*name)) => return Err(PrivateKeyError::NotAKey),
        None => return Err(PrivateKeyError::MemberMissing { name: "kty" }),
        Some("RSA") => rsa(jwk)?,
        Some("EC") => ec(jwk)?,
        Some(other) => return Err(PrivateKeyError::OtherKind { kind: known_kind(other).to_owned() }),
    };
    if text_member(jwk, "use").is_some_and(|usage| usage != "sig") {
        return Err(PrivateKeyError::NotForSigning);
    }
    let named = match jwk.get("kid") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => KeyId::exact(text).map_err(|_| PrivateKeyError::KeyId)?,
        Some(_) => return Err(PrivateKeyError::KeyId),
    };
    Ok(KeyFacts { kind, format: KeyFormat::Jwk, key_id: named, thumbprint_input })
}

fn rsa(jwk: &Map<String, Value>) -> Result<PublicHalf, PrivateKeyError> {
    let modulus = bytes_member(jwk, "n")?;
    let exponent = bytes_member(jwk, "e")?;
    if RSA_PRIVATE.iter().all(|name| !jwk.contains_key(*name)) {
        return Err(PrivateKeyError::PublicKey);
    }
    let missing: Vec<&str> = RSA_PRIVATE.into_iter().filter(|name| !jwk.contains_key(*name)).collect();
    if !missing.is_empty() && !missing.contains(&"d") {
        return Err(PrivateKeyError::Incomplete { names: missing.join(", ") });
    }
    for name in RSA_PRIVATE {
        bytes_member(jwk, name)?;
    }
    Ok((KeyKind::Rsa { bits: der::bits(&modulus) }, Some(public::rsa(&modulus, &exponent))))
}

fn ec(jwk: &Map<String, Value>) -> Result<PublicHalf, PrivateKeyError> {
    let curve = text_member(jwk, "crv").ok_or(PrivateKeyError::MemberMissing { name: "crv" })?;
    let curve = Curve::from_name(curve).ok_or(PrivateKeyError::OtherCurve)?;
    let (x, y) = (coordinate(jwk, "x", curve)?, coordinate(jwk, "y", curve)?);
    if jwk.get("d").is_none() {
        return Err(PrivateKeyError::PublicKey);
    }
    coordinate(jwk, "d", curve)?;
    Ok((KeyKind::Ec(curve), Some(public::ec(curve, &x, &y))))
}

/// Every EC member is as long as the curve's field, including leading zeros (RFC 7518 §6.2).
fn coordinate(
    jwk: &Map<String, Value>,
    name: &'static str,
    curve: Curve,
) -> Result<Zeroizing<Vec<u8>>, PrivateKeyError> {
    let bytes = bytes_member(jwk, name)?;
    if bytes.len() == public::coordinate_bytes(curve) { Ok(bytes) } else { Err(PrivateKeyError::Damaged) }
}

fn text_member<'a>(jwk: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    jwk.get(name).and_then(Value::as_str)
}

fn bytes_member(jwk: &Map<String, Value>, name: &'static str) -> Result<Zeroizing<Vec<u8>>, PrivateKeyError> {
    let text = text_member(jwk, name).ok_or(PrivateKeyError::MemberMissing { name })?;
    let bytes = base64::decode(text.trim_end_matches('='), base64::URL_SAFE);
    bytes.filter(|bytes| !bytes.is_empty()).ok_or(PrivateKeyError::Damaged)
}

/// Only names from the registry are repeated to the user.
fn known_kind(kty: &str) -> &'static str {
    match kty {
        "oct" => "a symmetric key, oct",
        "OKP" => "Edwards curve, OKP",
        _ => "unknown kty",
    }
}
