//! The fields of a connection, one file each: what it means, and the rule that refuses its input.
//!
//! Every type parses: a value that exists is right and canonical; `finder` takes it out of what people copy. Every error has a stable `code` for programs
//! and a sentence (its `Display`) that tells a person what to do.

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
pub use okta_domain::{Mend, OktaDomain, OktaDomainError, Parsed};
pub use pasted::Pasted;
pub use private_key::{Curve, KeyFacts, KeyFormat, KeyKind, PrivateKey, PrivateKeyError};
pub use profile_name::{ProfileName, ProfileNameError};
#[cfg(not(target_arch = "wasm32"))]
pub use unicode::case_folded;

/// A thumbprint as it is written: base64url without padding (RFC 7515 §2).
pub fn thumbprint_text(digest: &[u8]) -> String {
    base64::encode(digest, base64::URL_SAFE)
}

/// The text of a file with a key in it: by its byte order mark or its zeros UTF-16, or else UTF-8; of a key in DER, its
/// base64. `None` where it is neither.
pub fn key_file_text(bytes: &[u8]) -> Option<String> {
    let is_key = der::Kind::of(bytes).is_some();
    if is_key { Some(base64::encode(bytes, base64::STANDARD)) } else { finder::text_of(bytes) }
}

/// A rule's refusal of one field's input.
pub trait FieldError: std::error::Error {
    /// Stable, `snake_case`, one for each cause: what `errors[].code` of a problem says.
    fn code(&self) -> &'static str;

    /// What its sentence says of this input, by name, for whoever writes the sentence in another language.
    fn values(&self) -> Map<String, Value> {
        Map::new()
    }
}

/// One named value of a sentence.
fn values_of(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value.into())])
}
