//! Lines of a report that name no cause.

use super::messages::StatusMessage;
use super::template::filled;
use model::check::{Check, CheckId, CheckStatus};
use serde_json::{Map, Value};

/// A line of the report that names no cause: something is as it should be, or was not tried. `values` stand in the
/// sentence.
pub(crate) fn plain(
    id: CheckId,
    status: CheckStatus,
    message: &StatusMessage,
    values: &[(&'static str, String, Value)],
) -> Check {
    Check {
        id,
        status,
        code: None,
        phrase: Some(message.name.to_owned()),
        title: message.title.to_owned(),
        detail: filled(message.detail, values),
        fix: None,
        values: values.iter().map(|(name, _, value)| ((*name).to_owned(), value.clone())).collect(),
        evidence: Map::new(),
    }
}
