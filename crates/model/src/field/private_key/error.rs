//! Errors of the field *Private key*.

use crate::field::finder::OtherSecret;
use crate::field::{FieldError, values_of};
use serde_json::{Map, Value};

/// Why a private key was refused. No message repeats any part of what was pasted, except for names from the standards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrivateKeyError {
    /// The field is empty.
    #[error("Paste the private key from Okta, in JSON or PEM format.")]
    Missing,
    /// Too long.
    #[error("The text is much longer than a private key. Paste only the key.")]
    TooLarge,
    /// Neither JSON nor PEM.
    #[error(
        "This is not a private key. Paste the whole JSON, from {{ to }}, or the whole PEM, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----."
    )]
    NotAKey,
    /// A PEM or JSON whose end is missing.
    #[error("The end of the private key is missing. Copy it again, to the last character.")]
    Truncated,
    /// JSON that does not parse.
    #[error("This is not valid JSON. Copy the private key again with Okta’s Copy to clipboard button.")]
    InvalidJson,
    /// Base64 or its content is damaged.
    #[error("The private key is damaged: some characters are missing or changed. Copy the whole key again.")]
    Damaged,
    /// A public key.
    #[error("This is the public key. Paste the private key. Okta shows it only once, when the key is generated.")]
    PublicKey,
    /// A certificate or a certificate request.
    #[error("This is a certificate. Paste the private key itself, in JSON or PEM format.")]
    Certificate,
    /// A PEM that is encrypted with a pass phrase.
    #[error("This key is encrypted with a passphrase. Paste the key without a passphrase, as Okta shows it.")]
    Encrypted,
    /// A key set, `{"keys": […]}`.
    #[error("This is a set of keys (JWKS). Paste only the private key, from {{ to }}.")]
    KeySet,
    /// More than one private key in a PEM file.
    #[error("There is more than one private key here. Paste only the one whose public key is in Okta.")]
    SeveralKeys,
    /// Neither RSA nor EC.
    #[error("This type of key ({kind}) is not supported. Use an RSA key, or an EC key on P-256, P-384, or P-521.")]
    OtherKind {
        /// The kind, by its name in the standards.
        kind: String,
    },
    /// EC on another curve.
    #[error("This EC key uses an unsupported curve. Use P-256, P-384, or P-521.")]
    OtherCurve,
    /// RSA under 2048 bits.
    #[error("This RSA key has {bits} bits. Okta requires 2,048 or more. Generate a new key.")]
    RsaTooShort {
        /// The length of its modulus, in bits.
        bits: usize,
    },
    /// A JWK without a required member.
    #[error("The JSON has no “{name}”. Copy the whole private key again.")]
    MemberMissing {
        /// The member's name.
        name: &'static str,
    },
    /// An RSA key without its prime factors (optional in RFC 7518 §6.3.2).
    #[error("The JSON has no {names}. Generate a key in Okta, and paste the whole private key.")]
    Incomplete {
        /// The names of the missing members.
        names: String,
    },
    /// An API token, `SSWS 00…`.
    #[error("This looks like an API token. Paste the app’s private key instead, in JSON or PEM format.")]
    ApiToken,
    /// A client secret, the other way for an app to sign in.
    #[error("This looks like a client secret. Paste the app’s private key instead, in JSON or PEM format.")]
    ClientSecret,
    /// A JWK for encryption.
    #[error("This key is meant for encryption (\"use\": \"enc\"). Generate a key for signing.")]
    NotForSigning,
    /// A `kid` that is not a valid key ID.
    #[error("The “kid” in the JSON is not a valid key ID. Copy the whole private key again.")]
    KeyId,
}

impl From<OtherSecret> for PrivateKeyError {
    fn from(secret: OtherSecret) -> Self {
        match secret {
            OtherSecret::ApiToken => Self::ApiToken,
            OtherSecret::ClientSecret => Self::ClientSecret,
        }
    }
}

impl FieldError for PrivateKeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "private_key_missing",
            Self::TooLarge => "private_key_too_large",
            Self::NotAKey => "private_key_not_a_key",
            Self::Truncated => "private_key_truncated",
            Self::InvalidJson => "private_key_invalid_json",
            Self::Damaged => "private_key_damaged",
            Self::PublicKey => "private_key_is_public",
            Self::Certificate => "private_key_is_certificate",
            Self::Encrypted => "private_key_encrypted",
            Self::KeySet => "private_key_is_key_set",
            Self::SeveralKeys => "private_key_several",
            Self::OtherKind { .. } => "private_key_other_kind",
            Self::OtherCurve => "private_key_other_curve",
            Self::RsaTooShort { .. } => "private_key_too_short",
            Self::MemberMissing { .. } => "private_key_member_missing",
            Self::Incomplete { .. } => "private_key_incomplete",
            Self::ApiToken => "private_key_is_api_token",
            Self::ClientSecret => "private_key_is_client_secret",
            Self::NotForSigning => "private_key_not_for_signing",
            Self::KeyId => "private_key_key_id",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::OtherKind { kind } => values_of("kind", &**kind),
            Self::RsaTooShort { bits } => values_of("bits", *bits),
            Self::MemberMissing { name } => values_of("name", *name),
            Self::Incomplete { names } => values_of("names", &**names),
            _ => Map::new(),
        }
    }
}
