//! Limited connections: a sentence that names the data that cannot be read.

use crate::text::{list, text};
use model::check::{Check, CheckId, CheckStatus};
use model::okta::SCOPES;

/// Names the data that cannot be read, or says why data may be incomplete; `None` if a report shows neither.
pub(crate) fn limits(checks: &[Check]) -> Option<String> {
    let words = &text().checks;
    let names = &text().connections.page.objects;
    let unreadable: Vec<String> =
        unreadable(checks).into_iter().filter_map(|at| names.get(at)).map(|name| (*name).to_owned()).collect();
    if !unreadable.is_empty() {
        return Some(words.unreadable(&list(&unreadable)));
    }
    is_incomplete(checks).then(|| words.incomplete.to_owned())
}

/// Whether Okta may leave out data silently: it shows only what the app's role may see.
pub(crate) fn is_incomplete(checks: &[Check]) -> bool {
    let role = checks.iter().find(|check| check.id == CheckId::Role);
    role.is_some_and(|role| matches!(role.status, CheckStatus::Failed | CheckStatus::Warning))
}

/// The indices in `SCOPES` of the data that could not be read.
fn unreadable(checks: &[Check]) -> Vec<usize> {
    let access = checks.iter().find(|check| check.id == CheckId::Access);
    let Some(objects) = access.and_then(|access| access.evidence.get("objects")) else { return Vec::new() };
    let is_unreadable = |key: &str| {
        let result = objects.get(key).and_then(|object| object.get("result")?.as_str());
        result.is_some_and(|result| result != "read" && !is_lacking(result))
    };
    (0..SCOPES.len()).filter(|at| is_unreadable(SCOPES[*at].key)).collect()
}

/// Whether the cause is a feature of Okta that the organization does not have: its data is not missing.
pub(crate) fn is_lacking(result: &str) -> bool {
    ["feature_not_enabled", "classic_engine"].contains(&result)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use serde_json::{Map, Value, json};

    fn check(id: CheckId, status: CheckStatus, evidence: Value) -> Check {
        let (title, detail) = (String::new(), String::new());
        let (code, phrase, fix, values) = (None, None, None, Map::new());
        let evidence = serde_json::from_value(evidence).unwrap();
        Check { id, status, code, phrase, title, detail, fix, values, evidence }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_else_why_it_may_be_incomplete() {
        let (all, words) = (&text().connections.page.objects, &text().checks);
        let [apps, devices] = [0, 1].map(|at| SCOPES[at].key);
        let read = json!({"objects": {apps: {"result": "read"}, devices: {"result": "feature_not_enabled"}}});
        let refused = json!({"objects": {apps: {"result": "read"}, devices: {"result": "scope_missing"}}});
        let role = |status| check(CheckId::Role, status, json!({}));
        let access = |evidence: &Value| check(CheckId::Access, CheckStatus::Warning, evidence.clone());
        for (checks, expected) in [
            (vec![role(CheckStatus::Passed), access(&read)], None),
            (vec![role(CheckStatus::Warning), access(&read)], Some(words.incomplete.to_owned())),
            (vec![role(CheckStatus::Failed)], Some(words.incomplete.to_owned())),
            (vec![role(CheckStatus::Warning), access(&refused)], Some(words.unreadable(all[1]))),
            (vec![], None),
        ] {
            assert_eq!(limits(&checks), expected, "{checks:?}");
        }
    }
}
