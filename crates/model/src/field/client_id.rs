//! *Client ID*: which app in the organisation the connection signs in as.

use super::FieldError;
use super::quoted::quoted;
use crate::json::{Json, Members};
use std::fmt;

/// 20 ASCII letters and digits, as Okta gives every app; usually starting `0oa`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientId(String);

impl ClientId {
    /// The length of every client ID, in characters.
    pub const CHARS: usize = 20;
    /// How the IDs of Okta's apps start.
    pub const USUAL_PREFIX: &'static str = "0oa";

    /// Trims and checks what was typed.
    pub fn parse(input: &str) -> Result<Self, ClientIdError> {
        let id = input.trim();
        if id.is_empty() {
            return Err(ClientIdError::Missing);
        }
        if let Some(character) = id.chars().find(|c| !c.is_ascii_alphanumeric()) {
            return Err(ClientIdError::Character { character });
        }
        if id.len() != Self::CHARS {
            return Err(ClientIdError::Length { chars: id.len() });
        }
        Ok(Self(id.to_owned()))
    }

    /// The ID.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is unusual about it, though not wrong.
    pub fn warning(&self) -> Option<ClientIdWarning> {
        (!self.0.starts_with(Self::USUAL_PREFIX)).then_some(ClientIdWarning::UnusualPrefix)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something to look at again before saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientIdWarning {
    /// Another kind of Okta ID, perhaps.
    #[error("Client IDs of Okta apps usually start with 0oa. Make sure that this is the client ID and not another ID.")]
    UnusualPrefix,
}

impl ClientIdWarning {
    /// Stable, `snake_case`, as that of an error.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnusualPrefix => "client_id_unusual_prefix",
        }
    }
}

/// Why a client ID was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientIdError {
    /// Nothing typed.
    #[error("Enter the client ID from the app’s General tab in Okta.")]
    Missing,
    /// Not a letter or digit.
    #[error("Remove {}. A client ID can contain only letters and digits.", quoted(*character))]
    Character {
        /// The first that does not belong.
        character: char,
    },
    /// Too short or too long: an incomplete copy, or a client secret.
    #[error("A client ID has 20 characters. This one has {chars}. Copy it again from the app’s General tab in Okta.")]
    Length {
        /// How many it has.
        chars: usize,
    },
}

impl FieldError for ClientIdError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "client_id_missing",
            Self::Character { .. } => "client_id_character",
            Self::Length { .. } => "client_id_length",
        }
    }

    fn values(&self) -> Members {
        match self {
            Self::Missing => Members::new(),
            Self::Character { character } => Members::one("character", &*quoted(*character)),
            Self::Length { chars } => Members::one("chars", Json::number(*chars)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_and_trims() {
        for input in ["0oa1b2c3d4E5F6G7H8i9", "  0oa1b2c3d4E5F6G7H8i9\n"] {
            let id = ClientId::parse(input).unwrap();
            assert_eq!((id.as_str(), id.warning()), ("0oa1b2c3d4E5F6G7H8i9", None));
        }
    }

    #[test]
    fn warns_of_an_unusual_prefix() {
        assert!(ClientId::parse("00o1b2c3d4E5F6G7H8i9").unwrap().warning().is_some());
    }

    #[test]
    fn refuses_with_its_own_message() {
        for (input, code) in [
            ("", "client_id_missing"),
            ("  ", "client_id_missing"),
            ("0oa1b2c3d4E5F6G7H8i", "client_id_length"),
            ("0oa1b2c3d4E5F6G7H8i90", "client_id_length"),
            ("0oa1b2c3d4E5F6G7H8i-", "client_id_character"),
            ("0oa1b2c3d4 E5F6G7H8i", "client_id_character"),
            ("０oa1b2c3d4E5F6G7H8i9", "client_id_character"),
            ("{clientId}", "client_id_character"),
        ] {
            assert_eq!(ClientId::parse(input).unwrap_err().code(), code, "{input:?}");
        }
    }
}
