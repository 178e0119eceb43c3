//! Connection responses: a stored connection without its secrets.

use crate::check::{Outcome, Report};
use crate::okta::Application;
use serde::{Deserialize, Serialize};

/// A stored connection. Times are RFC 3339 in UTC, ids UUIDv7.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Connection {
    /// The connection's id.
    pub id: String,
    /// The profile name.
    pub name: String,
    /// The description; empty if there is none.
    pub description: String,
    /// The type of application.
    pub application: Application,
    /// How to reach the organization.
    pub settings: Settings,
    /// The status, from the last finished verification.
    pub status: Status,
    /// The last report, finished or not; absent if the connection was never verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// When it was created.
    pub created_at: String,
    /// Who created it.
    pub created_by: String,
    /// When it was last changed.
    pub updated_at: String,
    /// Who last changed it.
    pub updated_by: String,
    /// When it was last verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<String>,
    /// Increases with every change by a user; part of the `ETag`.
    pub version: i64,
}

/// The settings of a connection, without the private key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    /// `https://{host}`.
    pub domain: String,
    /// The app's client ID.
    pub client_id: String,
    /// The public facts of the key.
    pub key: KeyView,
    /// The organization's id (`00o…`), stored at the first success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

/// The public facts of a stored key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyView {
    /// The `kid` that assertions carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The JWS algorithm (RFC 7518), for example `RS256`.
    pub algorithm: String,
    /// Length in bits: RSA modulus, or EC coordinate.
    pub bits: u32,
    /// JWK thumbprint of the public key (RFC 7638), SHA-256, base64url.
    pub thumbprint: String,
    /// When it was stored (RFC 3339, UTC).
    pub set_at: String,
}

/// Whether a connection works, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// Everything passed.
    Active,
    /// Connected, but some objects cannot be read: a scope or role is missing.
    Limited,
    /// The last verification failed.
    Failed,
    /// Never verified.
    Unverified,
}

impl Status {
    /// Every status, best first.
    pub const ALL: [Self; 4] = [Self::Active, Self::Limited, Self::Failed, Self::Unverified];

    /// The name in responses, in the address and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Limited => "limited",
            Self::Failed => "failed",
            Self::Unverified => "unverified",
        }
    }

    /// The status with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// The status that follows from a verification's outcome; `None` if it does not change.
    pub fn after(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Passed => Some(Self::Active),
            Outcome::Limited => Some(Self::Limited),
            Outcome::Failed => Some(Self::Failed),
            Outcome::Inconclusive => None,
        }
    }
}
