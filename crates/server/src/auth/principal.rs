//! Principals: authenticated callers, and how they proved who they are.

use model::permission::Role;
use std::net::IpAddr;
use time::OffsetDateTime;
use uuid::Uuid;

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What people call them.
    pub name: String,
    /// Who they are for good: two of the same name are two.
    pub subject: String,
    /// What they may do.
    pub role: Role,
    /// How they proved it.
    pub via: Via,
    /// When they must sign in again; `None` for never.
    pub expires_at: Option<OffsetDateTime>,
    /// From where, as far as the request says.
    pub address: Option<IpAddr>,
}

/// How a caller proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The API token with this id.
    ApiToken(Uuid),
    /// The browser session with this id.
    Session(Uuid),
    /// The fixed token of `APPCONN_ADMIN_TOKEN_FILE`.
    AdminTokenFile,
    /// A token of the embedding console.
    Jwt,
}
