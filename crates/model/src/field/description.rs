//! Field *Description*: a note about the connection. Optional.

use super::{FieldError, holds_private_key, values_of};
use serde_json::{Map, Value};

/// 0 to 2,000 characters; line breaks and tabs are kept, other control characters are refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// The maximum length, in characters.
    pub const MAX_CHARS: usize = 2_000;

    /// Trims the end of the input, and validates it.
    pub fn parse(input: &str) -> Result<Self, DescriptionError> {
        let text = input.trim_end();
        let chars = text.chars().count();
        if holds_private_key(text) {
            Err(DescriptionError::PrivateKey)
        } else if chars > Self::MAX_CHARS {
            Err(DescriptionError::TooLong { chars })
        } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            Err(DescriptionError::ControlCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a description was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// Too long.
    #[error("The description can have up to 2,000 characters. It has {chars}.")]
    TooLong {
        /// The length of the input.
        chars: usize,
    },
    /// A control character other than line break and tab.
    #[error("Remove the control characters from the description. Line breaks and tabs are allowed.")]
    ControlCharacter,
    /// A private key, in a field that everybody sees.
    #[error(
        "There is a private key in the description, and everyone can see it. Remove it, and paste it into the Private key field."
    )]
    PrivateKey,
}

impl FieldError for DescriptionError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "description_too_long",
            Self::ControlCharacter => "description_control_character",
            Self::PrivateKey => "description_private_key",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::TooLong { chars } => values_of("chars", *chars),
            Self::ControlCharacter | Self::PrivateKey => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_nothing_lines_and_the_limit() {
        for (input, stored) in [
            ("", ""),
            ("   ", ""),
            ("Nightly backup\n\t- users\r\n- groups\n", "Nightly backup\n\t- users\r\n- groups"),
            (&"ü".repeat(2_000), &"ü".repeat(2_000)),
        ] {
            assert_eq!(Description::parse(input).unwrap().as_str(), stored, "{input:?}");
        }
    }

    #[test]
    fn refuses_with_its_own_message() {
        for (input, code) in [
            (&*"ü".repeat(2_001), "description_too_long"),
            ("a\u{0}b", "description_control_character"),
            ("The key:\n-----BEGIN PRIVATE KEY-----\nMII", "description_private_key"),
        ] {
            assert_eq!(Description::parse(input).unwrap_err().code(), code);
        }
    }
}
