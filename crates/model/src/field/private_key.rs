//! Field *Private key*: the key that the connection signs with. A JWK (RFC 7517) or a PEM (PKCS#8, PKCS#1, SEC1), RSA
//! of 2048 bits or more, or EC on P-256, P-384 or P-521.
//!
//! Checks the shape only: kind, size and what was pasted by mistake. Whether the numbers make a working key, the server
//! finds out by signing with it.

mod borders;
mod jwk;
mod pem;
mod public;
mod search;

pub(super) use borders::names_private_key;
pub(super) use search::all as find_all;

use super::finder::{OtherSecret, trimmed};
use super::{FieldError, KeyId, KeyIdError, values_of};
use crate::secret::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A private key as it was pasted, and its properties. Deliberately without `Debug`, `Clone` and `Serialize`: the text
/// leaves only through [`PrivateKey::expose`], and is wiped when dropped.
pub struct PrivateKey {
    text: Secret<String>,
    facts: KeyFacts,
}

/// A key that was found: its text alone, without the text around it.
pub(super) struct Read {
    pub(super) text: Secret<String>,
    pub(super) facts: KeyFacts,
}

/// The properties of a private key that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// RSA or EC, and the size.
    pub kind: KeyKind,
    /// The format of the text.
    pub format: KeyFormat,
    /// The `kid`, if the key contains one.
    pub key_id: Option<KeyId>,
    /// The text whose SHA-256 is the thumbprint (RFC 7638 §3): the members of the public half as JSON. Only an EC key
    /// in PEM may lack its public half.
    pub thumbprint_input: Option<String>,
}

/// The kind of a key, and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, with the length of the modulus in bits.
    Rsa {
        /// 2048 or more.
        bits: usize,
    },
    /// Elliptic curve.
    Ec(Curve),
}

/// The curves that Okta accepts for client assertions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Curve {
    /// NIST P-256, for ES256.
    #[serde(rename = "P-256")]
    P256,
    /// NIST P-384, for ES384.
    #[serde(rename = "P-384")]
    P384,
    /// NIST P-521, for ES512.
    #[serde(rename = "P-521")]
    P521,
}

/// The format of a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFormat {
    /// JSON Web Key.
    Jwk,
    /// `BEGIN PRIVATE KEY`.
    Pkcs8,
    /// `BEGIN RSA PRIVATE KEY`.
    Pkcs1,
    /// `BEGIN EC PRIVATE KEY`.
    Sec1,
}

impl Curve {
    /// The name in a JWK.
    pub fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }

    /// The length of a coordinate, in bits.
    pub fn bits(self) -> usize {
        match self {
            Self::P256 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::P256, Self::P384, Self::P521].into_iter().find(|curve| curve.name() == name)
    }
}

impl KeyKind {
    /// The default JWS algorithm (RFC 7518).
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Rsa { .. } => "RS256",
            Self::Ec(Curve::P256) => "ES256",
            Self::Ec(Curve::P384) => "ES384",
            Self::Ec(Curve::P521) => "ES512",
        }
    }

    /// The size in bits.
    pub fn bits(self) -> usize {
        match self {
            Self::Rsa { bits } => bits,
            Self::Ec(curve) => curve.bits(),
        }
    }
}

impl PrivateKey {
    /// The maximum size of the input, in bytes: an RSA key of 16,384 bits as a JWK fits.
    pub const MAX_BYTES: usize = 16 * 1024;
    /// The minimum RSA modulus, in bits.
    pub const MIN_RSA_BITS: usize = 2048;

    /// Finds the key in what was pasted, and its properties.
    pub fn parse(input: &str) -> Result<Self, PrivateKeyError> {
        let text = trimmed(input);
        if text.is_empty() {
            return Err(PrivateKeyError::Missing);
        }
        if input.len() > Self::MAX_BYTES {
            return Err(PrivateKeyError::TooLarge);
        }
        search::one(text).map(|Read { text, facts }| Self { text, facts })
    }

    /// The properties that may be shown.
    pub fn facts(&self) -> &KeyFacts {
        &self.facts
    }

    /// The key itself, for signing and sealing only.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// The base64 of the PEM block without white space, as PEM parsers need it whatever the paste did to the line
    /// breaks; `None` for a JWK.
    pub fn pem_der_base64(&self) -> Option<Secret<String>> {
        (self.facts.format != KeyFormat::Jwk).then(|| pem::body(self.text.expose())).flatten()
    }

    /// The key ID to sign with: the field's, or else the one in the JWK; an error if both exist and differ.
    pub fn key_id(&self, field: Option<KeyId>) -> Result<Option<KeyId>, KeyIdError> {
        match (&self.facts.key_id, field) {
            (Some(in_key), Some(field)) if *in_key != field => {
                Err(KeyIdError::Contradicts { in_key: in_key.as_str().to_owned() })
            }
            (in_key, field) => Ok(field.or_else(|| in_key.clone())),
        }
    }
}

