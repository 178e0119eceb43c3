//! A private key as JSON Web Key (RFC 7517, RFC 7518 §6).

use super::{Curve, KeyFacts, KeyFormat, KeyKind, PrivateKeyError};
use crate::field::{KeyId, der};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// The private members of an RSA key (RFC 7518 §6.3.2). Okta writes all of them.
const RSA_PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

/// What the JSON text of a key tells of it.
pub(super) fn facts(text: &str) -> Result<KeyFacts, PrivateKeyError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| if error.is_eof() { PrivateKeyError::Truncated } else { PrivateKeyError::InvalidJson })?;
    let Value::Object(jwk) = value else {
        return Err(if value.is_array() { PrivateKeyError::KeySet } else { PrivateKeyError::NotAKey });
    };
    if jwk.get("keys").is_some_and(Value::is_array) {
        return Err(PrivateKeyError::KeySet);
    }
    let kind = match text_member(&jwk, "kty") {
        None => return Err(PrivateKeyError::MemberMissing { name: "kty" }),
        Some("RSA") => rsa(&jwk)?,
        Some("EC") => ec(&jwk)?,
        Some(other) => return Err(PrivateKeyError::OtherKind { kind: known_kind(other).to_owned() }),
    };
    if text_member(&jwk, "use").is_some_and(|usage| usage != "sig") {
        return Err(PrivateKeyError::NotForSigning);
    }
    let named = match jwk.get("kid") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => KeyId::parse(text).map_err(|_| PrivateKeyError::KeyId)?,
        Some(_) => return Err(PrivateKeyError::KeyId),
    };
    Ok(KeyFacts { kind, format: KeyFormat::Jwk, key_id: named })
}

fn rsa(jwk: &Map<String, Value>) -> Result<KeyKind, PrivateKeyError> {
    let modulus = bytes_member(jwk, "n")?;
    bytes_member(jwk, "e")?;
    if RSA_PRIVATE.iter().all(|name| !jwk.contains_key(*name)) {
        return Err(PrivateKeyError::PublicKey);
    }
    for name in RSA_PRIVATE {
        bytes_member(jwk, name)?;
    }
    Ok(KeyKind::Rsa { bits: der::bits(&modulus) })
}

fn ec(jwk: &Map<String, Value>) -> Result<KeyKind, PrivateKeyError> {
    let curve = text_member(jwk, "crv").ok_or(PrivateKeyError::MemberMissing { name: "crv" })?;
    let curve = Curve::from_name(curve).ok_or(PrivateKeyError::OtherCurve)?;
    for name in ["x", "y"] {
        coordinate(jwk, name, curve)?;
    }
    if !jwk.contains_key("d") {
        return Err(PrivateKeyError::PublicKey);
    }
    coordinate(jwk, "d", curve)?;
    Ok(KeyKind::Ec(curve))
}

/// Every EC member is as long as the curve's field, leading zeros included (RFC 7518 §6.2).
fn coordinate(jwk: &Map<String, Value>, name: &'static str, curve: Curve) -> Result<(), PrivateKeyError> {
    let length = bytes_member(jwk, name)?.len();
    if length == curve.bits().div_ceil(8) { Ok(()) } else { Err(PrivateKeyError::Damaged) }
}

fn text_member<'a>(jwk: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    jwk.get(name).and_then(Value::as_str)
}

fn bytes_member(jwk: &Map<String, Value>, name: &'static str) -> Result<Zeroizing<Vec<u8>>, PrivateKeyError> {
    let text = text_member(jwk, name).ok_or(PrivateKeyError::MemberMissing { name })?;
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| PrivateKeyError::Damaged)?;
    if bytes.is_empty() { Err(PrivateKeyError::Damaged) } else { Ok(Zeroizing::new(bytes)) }
}

/// Only names that the registry knows are repeated to the user.
fn known_kind(kty: &str) -> &'static str {
    match kty {
        "oct" => "a symmetric key, oct",
        "OKP" => "Edwards curve, OKP",
        _ => "unknown kty",
    }
}
