//! Field *Client ID*: the app in the organization that the connection signs in as.

use super::finder::{OtherSecret, is_client_id_name, other_secret, trimmed, unwrapped, visible};
use super::quoted::quoted;
use super::{FieldError, values_of};
use serde_json::{Map, Value};
use std::fmt;

/// 6 to 100 characters: ASCII letters and digits, and [`ClientId::SYMBOLS`]. Okta's API accepts this from customers who
/// choose their own (Okta, *Applications API*, `credentials.oauthClient.client_id`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientId(String);

impl ClientId {
    /// The minimum and maximum length, in characters.
    pub const CHARS: std::ops::RangeInclusive<usize> = 6..=100;
    /// The symbols that it may contain besides letters and digits.
    pub const SYMBOLS: &'static str = "$-_.+!*'(),";
    /// The length of the IDs that Okta generates, in characters.
    pub const USUAL_CHARS: usize = 20;
    /// The prefix of the IDs of Okta's apps.
    pub const USUAL_PREFIX: &'static str = "0oa";

    /// Extracts the ID from the input, and validates it.
    pub fn parse(input: &str) -> Result<Self, ClientIdError> {
        let typed = visible(trimmed(input));
        let inner = Self::checked(&unwrapped(&typed, is_client_id_name));
        // Symbols around a generated ID cannot belong to it; around another one they may.
        match (inner, Self::checked(&typed)) {
            (Ok(id), _) if id.is_usual() => Ok(id),
            (_, Ok(id)) | (Ok(id), _) => Ok(id),
            (Err(error), Err(_)) => Err(error),
        }
    }

    fn checked(id: &str) -> Result<Self, ClientIdError> {
        if id.is_empty() {
            return Err(ClientIdError::Missing);
        }
        if let Some(character) = id.chars().find(|c| !c.is_ascii_alphanumeric() && !Self::SYMBOLS.contains(*c)) {
            return Err(ClientIdError::Character { character });
        }
        if !Self::CHARS.contains(&id.len()) {
            return Err(ClientIdError::Length { chars: id.len() });
        }
        if other_secret(id) == Some(OtherSecret::ApiToken) {
            return Err(ClientIdError::ApiToken);
        }
        Ok(Self(id.to_owned()))
    }

    /// The ID.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether Okta has generated it for an app: it is then the app's own ID, too.
    pub fn is_usual(&self) -> bool {
        self.0.len() == Self::USUAL_CHARS
            && self.0.starts_with(Self::USUAL_PREFIX)
            && self.0.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// What is unusual about it, but not wrong.
    pub fn warning(&self) -> Option<ClientIdWarning> {
        match other_secret(&self.0) {
            Some(OtherSecret::ClientSecret) => Some(ClientIdWarning::LooksSecret),
            _ => (!self.is_usual()).then_some(ClientIdWarning::Unusual),
        }
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
    /// Perhaps another kind of Okta ID, or one that a customer has chosen.
    #[error(
        "Client IDs of Okta apps usually have 20 letters and digits and start with 0oa. Make sure that this is the client ID and not another ID."
    )]
    Unusual,
    /// As long and as random as a client secret.
    #[error("Make sure that this is the client ID. It looks like a client secret, and everyone here can see it.")]
    LooksSecret,
}

impl ClientIdWarning {
    /// Every warning.
    pub const ALL: [Self; 2] = [Self::Unusual, Self::LooksSecret];

    /// The stable code, `snake_case`, as that of an error.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unusual => "client_id_unusual",
            Self::LooksSecret => "client_id_looks_secret",
        }
    }
}

/// Why a client ID was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientIdError {
    /// The field is empty.
    #[error("Enter the client ID from the app’s General tab in Okta.")]
    Missing,
    /// A character that no client ID contains.
    #[error("Remove {}. A client ID can contain only letters, digits, and {}", quoted(*character), ClientId::SYMBOLS)]
    Character {
        /// The first such character.
        character: char,
    },
    /// Too short or too long: an incomplete copy, or something else.
    #[error(
        "A client ID has 6 to 100 characters. This one has {chars}. Copy it again from the app’s General tab in Okta."
    )]
    Length {
        /// The length of the input.
        chars: usize,
    },
    /// An API token (`00…`): anybody who sees it can use it.
    #[error("Remove the API token, and enter the client ID from the app’s General tab in Okta.")]
    ApiToken,
}

impl FieldError for ClientIdError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "client_id_missing",
            Self::Character { .. } => "client_id_character",
            Self::Length { .. } => "client_id_length",
            Self::ApiToken => "client_id_is_api_token",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::Missing | Self::ApiToken => Map::new(),
            Self::Character { character } => values_of("character", &*quoted(*character)),
            Self::Length { chars } => values_of("chars", *chars),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_id_out_of_what_stands_around_it() {
        for input in [
            "0oa1b2c3d4E5F6G7H8i9",
            "  0oa1b2c3d4E5F6G7H8i9\n",
            "\u{a0}0oa1b2c3d4E5\u{200b}F6G7H8i9\u{feff}",
            "client_id: 0oa1b2c3d4E5F6G7H8i9",
            "OKTA_CLIENT_ID='0oa1b2c3d4E5F6G7H8i9'",
            "`0oa1b2c3d4E5F6G7H8i9`",
            "0oa1b2c3d4E5F6G7H8i9,",
            "0oa1b2c3d4E5F6G7H8i9.",
        ] {
            let id = ClientId::parse(input).unwrap();
            assert_eq!((id.as_str(), id.warning()), ("0oa1b2c3d4E5F6G7H8i9", None), "{input}");
        }
    }

    #[test]
    fn takes_what_a_customer_has_chosen_and_warns() {
        let longest = "x".repeat(100);
        for id in [
            "backup-prod_svc.01",
            "0oa1b2c3d4E5F6G7H8i9aaaaaaaaaaa",
            "svc'backup(1)",
            "$-_.+!*'(),",
            "backup",
            &longest,
            "00o1b2c3d4E5F6G7H8i9",
        ] {
            let parsed = ClientId::parse(id).unwrap();
            assert_eq!((parsed.as_str(), parsed.warning()), (id, Some(ClientIdWarning::Unusual)));
        }
        let secret = ClientId::parse("fD3Hk9Lm2Qp7Rs5Tv8Wx1Yz4Ab6Cd0Ef3Gh9Jk2L").unwrap();
        assert_eq!(secret.warning(), Some(ClientIdWarning::LooksSecret));
    }

    #[test]
    fn refuses_with_its_own_message() {
        for (input, code) in [
            ("", "client_id_missing"),
            ("  ", "client_id_missing"),
            ("short", "client_id_length"),
            (&*"x".repeat(101), "client_id_length"),
            ("0oa1b2c3d4E5F6G7H8i/", "client_id_character"),
            ("0oa1b2c3d4 E5F6G7H8i", "client_id_character"),
            ("０oa1b2c3d4E5F6G7H8i9", "client_id_character"),
            ("{clientId}", "client_id_character"),
            ("00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr", "client_id_is_api_token"),
        ] {
            assert_eq!(ClientId::parse(input).unwrap_err().code(), code, "{input:?}");
        }
    }
}
