//! Applications that can request tokens (service apps).

use serde::{Deserialize, Serialize};

use crate::keys::{KeyPair, PublicJwk};

/// An application of an organization, as configured on its page in Okta's admin console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// `0oa` and 17 characters.
    pub client_id: String,
    /// The name in the admin console.
    pub label: String,
    /// An inactive application responds as if it did not exist.
    #[serde(default)]
    pub status: Status,
    /// The application type; only `service` may use client credentials.
    #[serde(default)]
    pub application_type: ApplicationType,
    /// The client authentication; only `private_key_jwt` gets tokens from the organization authorization server.
    #[serde(default)]
    pub token_endpoint_auth_method: AuthMethod,
    /// "Require Demonstrating Proof of Possession (DPoP) header in token requests".
    #[serde(default)]
    pub dpop_bound_access_tokens: bool,
    /// The Public Keys table.
    #[serde(default)]
    pub keys: Vec<AppKey>,
    /// Whether Okta can read the keys.
    #[serde(default)]
    pub key_set: KeySet,
    /// The selected grant types. If empty, those of its type.
    #[serde(default)]
    pub grant_types: Vec<String>,
    /// The granted scopes (tab Okta API Scopes).
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The assigned roles (tab Admin roles).
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Whether the caller is inside the network zones that the application may be used from.
    #[serde(default = "yes")]
    pub network_zone_allowed: bool,
}

/// A registered public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppKey {
    /// The `kid`. By default, the RFC 7638 thumbprint. `demo`: the thumbprint of the demo key, whatever `jwk` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Only active keys are used.
    #[serde(default)]
    pub status: Status,
    /// The `use` of the key.
    #[serde(default, rename = "use")]
    pub use_: KeyUse,
    /// The key.
    pub jwk: KeyMaterial,
}

/// The source of a registered key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyMaterial {
    /// `"demo"`: the key that `okta-sim demo` prints.
    Demo,
    /// `"somebody_else"`: a key whose private half nobody has.
    SomebodyElse,
    /// A public key in the configuration.
    #[serde(untagged)]
    Jwk(PublicJwk),
}

/// The state of the key set as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySet {
    /// The keys can be read.
    #[default]
    Readable,
    /// The keys cannot be read.
    Damaged,
    /// The keys are at a `jwks_uri` that does not respond.
    UrlUnreachable,
    /// The keys are at a `jwks_uri` with an empty list.
    UrlEmpty,
    /// The keys are at a `jwks_uri`, and two have the same `kid`.
    UrlDuplicate,
}

/// Active or inactive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "Okta's words")]
pub enum Status {
    #[default]
    Active,
    Inactive,
}

/// The `use` of a key (RFC 7517 §4.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyUse {
    /// For signing.
    #[default]
    Sig,
    /// For encryption: it cannot be used to sign.
    Enc,
}

/// `application_type`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "Okta's words")]
pub enum ApplicationType {
    #[default]
    Service,
    Web,
    Native,
    Browser,
}

/// `token_endpoint_auth_method`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are RFC 7591's")]
pub enum AuthMethod {
    #[default]
    PrivateKeyJwt,
    ClientSecretBasic,
    ClientSecretPost,
    ClientSecretJwt,
    None,
}

/// Administrator roles that can be assigned to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "Okta's words")]
pub enum Role {
    SuperAdmin,
    OrgAdmin,
    AppAdmin,
    UserAdmin,
    HelpDeskAdmin,
    ReadOnlyAdmin,
    ReportAdmin,
    GroupMembershipAdmin,
    ApiAccessManagementAdmin,
    Custom,
}

impl App {
    /// The grant types that it may use.
    pub(crate) fn grants(&self) -> Vec<&str> {
        match self.grant_types.as_slice() {
            [] => self.application_type.grant_types().to_vec(),
            selected => selected.iter().map(String::as_str).collect(),
        }
    }
}

impl AppKey {
    /// An active signing key whose `kid` is its thumbprint.
    pub fn new(jwk: KeyMaterial) -> Self {
        Self { kid: None, status: Status::Active, use_: KeyUse::Sig, jwk }
    }

    /// The public half of `pair` as an active signing key.
    pub fn of(pair: &KeyPair) -> Self {
        Self::new(KeyMaterial::Jwk(pair.public_jwk().clone()))
    }
}

impl ApplicationType {
    /// The default grant types of the type.
    pub(crate) const fn grant_types(self) -> &'static [&'static str] {
        match self {
            Self::Service => &["client_credentials"],
            Self::Web => &["authorization_code", "client_credentials"],
            Self::Native | Self::Browser => &["authorization_code", "refresh_token"],
        }
    }
}

impl Role {
    /// `type` and `label`.
    pub(crate) const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::SuperAdmin => ("SUPER_ADMIN", "Super Administrator"),
            Self::OrgAdmin => ("ORG_ADMIN", "Organization Administrator"),
            Self::AppAdmin => ("APP_ADMIN", "Application Administrator"),
            Self::UserAdmin => ("USER_ADMIN", "Group Administrator"),
            Self::HelpDeskAdmin => ("HELP_DESK_ADMIN", "Help Desk Administrator"),
            Self::ReadOnlyAdmin => ("READ_ONLY_ADMIN", "Read-only Administrator"),
            Self::ReportAdmin => ("REPORT_ADMIN", "Report Administrator"),
            Self::GroupMembershipAdmin => ("GROUP_MEMBERSHIP_ADMIN", "Group Membership Administrator"),
            Self::ApiAccessManagementAdmin => ("API_ACCESS_MANAGEMENT_ADMIN", "API Access Management Administrator"),
            Self::Custom => ("CUSTOM", "Backup Operator"),
        }
    }
}

const fn yes() -> bool {
    true
}
