//! API errors: `application/problem+json` (RFC 9457).

use crate::check::Report;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An error, for programs (`code`) and for people (`detail`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that identifies the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A title in a few words, the same for every problem with this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do about it.
    pub detail: String,
    /// The stable code, `snake_case`.
    pub code: String,
    /// The members of the request that were refused, each with its own message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The verification report, if a verification is the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
}

/// A refused member of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The place of the member (JSON pointer, RFC 6901), for example `/settings/domain`.
    pub pointer: String,
    /// The stable code, `snake_case`, one for each cause.
    pub code: String,
    /// What to do, in one sentence.
    pub detail: String,
    /// The values in the sentence, by name, for translations.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub values: Map<String, Value>,
}
