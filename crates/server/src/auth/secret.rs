//! Random secrets with a recognizable beginning, so that people and secret scanners know one when they see it.

use super::error::AuthError;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::permission::Role;
use model::secret::Secret;
use store::{CredentialKind, CredentialRecord};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

const RANDOM_BYTES: usize = 32;
/// [`RANDOM_BYTES`] in base64url.
const RANDOM_CHARS: usize = 43;

/// A kind of secret, told by its prefix.
pub(super) struct SecretKind(&'static str);

impl SecretKind {
    pub(super) const API_TOKEN: Self = Self("act_");
    pub(super) const LINK: Self = Self("acl_");
    pub(super) const SESSION: Self = Self("acs_");

    /// What the store knows a secret by; `None` where the text is no secret of this kind.
    pub(super) fn hash(&self, text: &str) -> Option<Vec<u8>> {
        let random = text.strip_prefix(self.0)?;
        (random.len() == RANDOM_CHARS).then(|| sha256(text))
    }

    /// A new secret, and the record that recognizes it.
    pub(super) fn issue(
        &self,
        kind: CredentialKind,
        role: Role,
        name: &str,
        now: OffsetDateTime,
    ) -> Result<(Secret<String>, CredentialRecord), AuthError> {
        let mut random = Zeroizing::new([0; RANDOM_BYTES]);
        aws_lc_rs::rand::fill(random.as_mut_slice()).map_err(|_| AuthError::Random)?;
        let random = Zeroizing::new(URL_SAFE_NO_PAD.encode(random.as_slice()));
        let secret = Secret::new(format!("{}{}", self.0, random.as_str()));
        let record = CredentialRecord {
            id: Uuid::now_v7(),
            kind,
            hash: sha256(secret.expose()),
            name: name.to_owned(),
            role,
            subject: String::new(),
            parent: None,
            created_at: now,
            expires_at: None,
            last_used_at: None,
            revoked_at: None,
            address: None,
            user_agent: None,
        };
        Ok((secret, record))
    }
}

pub(super) fn sha256(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

/// The value of a session's cookie. No `Debug` and no `Display`: it goes into one header and nowhere else.
pub struct SessionSecret(Secret<String>);

impl SessionSecret {
    pub(super) fn new(secret: Secret<String>) -> Self {
        Self(secret)
    }

    /// The value itself: ASCII letters, digits, `-` and `_`.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::super::admin_token::AdminToken;
    use super::SessionSecret;
    use static_assertions::assert_not_impl_any;
    use std::fmt::{Debug, Display};

    // API tokens and links are `Secret`s, which `model` proves the same of.
    assert_not_impl_any!(SessionSecret: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(AdminToken: Debug, Display, serde::Serialize, Clone, PartialEq);
}
