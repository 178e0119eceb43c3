//! Request and response bodies of the HTTP API, other than connections, reports and problems.

use crate::connection::{Connection, SettingsInput};
use crate::permission::Role;
use crate::secret::Secret;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The base path of every resource.
pub const BASE: &str = "/api/v1";

/// A page of connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionPage {
    /// The connections, in the requested order.
    pub items: Vec<Connection>,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// The number of connections that match, on all pages.
    pub total: u64,
}

/// A column that connections are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortColumn {
    /// Profile name, ignoring case.
    Name,
    /// Status, best first.
    Status,
    /// Application.
    Application,
    /// Okta domain.
    Domain,
    /// Last verification.
    VerifiedAt,
    /// Last change.
    UpdatedAt,
}

/// A sort order: a column and a direction; written `name` or `-name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub column: SortColumn,
    /// Descending.
    pub descending: bool,
}

impl SortColumn {
    /// Every column that can be sorted.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Status, Self::Application, Self::Domain, Self::VerifiedAt, Self::UpdatedAt];

    /// The name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Application => "application",
            Self::Domain => "domain",
            Self::VerifiedAt => "verified_at",
            Self::UpdatedAt => "updated_at",
        }
    }
}

impl Sort {
    /// The default sort order.
    pub const DEFAULT: Self = Self { column: SortColumn::Name, descending: false };

    /// Parses `name` or `-name`.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = SortColumn::ALL.into_iter().find(|column| column.name() == name)?;
        Some(Self { column, descending })
    }
}

impl std::fmt::Display for Sort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.name())
    }
}

/// The body of `POST /connections/verify`: a draft, or a stored connection's key with other settings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerifyRequest {
    /// A stored connection whose key is reused; its domain and client id must be the same.
    #[serde(default)]
    pub id: Option<String>,
    /// As for create; ignored.
    #[serde(default)]
    pub name: Option<String>,
    /// As for create; ignored.
    #[serde(default)]
    pub description: Option<String>,
    /// The type of application.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::okta::Application))]
    pub application: String,
    /// How to reach the organization.
    pub settings: SettingsInput,
}

/// The body of `POST /connections/delete`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeleteRequest {
    /// The ids; all are deleted or none.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub ids: Vec<String>,
}

/// The body of `POST /connections/export`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportRequest {
    /// The ids, in the order of the lines.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub ids: Vec<String>,
}

/// The caller of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The name that the token or one-time link was made for.
    pub name: String,
    /// The caller's role.
    pub role: Role,
    /// When the caller must sign in again (RFC 3339, UTC); absent for a token that does not expire.
    #[serde(default)]
    pub expires_at: Option<String>,
}

/// Ways to sign in other than a one-time link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInMethods {
    /// The name of the OpenID Connect provider, if one is configured.
    #[serde(default)]
    pub provider: Option<String>,
}

/// Sessions that have not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Newest first.
    pub items: Vec<SessionEntry>,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// A session that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionEntry {
    /// The session's id (UUIDv7).
    pub id: String,
    /// The user's name.
    pub name: String,
    /// The user's role.
    pub role: Role,
    /// Whether this request belongs to the session.
    pub current: bool,
    /// When it began (RFC 3339, UTC).
    pub created_at: String,
    /// When it was last used, to the minute (RFC 3339, UTC).
    pub last_used_at: String,
    /// When it ends at the latest (RFC 3339, UTC).
    #[serde(default)]
    pub expires_at: Option<String>,
    /// The client address that it began from.
    #[serde(default)]
    pub address: Option<String>,
    /// The browser, from its user agent: `Firefox`.
    #[serde(default)]
    pub browser: Option<String>,
    /// The operating system, from the user agent: `Windows`.
    #[serde(default)]
    pub system: Option<String>,
}

/// The result of ending sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionsEnded {
    /// The number of sessions that were ended.
    pub ended: u32,
}

/// The body of `POST /session`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The token from a one-time link, or an API token.
    #[cfg_attr(feature = "openapi", schema(value_type = String, write_only))]
    pub token: Secret<String>,
}

/// The public key of a key pair that the server generated. The private key never leaves the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GeneratedKey {
    /// The id for `settings.generated_key` of a create or replace.
    pub id: String,
    /// The `kid` that Okta will list it under: its thumbprint (RFC 7638, SHA-256).
    pub key_id: String,
    /// The public key to paste into Okta (RFC 7517).
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub public_jwk: Value,
    /// The same as PEM (RFC 7468).
    pub public_pem: String,
}

/// An entry of a connection's history (audit log).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// The entry's id (UUIDv7).
    pub id: String,
    /// When it happened (RFC 3339, UTC).
    pub at: String,
    /// The name of the user who did it.
    pub by: String,
    /// The user's stable identifier, if it is known: it tells apart two users with the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The client address, if the request came over the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The action: `created`, `updated`, `verified`, `deleted`, `token_issued`, `refused`.
    pub action: String,
    /// The changes field by field, or the outcome; never a secret.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: Value,
}

/// A page of history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryPage {
    /// Newest first.
    pub items: Vec<HistoryEntry>,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_is_read_back_as_it_is_written() {
        for column in SortColumn::ALL {
            for descending in [false, true] {
                let sort = Sort { column, descending };
                assert_eq!(Sort::parse(&sort.to_string()), Some(sort));
            }
        }
        for wrong in ["", "-", "names", "--name", "Name", "name "] {
            assert_eq!(Sort::parse(wrong), None, "{wrong:?}");
        }
    }
}
