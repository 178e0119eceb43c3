//! Errors of the API: `application/problem+json` (RFC 9457).

use crate::check::Report;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What went wrong, for programs (`code`) and for people (`detail`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In a few words, the same for every problem of this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do about it.
    pub detail: String,
    /// Stable and `snake_case`.
    pub code: String,
    /// Which members of the request were refused, each with its own message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The report, where a verification is the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
}

/// One refused member of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Where it is (JSON pointer, RFC 6901), for example `/settings/domain`.
    pub pointer: String,
    /// Stable and `snake_case`, one for each cause.
    pub code: String,
    /// What to do, in one sentence.
    pub detail: String,
    /// The values in the sentence, by name, to say it in another language.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub values: Map<String, Value>,
}
