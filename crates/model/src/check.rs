//! The verification report: what was checked, what came out, and what mends it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a check looks at. A report has all of them, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CheckId {
    /// Resolves, public address, TLS, answers.
    Domain,
    /// Is an Okta organization.
    Organization,
    /// Parses, is strong enough, signs.
    PrivateKey,
    /// Client ID known, app active.
    Client,
    /// Client assertion accepted: key registered and active, `kid`, clock, client authentication method, network zone.
    Authentication,
    /// DPoP off, or on and handled.
    ProofOfPossession,
    /// Each of the seven scopes granted.
    Scopes,
    /// Super Administrator assigned.
    Role,
    /// One real read for each object type.
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

    /// Its name in reports.
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

/// What came out of one check.
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
    /// Not tried, because an earlier check makes it meaningless.
    Skipped,
}

impl CheckStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Warning, Self::Failed, Self::Skipped];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// What came out of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// Everything works.
    Passed,
    /// Connected, but some objects cannot be read.
    Limited,
    /// Not connected; the report says why.
    Failed,
    /// Could not be finished: Okta is down, unreachable or limits the rate. Says nothing about the settings.
    Inconclusive,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Limited, Self::Failed, Self::Inconclusive];

    /// Its name in reports and in the history.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Limited => "limited",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// Which.
    pub id: CheckId,
    /// What came out.
    pub status: CheckStatus,
    /// The cause, stable and `snake_case`; absent where there is nothing to explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Which sentence `detail` is where there is no `code`, stable and `snake_case`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
    /// In a few words.
    pub title: String,
    /// In one plain sentence.
    pub detail: String,
    /// How to fix it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The values in `detail` and in the fix, by name, to say them in another language: text; scopes as a list of their
    /// names, and so the objects that they open; seconds as a number.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub values: Map<String, Value>,
    /// Technical details: what Okta sent (error, description, request ID), missing scopes, counts.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub evidence: Map<String, Value>,
}

/// How to fix what a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fix {
    /// The number of the step of the guide that fixes it; absent where the cause is not in Okta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u8>,
    /// What to do, in one sentence.
    pub text: String,
    /// The page of the Okta admin console to do it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What came out of one verification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// In one word.
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

    /// The first check that failed, in the order of the report: where the user starts mending.
    pub fn first_failure(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.status == CheckStatus::Failed)
    }
}
