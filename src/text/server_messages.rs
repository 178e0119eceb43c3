//! Server messages: the sentences of the server and of the shared rules in the language of the page, found by their
//! stable code and filled with their values. A message without a translation is shown as it came, in English.

use super::phrase::fill;
use super::{catalog, coded, list, number, text};
use model::check::{Check, Fix};
use model::field::{ClientIdWarning, Correction};
use model::okta::{GuideStep, OWN_KEY_STEP};
use model::problem::{FieldProblem, Problem};
use serde_json::{Map, Value};

/// The message of a refused field.
pub(crate) fn field_message(problem: &FieldProblem) -> String {
    sentence(&["fields", &problem.code], &problem.values).unwrap_or_else(|| problem.detail.clone())
}

/// The warning about a client ID.
pub(crate) fn warning(warning: ClientIdWarning) -> String {
    coded(&["fields", warning.code()]).map_or_else(|| warning.to_string(), str::to_owned)
}

/// The note on a correction of the domain.
pub(crate) fn corrections_note(corrections: &[Correction]) -> String {
    let sentence = |correction: &Correction| {
        coded(&["mends", correction.code()]).map_or_else(|| correction.to_string(), str::to_owned)
    };
    text().connections.fields.mended(&list(&corrections.iter().map(sentence).collect::<Vec<_>>()))
}

/// What happened and what to do about it.
pub(crate) fn problem(problem: &Problem) -> String {
    // A message at a field says more than the problem as a whole.
    let fields: Vec<_> =
        problem.errors.iter().filter_map(|error| sentence(&["fields", &error.code], &error.values)).collect();
    if !fields.is_empty() && fields.len() == problem.errors.len() {
        return fields.join(" ");
    }
    let translated = coded(&["problems", &problem.code]).or_else(|| catalog::problem(&problem.code));
    let own = if problem.detail.is_empty() { &problem.title } else { &problem.detail };
    translated.unwrap_or(own).to_owned()
}

/// The title and the instructions of a step of the guide.
pub(crate) fn guide_step(step: &'static GuideStep) -> (&'static str, &'static str) {
    let number = step.number.to_string();
    let name = if step.title == OWN_KEY_STEP.title { "own_key" } else { &number };
    let translated = |part| coded(&["guide", name, part]);
    (translated("title").unwrap_or(step.title), translated("text").unwrap_or(step.text))
}

/// The title of a check that is done.
pub(crate) fn check_title(check: &Check) -> String {
    found(check, "title").unwrap_or_else(|| check.title.clone())
}

/// The name of a cause, by its code; `None` if the language has none.
pub(crate) fn finding_title(code: &str) -> Option<String> {
    coded(&["findings", code, "title"]).map(str::to_owned)
}

/// The sentence of a cause.
pub(crate) fn check_detail(check: &Check) -> String {
    found(check, "detail").unwrap_or_else(|| check.detail.clone())
}

/// The fix of a cause.
pub(crate) fn fix(check: &Check, fix: &Fix) -> String {
    found(check, "fix").unwrap_or_else(|| fix.text.clone())
}

/// The name of a member of the evidence.
pub(crate) fn evidence(name: &str) -> String {
    coded(&["evidence", name]).map_or_else(|| name.replace('_', " "), str::to_owned)
}

/// The name of an action in the history.
pub(crate) fn action(action: &str) -> String {
    let words = &text().connections.page.actions;
    let known = match action {
        "created" => words.created,
        "updated" => words.updated,
        "verified" => words.verified,
        "deleted" => words.deleted,
        "token_issued" => words.token_issued,
        "refused" => words.refused,
        other => return other.replace('_', " "),
    };
    known.to_owned()
}

fn found(check: &Check, part: &str) -> Option<String> {
    match (&check.code, &check.phrase) {
        (Some(code), _) => sentence(&["findings", code, part], &check.values),
        (None, Some(phrase)) => sentence(&["sayings", phrase, part], &check.values),
        (None, None) => None,
    }
}

/// The sentence at that path; `None` if the language has none, or if a value is missing, as in older reports.
fn sentence(path: &[&str], values: &Map<String, Value>) -> Option<String> {
    let template = coded(path)?;
    let lacks = std::cell::Cell::new(false);
    let filled = fill(template, &|name| {
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let value = values.get(name).map(|value| shown(name, value));
        lacks.set(lacks.get() || value.is_none() && is_name && !is_literal(name));
        value
    });
    (!lacks.get()).then_some(filled)
}

/// The value of a placeholder in braces on screen: `https://{domain}`.
fn is_literal(name: &str) -> bool {
    name == "domain"
}

/// A value as a person reads it.
fn shown(name: &str, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(seconds) if name == "skew" => skew(seconds.as_i64().unwrap_or_default()),
        Value::Number(count) => count.as_u64().map_or_else(|| count.to_string(), number),
        Value::Array(items) => {
            let item = |item: &Value| {
                let item = item.as_str().unwrap_or_default();
                let object = if name == "objects" { coded(&["objects", item]) } else { None };
                object.unwrap_or(item).to_owned()
            };
            list(&items.iter().map(item).collect::<Vec<_>>())
        }
        other => other.to_string(),
    }
}

/// How far this console's clock is from Okta's, from seconds; positive if this one is behind.
fn skew(seconds: i64) -> String {
    let words = &text().checks;
    let minutes = seconds.unsigned_abs().div_ceil(60);
    match (minutes, seconds > 0) {
        (0..120, true) => words.clock_behind(minutes),
        (0..120, false) => words.clock_ahead(minutes),
        (_, true) => words.clock_behind_hours(minutes / 60),
        (_, false) => words.clock_ahead_hours(minutes / 60),
    }
}
