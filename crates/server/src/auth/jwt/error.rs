//! Why a token is not accepted.

use okta::NamedError;

/// Why a token is not accepted, in words for whoever sent it. Nothing of the token is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Not three parts of base64url, or no JSON in them, or a member twice.
    #[error("it cannot be read")]
    Malformed,
    /// None, symmetric, or unknown.
    #[error("its algorithm is not accepted")]
    Algorithm,
    /// Another kind of token than is wanted here.
    #[error("its typ is not that of a token for this purpose")]
    Type,
    /// An extension that must be understood (RFC 7515, 4.1.11), and is not.
    #[error("it has extensions (crit) that are not understood")]
    Critical,
    /// A key that is not in the issuer's set, or not for this algorithm.
    #[error("the issuer publishes no key for it")]
    Key,
    /// Not signed by that key.
    #[error("its signature is wrong")]
    Signature,
    /// Of another issuer.
    #[error("it is from another issuer (iss)")]
    Issuer,
    /// For somebody else.
    #[error("it is for another audience (aud)")]
    Audience,
    /// Too late.
    #[error("it has expired (exp)")]
    Expired,
    /// Too early.
    #[error("it is not valid yet (nbf, iat)")]
    NotYet,
    /// A claim that must be there.
    #[error("the claim {0} is missing or of the wrong kind")]
    Claim(&'static str),
    /// The answer to another question than was asked.
    #[error("it answers another sign-in (nonce)")]
    Nonce,
    /// The issuer's keys cannot be had.
    #[error("the issuer's keys are not available: {0}")]
    NoKeys(KeysError),
}

/// Why there are no keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The server does not answer.
    #[error("{0}")]
    Unreachable(#[from] NamedError),
    /// It answers something else than 200.
    #[error("status {0}")]
    Status(u16),
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File,
    /// That is no key set.
    #[error("it is not a JWK set")]
    NotASet,
    /// There is none that could be used.
    #[error("it has no public key that can be used here")]
    Empty,
}
