//! Field *Profile name*: the connection's name in the list.

use super::finder::trimmed;
use super::quoted::quoted;
use super::unicode::{composed, seen, stray_invisible};
use super::{FieldError, holds_private_key, values_of};
use serde_json::{Map, Value};

/// 1 to 120 characters as a reader counts them, composed (NFC), without control characters and invisible ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName(String);

impl ProfileName {
    /// The maximum length, in characters as a reader counts them.
    pub const MAX_CHARS: usize = 120;
    /// The maximum length in code points: a visible character may consist of many, but not of any number.
    pub const MAX_CODE_POINTS: usize = 10 * Self::MAX_CHARS;

    /// Trims and validates the input.
    pub fn parse(input: &str) -> Result<Self, ProfileNameError> {
        let name = trimmed(input);
        let points = name.chars().count();
        if points == 0 {
            return Err(ProfileNameError::Missing);
        }
        if holds_private_key(name) {
            return Err(ProfileNameError::PrivateKey);
        }
        let chars = if points > Self::MAX_CODE_POINTS { points } else { seen(name) };
        if chars > Self::MAX_CHARS {
            Err(ProfileNameError::TooLong { chars })
        } else if name.chars().any(char::is_control) {
            Err(ProfileNameError::ControlCharacter)
        } else if let Some(character) = stray_invisible(name) {
            Err(ProfileNameError::Invisible { character })
        } else {
            Ok(Self(composed(name)))
        }
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key for uniqueness: names that read the same have the same key.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn unique_key(&self) -> String {
        super::case_folded(&self.0)
    }
}

/// Why a profile name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileNameError {
    /// The field is empty, or has only white space.
    #[error("Enter a profile name.")]
    Missing,
    /// Too long.
    #[error("The profile name can have up to {} characters. It has {chars}.", ProfileName::MAX_CHARS)]
    TooLong {
        /// The length of the input.
        chars: usize,
    },
    /// A line break, tab or other control character.
    #[error("Remove line breaks, tabs, and other control characters from the profile name.")]
    ControlCharacter,
    /// An invisible character, or one that changes the direction of a text.
    #[error("Remove the invisible character {} from the profile name.", quoted(*character))]
    Invisible {
        /// The first such character.
        character: char,
    },
    /// A private key, in a field that everybody sees.
    #[error(
        "This is a private key, and everyone can see the profile name. Remove it, and paste it into the Private key field."
    )]
    PrivateKey,
}

impl FieldError for ProfileNameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "name_missing",
            Self::TooLong { .. } => "name_too_long",
            Self::ControlCharacter => "name_control_character",
            Self::Invisible { .. } => "name_invisible_character",
            Self::PrivateKey => "name_private_key",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::TooLong { chars } => values_of("chars", *chars),
            Self::Invisible { character } => values_of("character", &*quoted(*character)),
            Self::Missing | Self::ControlCharacter | Self::PrivateKey => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_and_trims() {
        for (input, stored) in [
            ("Acme", "Acme"),
            ("  Acme production \n", "Acme production"),
            ("Ä", "Ä"),
            ("株式会社アクメ 本番", "株式会社アクメ 本番"),
            (&"x".repeat(120), &"x".repeat(120)),
            (&"é".repeat(120), &"é".repeat(120)),
            (&"👨‍👩‍👧‍👦".repeat(120), &"👨‍👩‍👧‍👦".repeat(120)),
            ("Cafe\u{301}", "Café"),
            ("\u{feff}Acme\u{200b}", "Acme"),
        ] {
            assert_eq!(ProfileName::parse(input).map(|n| n.as_str().to_owned()), Ok(stored.to_owned()), "{input:?}");
        }
    }

    #[test]
    fn refuses_with_its_own_message() {
        for (input, code) in [
            ("", "name_missing"),
            (" \t\n", "name_missing"),
            (&*"x".repeat(121), "name_too_long"),
            (&*"é".repeat(121), "name_too_long"),
            ("a\tb", "name_control_character"),
            ("a\nb", "name_control_character"),
            ("\u{200b}\u{ad}\u{202e}", "name_missing"),
            ("a\u{200b}b", "name_invisible_character"),
            ("a\u{202e}b", "name_invisible_character"),
            (&*format!("a{}", "\u{301}".repeat(1200)), "name_too_long"),
            ("a\u{0}b", "name_control_character"),
            ("a\u{85}b", "name_control_character"),
            ("-----END PRIVATE KEY-----", "name_private_key"),
        ] {
            assert_eq!(ProfileName::parse(input).unwrap_err().code(), code, "{input:?}");
        }
    }

    #[test]
    fn names_that_read_the_same_share_a_unique_key() {
        let key = |s| ProfileName::parse(s).unwrap().unique_key();
        assert_eq!(key("ACME Straße"), key("acme straße"));
        assert_eq!(key("ＡＣＭＥ STRASSE"), key("acme straße"));
        assert_eq!(key("Cafe\u{301}"), key("CAFÉ"));
        assert_ne!(key("acme"), key("acme 2"));
    }
}