/// Why a private key was refused. No message repeats any part of what was pasted, except for names from the standards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrivateKeyError {
    /// The field is empty.
    #[error("Paste the private key from Okta, in JSON or PEM format.")]
    Missing,
    /// Too long.
    #[error("The text is much longer than a private key. Paste only the key.")]
    TooLarge,
    /// Neither JSON nor PEM.
    #[error(
        "This is not a private key. Paste the whole JSON, from {{ to }}, or the whole PEM, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----."
    )]
    NotAKey,
    /// A PEM or JSON whose end is missing.
    #[error("The end of the private key is missing. Copy it again, to the last character.")]
    Truncated,
    /// JSON that does not parse.
    #[error("This is not valid JSON. Copy the private key again with Okta’s Copy to clipboard button.")]
    InvalidJson,
    /// Base64 or its content is damaged.
    #[error("The private key is damaged: some characters are missing or changed. Copy the whole key again.")]
    Damaged,
    /// A public key.
    #[error("This is the public key. Paste the private key. Okta shows it only once, when the key is generated.")]
    PublicKey,
    /// A certificate or a certificate request.
    #[error("This is a certificate. Paste the private key itself, in JSON or PEM format.")]
    Certificate,
    /// A PEM that is encrypted with a pass phrase.
    #[error("This key is encrypted with a passphrase. Paste the key without a passphrase, as Okta shows it.")]
    Encrypted,
    /// A key set, `{"keys": […]}`.
    #[error("This is a set of keys (JWKS). Paste only the private key, from {{ to }}.")]
    KeySet,
    /// More than one private key in a PEM file.
    #[error("There is more than one private key here. Paste only the one whose public key is in Okta.")]
    SeveralKeys,
    /// Neither RSA nor EC.
    #[error("This type of key ({kind}) is not supported. Use an RSA key, or an EC key on P-256, P-384, or P-521.")]
    OtherKind {
        /// The kind, by its name in the standards.
        kind: String,
    },
    /// EC on another curve.
    #[error("This EC key uses an unsupported curve. Use P-256, P-384, or P-521.")]
    OtherCurve,
    /// RSA under 2048 bits.
    #[error("This RSA key has {bits} bits. Okta requires 2,048 or more. Generate a new key.")]
    RsaTooShort {
        /// The length of its modulus, in bits.
        bits: usize,
    },
    /// A JWK without a required member.
    #[error("The JSON has no “{name}”. Copy the whole private key again.")]
    MemberMissing {
        /// The member's name.
        name: &'static str,
    },
    /// An RSA key without its prime factors (optional in RFC 7518 §6.3.2).
    #[error("The JSON has no {names}. Generate a key in Okta, and paste the whole private key.")]
    Incomplete {
        /// The names of the missing members.
        names: String,
    },
    /// An API token, `SSWS 00…`.
    #[error("This looks like an API token. Paste the app’s private key instead, in JSON or PEM format.")]
    ApiToken,
    /// A client secret, the other way for an app to sign in.
    #[error("This looks like a client secret. Paste the app’s private key instead, in JSON or PEM format.")]
    ClientSecret,
    /// A JWK for encryption.
    #[error("This key is meant for encryption (\"use\": \"enc\"). Generate a key for signing.")]
    NotForSigning,
    /// A `kid` that is not a valid key ID.
    #[error("The “kid” in the JSON is not a valid key ID. Copy the whole private key again.")]
    KeyId,
}

impl From<OtherSecret> for PrivateKeyError {
    fn from(secret: OtherSecret) -> Self {
        match secret {
            OtherSecret::ApiToken => Self::ApiToken,
            OtherSecret::ClientSecret => Self::ClientSecret,
        }
    }
}

impl FieldError for PrivateKeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "private_key_missing",
            Self::TooLarge => "private_key_too_large",
            Self::NotAKey => "private_key_not_a_key",
            Self::Truncated => "private_key_truncated",
            Self::InvalidJson => "private_key_invalid_json",
            Self::Damaged => "private_key_damaged",
            Self::PublicKey => "private_key_is_public",
            Self::Certificate => "private_key_is_certificate",
            Self::Encrypted => "private_key_encrypted",
            Self::KeySet => "private_key_is_key_set",
            Self::SeveralKeys => "private_key_several",
            Self::OtherKind { .. } => "private_key_other_kind",
            Self::OtherCurve => "private_key_other_curve",
            Self::RsaTooShort { .. } => "private_key_too_short",
            Self::MemberMissing { .. } => "private_key_member_missing",
            Self::Incomplete { .. } => "private_key_incomplete",
            Self::ApiToken => "private_key_is_api_token",
            Self::ClientSecret => "private_key_is_client_secret",
            Self::NotForSigning => "private_key_not_for_signing",
            Self::KeyId => "private_key_key_id",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::OtherKind { kind } => values_of("kind", &**kind),
            Self::RsaTooShort { bits } => values_of("bits", *bits),
            Self::MemberMissing { name } => values_of("name", *name),
            Self::Incomplete { names } => values_of("names", &**names),
            _ => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests;
