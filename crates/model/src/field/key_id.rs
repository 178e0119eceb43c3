//! Field *Key ID*: the `kid` under which Okta lists the public key. A JWK contains it; a PEM does not.

use super::finder::trimmed;
use super::misplaced::holds_private_key;
use super::quoted::quoted;
use super::{FieldError, values_of};
use serde_json::{Map, Value};
use std::fmt;

/// Any text of 1 to 255 characters without control characters (RFC 7517 §4.5): assertions contain it unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// The maximum length, in characters.
    pub const MAX_CHARS: usize = 255;

    /// Trims and validates the input; empty input is no key ID.
    pub fn parse(input: &str) -> Result<Option<Self>, KeyIdError> {
        Self::exact(trimmed(input))
    }

    /// Takes the `kid` of a key unchanged.
    pub(super) fn exact(id: &str) -> Result<Option<Self>, KeyIdError> {
        if holds_private_key(id) {
            return Err(KeyIdError::PrivateKey);
        }
        if let Some(character) = id.chars().find(|c| c.is_control()) {
            return Err(KeyIdError::Character { character });
        }
        let chars = id.chars().count();
        if chars > Self::MAX_CHARS {
            return Err(KeyIdError::TooLong { chars });
        }
        Ok((!id.is_empty()).then(|| Self(id.to_owned())))
    }

    /// The ID.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a key ID was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyIdError {
    /// A line break, tab or other control character.
    #[error("Remove {}. A key ID cannot contain line breaks, tabs, or other control characters.", quoted(*character))]
    Character {
        /// The first such character.
        character: char,
    },
    /// Too long.
    #[error("A key ID can have up to 255 characters. This one has {chars}. Copy it from the KID column in Okta.")]
    TooLong {
        /// The length of the input.
        chars: usize,
    },
    /// The JWK contains one key ID, and the field another.
    #[error("The private key has the key ID “{in_key}”. Leave the field empty, or enter the same key ID.")]
    Contradicts {
        /// The key ID in the JWK.
        in_key: String,
    },
    /// A private key, in a field that everybody sees.
    #[error(
        "This is a private key, and everyone can see the key ID. Remove it, and paste it into the Private key field."
    )]
    PrivateKey,
}

impl FieldError for KeyIdError {
    fn code(&self) -> &'static str {
        match self {
            Self::Character { .. } => "key_id_character",
            Self::TooLong { .. } => "key_id_too_long",
            Self::Contradicts { .. } => "key_id_contradicts_key",
            Self::PrivateKey => "key_id_private_key",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::Character { character } => values_of("character", &*quoted(*character)),
            Self::TooLong { chars } => values_of("chars", *chars),
            Self::Contradicts { in_key } => values_of("in_key", &**in_key),
            Self::PrivateKey => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_trims_and_takes_nothing_for_none() {
        let parse = |s: &str| KeyId::parse(s).unwrap().map(|k| k.as_str().to_owned());
        for id in ["kX3_-9.~", "J4j+I06r/0I==", "backup key 2026", "バックアップ", &"é".repeat(255)] {
            assert_eq!(parse(&format!("\u{feff} {id}\u{a0}\n")), Some(id.to_owned()));
        }
        assert_eq!(parse("  "), None);
    }

    #[test]
    fn refuses_with_its_own_message() {
        for (input, code) in [
            ("a\nb", "key_id_character"),
            ("a\u{7f}", "key_id_character"),
            (&*"k".repeat(256), "key_id_too_long"),
            (r#"{"kty":"EC","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}"#, "key_id_private_key"),
        ] {
            assert_eq!(KeyId::parse(input).unwrap_err().code(), code, "{input:?}");
        }
    }
}
