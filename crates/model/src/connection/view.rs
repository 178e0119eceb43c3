//! A connection as everyone may see it.

use crate::check::{Outcome, Report};
use crate::okta::Application;
use serde::{Deserialize, Serialize};

/// A stored connection. Times are RFC 3339 in UTC, ids UUIDv7.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Connection {
    /// Which.
    pub id: String,
    /// The profile name.
    pub name: String,
    /// A note; empty where there is none.
    pub description: String,
    /// What it connects.
    pub application: Application,
    /// How to reach it.
    pub settings: Settings,
    /// What the last finished verification said.
    pub status: Status,
    /// The last report, finished or not; absent where it was never verified.
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
    /// Grows with every change by a person; part of the `ETag`.
    pub version: i64,
}

/// How a connection reaches its organization, without the private key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    /// `https://{host}`.
    pub domain: String,
    /// The app's client ID.
    pub client_id: String,
    /// What may be shown of the key.
    pub key: KeyView,
    /// The organization's id (`00o…`), remembered at the first success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

/// What may be shown of a stored key.
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

    /// Its name in answers, in the address and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Limited => "limited",
            Self::Failed => "failed",
            Self::Unverified => "unverified",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// What a verification makes of a connection's status; `None` where it changes nothing.
    pub fn after(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Passed => Some(Self::Active),
            Outcome::Limited => Some(Self::Limited),
            Outcome::Failed => Some(Self::Failed),
            Outcome::Inconclusive => None,
        }
    }
}
