//! The fixed admin token that an operator puts into a file.

use super::error::AuthError;
use super::principal::{Principal, Via};
use super::secret::sha256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use files::read_secret;
use model::permission::Role;
use std::path::Path;
use store::CredentialRecord;
use subtle::ConstantTimeEq;

const MIN_CHARS: usize = 32;
/// Enough to tell tokens apart.
const FINGERPRINT_BYTES: usize = 8;

/// The name of the principal that sends it.
const NAME: &str = "admin-token-file";

/// The fixed admin token.
pub(super) struct AdminToken {
    hash: Vec<u8>,
    /// The name and a fingerprint: two tokens that were in the file one after the other are two.
    subject: String,
}

impl AdminToken {
    pub(super) fn read(path: &Path) -> Result<Self, AuthError> {
        let refuse = |problem: String| AuthError::AdminTokenFile { path: path.to_owned(), problem };
        let text = read_secret(path).map_err(refuse)?;
        let token = text.trim();
        if token.chars().count() < MIN_CHARS {
            return Err(refuse(format!("the token is too short; it needs at least {MIN_CHARS} characters")));
        }
        if !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(refuse("the token has white space or characters outside ASCII; remove them".to_owned()));
        }
        let (hash, print) = (sha256(token), sha256(&format!("{NAME} {token}")));
        let print = URL_SAFE_NO_PAD.encode(print.get(..FINGERPRINT_BYTES).unwrap_or_default());
        Ok(Self { hash, subject: format!("{NAME} {print}") })
    }

    /// Compares hashes in constant time: neither the token nor where it differs shows in how long this takes.
    pub(super) fn is(&self, token: &str) -> bool {
        self.hash.ct_eq(&sha256(token)).into()
    }

    /// Whether a session began with a fixed token that is no longer this one.
    pub(super) fn has_ended(present: Option<&Self>, session: &CredentialRecord) -> bool {
        let began_so = session.subject.strip_prefix(NAME).is_some_and(|print| print.starts_with(' '));
        began_so && present.is_none_or(|token| token.subject != session.subject)
    }

    pub(super) fn principal(&self) -> Principal {
        Principal {
            name: NAME.to_owned(),
            subject: self.subject.clone(),
            role: Role::Admin,
            via: Via::AdminTokenFile,
            expires_at: None,
            address: None,
        }
    }
}
