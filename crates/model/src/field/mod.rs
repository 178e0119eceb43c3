//! Field validation: one file for each field of a connection, with its type and its rule.
//!
//! Every type is a parser: a value that exists is valid and canonical; `finder` extracts it from what people copy.
//! Every error has a stable `code` for programs and a sentence (its `Display`) that tells a person what to do.

mod base64;
mod client_id;
mod der;
mod description;
mod finder;
mod idna;
mod json;
mod key_id;
mod misplaced;
mod okta_domain;
mod pasted;
mod private_key;
mod profile_name;
mod quoted;
mod unicode;

use serde_json::{Map, Value};

pub use client_id::{ClientId, ClientIdError, ClientIdWarning};
pub use description::{Description, DescriptionError};
pub use key_id::{KeyId, KeyIdError};
pub use misplaced::holds_private_key;
pub use okta_domain::{Correction, OktaDomain, OktaDomainError, Parsed};
pub use pasted::Pasted;
pub use private_key::{Curve, KeyFacts, KeyFormat, KeyKind, PrivateKey, PrivateKeyError};
pub use profile_name::{ProfileName, ProfileNameError};
#[cfg(not(target_arch = "wasm32"))]
pub use unicode::case_folded;

/// Formats a thumbprint: base64url without padding (RFC 7515 §2).
pub fn thumbprint_text(digest: &[u8]) -> String {
    base64::encode(digest, base64::URL_SAFE)
}

/// The text of a key file: UTF-16, recognized by its byte order mark or its zeros, or else UTF-8; the base64 of a key
/// in DER. `None` if it is none of these.
pub fn key_file_text(bytes: &[u8]) -> Option<String> {
    let is_key = der::Kind::of(bytes).is_some();
    if is_key { Some(base64::encode(bytes, base64::STANDARD)) } else { finder::text_of(bytes) }
}

/// The refusal of one field's input.
pub trait FieldError: std::error::Error {
    /// The stable code, `snake_case`, one for each cause: `errors[].code` of a problem.
    fn code(&self) -> &'static str;

    /// The values in the sentence, by name, for translations.
    fn values(&self) -> Map<String, Value> {
        Map::new()
    }
}

/// A named value of a sentence.
fn values_of(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value.into())])
}
