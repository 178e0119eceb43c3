//! The verification report: checks, their results, causes and fixes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A check of a verification. A report has all of them, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CheckId {
    /// The host resolves to a public address, TLS works, and the server answers.
    Domain,
    /// The host is an Okta organization.
    Organization,
    /// The private key can be parsed, is strong enough, and signs.
    PrivateKey,
    /// The client ID is known and the app is active.
    Client,
    /// The client assertion is accepted: key registered and active, `kid`, clock, client authentication method, network
    /// zone.
    Authentication,
    /// DPoP is off, or on and handled.
    ProofOfPossession,
    /// Each of the seven scopes is granted.
    Scopes,
    /// The app has the Super Administrator role.
    Role,
    /// One real read for each object type works.
    Access,
}

impl CheckId {
    /// Every check, in the order of the report.
    pub const ALL: [Self; 9] = [
        Self::Domain,
        Self::Organization,
        Self::PrivateKey,
        Self::Client,
        Self::Authentication,
        Self::ProofOfPossession,
        Self::Scopes,
        Self::Role,
        Self::Access,
    ];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Organization => "organization",
            Self::PrivateKey => "private_key",
            Self::Client => "client",
            Self::Authentication => "authentication",
            Self::ProofOfPossession => "proof_of_possession",
            Self::Scopes => "scopes",
            Self::Role => "role",
            Self::Access => "access",
        }
    }
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CheckStatus {
    /// As it should be.
    Passed,
    /// Works, but not fully or not for long.
    Warning,
    /// Does not work.
    Failed,
    /// Not run, because an earlier check makes it meaningless.
    Skipped,
}

impl CheckStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Warning, Self::Failed, Self::Skipped];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// The outcome of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// Everything works.
    Passed,
    /// Connected, but some objects cannot be read.
    Limited,
    /// Not connected; the report has the reasons.
    Failed,
    /// Could not be finished: Okta is down, unreachable or limits the rate. It says nothing about the settings.
    Inconclusive,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Limited, Self::Failed, Self::Inconclusive];

    /// The name in reports and in the history.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Limited => "limited",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// A check in a report, with its result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// The check.
    pub id: CheckId,
    /// The result of the check.
    pub status: CheckStatus,
    /// The cause, stable and `snake_case`; absent if there is nothing to explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The id of the sentence in `detail` if there is no `code`, stable and `snake_case`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
    /// The result in a few words.
    pub title: String,
    /// The result in one plain sentence.
    pub detail: String,
    /// How to fix it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The values in `detail` and in the fix, by name, for translations: text; scopes as a list of their names, and
    /// likewise the objects that they give access to; seconds as a number.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub values: Map<String, Value>,
    /// Technical details: what Okta sent (error, description, request ID), missing scopes, counts.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub evidence: Map<String, Value>,
}

/// How to fix what a check has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fix {
    /// The number of the guide's step that fixes it; absent if the cause is not in Okta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u8>,
    /// What to do, in one sentence.
    pub text: String,
    /// The page of the Okta admin console to do it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A verification report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// The outcome as a whole.
    pub outcome: Outcome,
    /// When it began (RFC 3339, UTC).
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// All nine checks, in the order of [`CheckId::ALL`].
    pub checks: Vec<Check>,
}

impl Report {
    /// The check with this id.
    pub fn check(&self, id: CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The first check that failed, in the order of the report: where the user starts.
    pub fn first_failure(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.status == CheckStatus::Failed)
    }
}
