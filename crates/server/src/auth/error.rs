//! Authentication errors.

use super::jwt::{JwtRefusal, KeysError};
use std::path::PathBuf;
use store::StoreError;

/// Why a caller is not who they say, or a credential cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Nothing was sent.
    #[error("Sign in, or send an API token.")]
    Missing,
    /// Not one of ours; a one-time link that was used is one of these.
    #[error("This token or session is not known, or was used up. Sign in again.")]
    Unknown,
    /// Too late.
    #[error("This token or session has expired. Sign in again.")]
    Expired,
    /// Revoked.
    #[error("This token or session was revoked. Sign in again.")]
    Revoked,
    /// A token of the embedding console that is not good.
    #[error("This token is not accepted: {0}.")]
    Jwt(#[from] JwtRefusal),
    /// An authenticated person without a role here.
    #[error("{name} has no role here")]
    NoRole {
        /// The name to display.
        name: String,
        /// Who for good.
        subject: String,
        /// What the claims say instead, for the log and the history.
        why: String,
    },
    /// No such token to revoke.
    #[error("there is no token with this id")]
    NoSuchToken,
    /// No such session to end.
    #[error("there is no session with this id that has not ended")]
    NoSuchSession,
    /// The fixed admin token's file cannot be used.
    #[error("APPCONN_ADMIN_TOKEN_FILE {}: {problem}", path.display())]
    AdminTokenFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it, and what mends it.
        problem: String,
    },
    /// The file of keys of the embedding console cannot be used.
    #[error("APPCONN_JWT_JWKS: {0}")]
    JwtKeys(KeysError),
    /// The secret of the client at the provider cannot be used.
    #[error("APPCONN_OIDC_CLIENT_SECRET_FILE {}: {problem}", path.display())]
    ClientSecretFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it, and what mends it.
        problem: String,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Random,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
