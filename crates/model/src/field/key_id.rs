//! *Key ID*: the `kid` under which Okta lists the public key. A JWK brings its own; a PEM has none.

use super::FieldError;
use super::misplaced::names_private_key;
use super::quoted::quoted;
use crate::json::{Json, Members};
use std::fmt;

/// 1 to 255 printable ASCII characters without white space.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// The longest key ID, in characters.
    pub const MAX_CHARS: usize = 255;

    /// Trims and checks what was typed; nothing typed is no key ID.
    pub fn parse(input: &str) -> Result<Option<Self>, KeyIdError> {
        let id = input.trim();
        if names_private_key(id) {
            return Err(KeyIdError::PrivateKey);
        }
        if let Some(character) = id.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(KeyIdError::Character { character });
        }
        if id.len() > Self::MAX_CHARS {
            return Err(KeyIdError::TooLong { chars: id.len() });
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
    /// White space or a character outside printable ASCII.
    #[error("Remove {}. A key ID cannot contain spaces or special characters. Copy it from the KID column in Okta.", quoted(*character))]
    Character {
        /// The first that does not belong.
        character: char,
    },
    /// Over the limit.
    #[error("A key ID can have up to 255 characters. This one has {chars}. Copy it from the KID column in Okta.")]
    TooLong {
        /// How many it has.
        chars: usize,
    },
    /// The JWK names one, the field another.
    #[error("The private key has the key ID “{in_key}”. Leave the field empty, or enter the same key ID.")]
    Contradicts {
        /// The one in the JWK.
        in_key: String,
    },
    /// The key itself, in a field that everybody sees.
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

    fn values(&self) -> Members {
        match self {
            Self::Character { character } => Members::one("character", &*quoted(*character)),
            Self::TooLong { chars } => Members::one("chars", Json::number(*chars)),
            Self::Contradicts { in_key } => Members::one("in_key", &**in_key),
            Self::PrivateKey => Members::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_trims_and_takes_nothing_for_none() {
        let parse = |s| KeyId::parse(s).unwrap().map(|k| k.as_str().to_owned());
        assert_eq!(parse(" kX3_-9.~ "), Some("kX3_-9.~".to_owned()));
        assert_eq!(parse("  "), None);
    }

    #[test]
    fn refuses_with_its_own_message() {
        for (input, code) in [
            ("a b", "key_id_character"),
            ("a\u{7f}", "key_id_character"),
            ("é", "key_id_character"),
            (&*"k".repeat(256), "key_id_too_long"),
            (r#"{"kty":"EC","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}"#, "key_id_private_key"),
        ] {
            assert_eq!(KeyId::parse(input).unwrap_err().code(), code, "{input:?}");
        }
    }
}
