//! The public half of a key: what Okta is given, and what may be shown.

use super::{algorithm::Algorithm, error::SigningKeyError, pair::Pair};
use aws_lc_rs::{
    digest,
    encoding::{AsDer, PublicKeyX509Der},
    signature::KeyPair,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use model::field::Curve;
use serde_json::{Value, json};

/// A public key, with its size and fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The JWS algorithm that its private half signs with, `RS256`.
    pub algorithm: String,
    /// Its size in bits.
    pub bits: u32,
    /// RFC 7638, SHA-256, base64url.
    pub thumbprint: String,
    members: Members,
    /// `SubjectPublicKeyInfo` (RFC 5280), in DER.
    spki: Vec<u8>,
}

/// What RFC 7638 §3.2 requires of each kind, all in base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Members {
    Rsa { e: String, n: String },
    Ec { crv: Curve, x: String, y: String },
}

impl PublicKey {
    /// The key as a JWK (RFC 7517) to paste into Okta, listed there under `kid`.
    pub fn jwk(&self, kid: &str) -> Value {
        let mut jwk = self.bare_jwk();
        jwk["kid"] = kid.into();
        jwk["use"] = "sig".into();
        jwk["alg"] = self.algorithm.as_str().into();
        jwk
    }

    /// The key as PEM (RFC 7468), `BEGIN PUBLIC KEY`.
    pub fn pem(&self) -> String {
        let base64 = STANDARD.encode(&self.spki);
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        let mut rest = base64.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        pem
    }

    /// Only the members that make the key: what a `DPoP` proof carries (RFC 9449 §4.2).
    pub(crate) fn bare_jwk(&self) -> Value {
        match &self.members {
            Members::Rsa { e, n } => json!({"kty": "RSA", "e": e, "n": n}),
            Members::Ec { crv, x, y } => json!({"kty": "EC", "crv": crv.name(), "x": x, "y": y}),
        }
    }

    pub(super) fn of(pair: &Pair, algorithm: Algorithm) -> Result<Self, SigningKeyError> {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (members, bits, spki) = match pair {
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let (e, n) = (key.exponent(), key.modulus());
                let n = n.big_endian_without_leading_zero();
                let unused = n.first().map_or(0, |top| top.leading_zeros() as usize);
                let members = Members::Rsa { e: text(e.big_endian_without_leading_zero()), n: text(n) };
                (members, n.len() * 8 - unused, AsDer::<PublicKeyX509Der<'_>>::as_der(key))
            }
            Pair::Ec(pair) => {
                let key = pair.public_key();
                // 0x04, then both coordinates (SEC1 §2.3.3).
                let coordinates = key.as_ref().get(1..).ok_or(SigningKeyError::Invalid)?;
                let (x, y) = coordinates.split_at(coordinates.len() / 2);
                let crv = algorithm.curve().ok_or(SigningKeyError::Invalid)?;
                (Members::Ec { crv, x: text(x), y: text(y) }, crv.bits(), AsDer::<PublicKeyX509Der<'_>>::as_der(key))
            }
        };
        let spki = spki.map_err(|_| SigningKeyError::Invalid)?.as_ref().to_vec();
        Ok(Self {
            algorithm: algorithm.name().to_owned(),
            bits: u32::try_from(bits).map_err(|_| SigningKeyError::TooLong)?,
            thumbprint: members.thumbprint(),
            members,
            spki,
        })
    }
}

impl Members {
    /// RFC 7638: SHA-256 over the required members, sorted, without white space.
    pub(super) fn thumbprint(&self) -> String {
        let canonical = match self {
            Self::Rsa { e, n } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
            Self::Ec { crv, x, y } => format!(r#"{{"crv":"{}","kty":"EC","x":"{x}","y":"{y}"}}"#, crv.name()),
        };
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7638 §3.1.
    #[test]
    fn the_thumbprint_of_the_rfcs_example() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let members = Members::Rsa { e: "AQAB".to_owned(), n: n.to_owned() };
        assert_eq!(members.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
