//! Requests and answers of the HTTP API that are not a connection, a report or a problem.

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
    /// In the order asked for.
    pub items: Vec<Connection>,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// How many match, on all pages.
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

/// A column and a direction; written `name` or `-name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// Which column.
    pub column: SortColumn,
    /// Last first.
    pub descending: bool,
}

impl SortColumn {
    /// Every column that sorts.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Status, Self::Application, Self::Domain, Self::VerifiedAt, Self::UpdatedAt];

    /// Its name in the address.
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
    /// What a list is sorted by unless asked otherwise.
    pub const DEFAULT: Self = Self { column: SortColumn::Name, descending: false };

    /// Reads `name` or `-name`.
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
    /// As for create; not looked at.
    #[serde(default)]
    pub name: Option<String>,
    /// As for create; not looked at.
    #[serde(default)]
    pub description: Option<String>,
    /// What it connects.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::okta::Application))]
    pub application: String,
    /// How to reach it.
    pub settings: SettingsInput,
}

/// The body of `POST /connections/delete`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeleteRequest {
    /// All or nothing.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub ids: Vec<String>,
}

/// The body of `POST /connections/export`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportRequest {
    /// In the order of the lines.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub ids: Vec<String>,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Whose token or link it was.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// When they must sign in again (RFC 3339, UTC); absent for a token that does not expire.
    #[serde(default)]
    pub expires_at: Option<String>,
}

/// How people may sign in beside a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInMethods {
    /// What the OpenID Connect provider is called, where there is one.
    #[serde(default)]
    pub provider: Option<String>,
}

/// Sessions that have not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Newest first.
    pub items: Vec<SessionEntry>,
    /// Leads to the next page, if there is one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// A session that has not ended, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionEntry {
    /// Which (UUIDv7).
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether the request that asks came with this one.
    pub current: bool,
    /// When it began (RFC 3339, UTC).
    pub created_at: String,
    /// When it was last used, to the minute (RFC 3339, UTC).
    pub last_used_at: String,
    /// When it ends at the latest (RFC 3339, UTC).
    #[serde(default)]
    pub expires_at: Option<String>,
    /// The address that it began from.
    #[serde(default)]
    pub address: Option<String>,
    /// The browser, as far as it said: `Firefox`.
    #[serde(default)]
    pub browser: Option<String>,
    /// What the browser runs on, as far as it said: `Windows`.
    #[serde(default)]
    pub system: Option<String>,
}

/// How many sessions were ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionsEnded {
    /// So many.
    pub ended: u32,
}

/// The body of `POST /session`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The token out of a one-time link, or an API token.
    #[cfg_attr(feature = "openapi", schema(value_type = String, write_only))]
    pub token: Secret<String>,
}

/// The public key of a key pair that the server generated. The private key never leaves the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GeneratedKey {
    /// What `settings.generated_key` of a create names.
    pub id: String,
    /// The `kid` that Okta will list it under: its thumbprint (RFC 7638, SHA-256).
    pub key_id: String,
    /// To paste into Okta (RFC 7517).
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub public_jwk: Value,
    /// The same as PEM (RFC 7468).
    pub public_pem: String,
}

/// One entry of a connection's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// Which (UUIDv7).
    pub id: String,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who.
    pub by: String,
    /// Who for good, where that is known: two people of one name are two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// From which address, where it came over the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What: `created`, `updated`, `verified`, `deleted`, `token_issued`, `refused`.
    pub action: String,
    /// What changed, field by field, or what came out; never a secret.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: Value,
}

/// A page of history, newest first.
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
