//! Secret detection: other secrets of Okta that people paste instead of a private key, recognized by their shape.

/// A secret that is no private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::field) enum OtherSecret {
    /// An API token, `SSWS 00…`.
    ApiToken,
    /// The client secret of an app that signs in without a key.
    ClientSecret,
}

/// An API token has 42 characters, and begins with `00` (Okta, *Create an API token*).
const API_TOKEN_CHARS: usize = 42;
/// Client secrets had 40 characters, and have 64 since 2022.
const CLIENT_SECRET_CHARS: [usize; 2] = [40, 64];

/// The first secret among the words of a text.
pub(in crate::field) fn other_secret(text: &str) -> Option<OtherSecret> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).find_map(shape)
}

fn shape(word: &str) -> Option<OtherSecret> {
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    let is_random = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    if word.len() == API_TOKEN_CHARS && word.starts_with("00") && is_random {
        Some(OtherSecret::ApiToken)
    } else if CLIENT_SECRET_CHARS.contains(&word.len()) && is_random {
        Some(OtherSecret::ClientSecret)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_shape() {
        let token = "00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr";
        for (text, expected) in [
            (token.to_owned(), Some(OtherSecret::ApiToken)),
            (format!("Authorization: SSWS {token}\n"), Some(OtherSecret::ApiToken)),
            (format!("OKTA_API_TOKEN='{token}'"), Some(OtherSecret::ApiToken)),
            ("fD3Hk9Lm2Qp7Rs5Tv8Wx1Yz4Ab6Cd0Ef3Gh9Jk2L".to_owned(), Some(OtherSecret::ClientSecret)),
            (format!("CLIENT_SECRET={}", "aB3-".repeat(16)), Some(OtherSecret::ClientSecret)),
            ("0oa1b2c3d4E5F6G7H8i9".to_owned(), None),
            ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b".to_owned(), None),
            ("secret".to_owned(), None),
        ] {
            assert_eq!(other_secret(&text), expected, "{text}");
        }
    }
}
