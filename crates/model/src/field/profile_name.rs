//! *Profile name*: what the connection is called in the list.

use super::{FieldError, holds_private_key};
use crate::json::{Json, Members};

/// 1 to 120 characters after trimming, without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName(String);

impl ProfileName {
    /// The longest name, in characters.
    pub const MAX_CHARS: usize = 120;

    /// Trims and checks what was typed.
    pub fn parse(input: &str) -> Result<Self, ProfileNameError> {
        let name = input.trim();
        let chars = name.chars().count();
        if chars == 0 {
            Err(ProfileNameError::Missing)
        } else if holds_private_key(name) {
            Err(ProfileNameError::PrivateKey)
        } else if chars > Self::MAX_CHARS {
            Err(ProfileNameError::TooLong { chars })
        } else if name.chars().any(char::is_control) {
            Err(ProfileNameError::ControlCharacter)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique: two names that differ only in case are one.
    pub fn unique_key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// Why a profile name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileNameError {
    /// Nothing but white space.
    #[error("Enter a profile name.")]
    Missing,
    /// Over the limit.
    #[error("The profile name can have up to {} characters. It has {chars}.", ProfileName::MAX_CHARS)]
    TooLong {
        /// How many it has.
        chars: usize,
    },
    /// A line break, tab or other control character.
    #[error("Remove line breaks, tabs, and other control characters from the profile name.")]
    ControlCharacter,
    /// The key, in a field that everybody sees.
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
            Self::PrivateKey => "name_private_key",
        }
    }

    fn values(&self) -> Members {
        match self {
            Self::TooLong { chars } => Members::one("chars", Json::number(*chars)),
            Self::Missing | Self::ControlCharacter | Self::PrivateKey => Members::new(),
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
            ("a\u{0}b", "name_control_character"),
            ("a\u{85}b", "name_control_character"),
            ("-----END PRIVATE KEY-----", "name_private_key"),
        ] {
            assert_eq!(ProfileName::parse(input).unwrap_err().code(), code, "{input:?}");
        }
    }

    #[test]
    fn names_that_differ_only_in_case_share_a_unique_key() {
        let key = |s| ProfileName::parse(s).unwrap().unique_key();
        assert_eq!(key("ACME Straße"), key("acme straße"));
        assert_ne!(key("acme"), key("acme 2"));
    }
}
