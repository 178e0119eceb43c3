//! Field *Private key*: the key that the connection signs with. A JWK (RFC 7517) or a PEM (PKCS#8, PKCS#1, SEC1), RSA
//! of 2048 bits or more, or EC on P-256, P-384 or P-521.
//!
//! Checks the shape only: kind, size and what was pasted by mistake. Whether the numbers make a working key, the server
//! finds out by signing with it.

mod borders;
mod error;
mod facts;
mod jwk;
mod kind;
mod pem;
mod public;
mod search;

pub(super) use borders::names_private_key;
pub use error::PrivateKeyError;
pub use facts::KeyFacts;
pub(super) use facts::Read;
pub use kind::{Curve, KeyFormat, KeyKind};
pub(super) use search::all as find_all;

use super::finder::trimmed;
use super::{KeyId, KeyIdError};
use crate::secret::Secret;

/// A private key as it was pasted, and its properties. Deliberately without `Debug`, `Clone` and `Serialize`: the text
/// leaves only through [`PrivateKey::expose`], and is wiped when dropped.
pub struct PrivateKey {
    text: Secret<String>,
    facts: KeyFacts,
}

impl PrivateKey {
    /// The maximum size of the input, in bytes: an RSA key of 16,384 bits as a JWK fits.
    pub const MAX_BYTES: usize = 16 * 1024;
    /// The minimum RSA modulus, in bits.
    pub const MIN_RSA_BITS: usize = kind::MIN_RSA_BITS;

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

#[cfg(test)]
mod tests;
