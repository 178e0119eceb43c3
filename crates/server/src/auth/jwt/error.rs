//! Errors of JSON Web Tokens and key sets.

use outbound::TrustedError;
use serde_json::Value;

/// More of a name than anybody needs to know whose it is.
const MAX_CHARS: usize = 200;

/// A token that is not accepted: why and, where its signature is right, whose it is. For logs and the history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct JwtRefusal {
    /// The reason.
    pub reason: JwtError,
    /// What it says of itself; `None` where anybody may have written that.
    pub signed: Option<SignedAs>,
}

/// What a signed token says of itself, bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAs {
    /// `iss`
    pub issuer: String,
    /// `sub`
    pub subject: String,
}

impl SignedAs {
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        let claims: Value = serde_json::from_slice(payload).ok()?;
        let text = |name: &str| {
            let text = claims.get(name).and_then(Value::as_str).unwrap_or_default();
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_CHARS).collect()
        };
        Some(Self { issuer: text("iss"), subject: text("sub") })
    }
}

impl From<JwtError> for JwtRefusal {
    fn from(reason: JwtError) -> Self {
        Self { reason, signed: None }
    }
}

/// Why a token is not accepted, in words for its sender. Nothing of the token is repeated.
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
    /// Issued for another audience.
    #[error("it is for another audience (aud)")]
    Audience,
    /// Expired, by this number of seconds.
    #[error("it expired {} ago (exp)", in_words(*.0))]
    Expired(i64),
    /// Not valid yet, by this number of seconds.
    #[error(
        "it is valid only in {} (nbf, iat): set the clock of its issuer or of this server by a time server (NTP)",
        in_words(*.0)
    )]
    NotYet(i64),
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

fn in_words(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} seconds"),
        120..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// Why there are no keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The server does not answer.
    #[error("{cause}{}", trust(*.cause, .setting))]
    Unreachable {
        /// The reason.
        cause: TrustedError,
        /// Which setting names the certificates that it is trusted by.
        setting: &'static str,
    },
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

/// What mends it, where a certificate is not trusted.
pub(in crate::auth) fn trust(cause: TrustedError, setting: &str) -> String {
    let is_untrusted = cause.to_string() == "tls_untrusted";
    if is_untrusted { format!(" (name the root certificate that issued its own in {setting})") } else { String::new() }
}
