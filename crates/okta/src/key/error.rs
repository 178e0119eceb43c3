//! Signing key errors. No message repeats any part of the key.

/// Why a private key cannot be used. No message repeats any part of the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningKeyError {
    /// Looks like a key, but its numbers do not make one.
    #[error("The private key is damaged: its values do not match. Generate a new key in Okta and copy the whole key.")]
    Invalid,
    /// RSA over 8192 bits.
    #[error("This RSA key has more than 8,192 bits. Generate a new key in Okta. It will have 2,048 bits.")]
    TooLong,
    /// A JWK whose `alg` is no signature algorithm of Okta's, or none of this kind of key.
    #[error(
        "The private key names the algorithm {name}, which Okta does not accept for this type of key. Generate a new key in Okta."
    )]
    Algorithm {
        /// The algorithm, by its registered name, or `another algorithm`.
        name: &'static str,
    },
    /// The vault gave something that it cannot have been given.
    #[error("The saved private key cannot be read. Replace it with a new one.")]
    Sealed,
    /// The system gave no random numbers.
    #[error("The system has no random numbers to generate a key. Try again.")]
    Generate,
}

impl SigningKeyError {
    /// Stable, `snake_case`, one for each cause.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "private_key_invalid",
            Self::TooLong => "private_key_too_long",
            Self::Algorithm { .. } => "private_key_algorithm",
            Self::Sealed => "private_key_unreadable",
            Self::Generate => "private_key_not_generated",
        }
    }
}
