//! Readable data: which types of objects a connection can read, and how many.

use crate::components::{is_incomplete, is_lacking};
use crate::text::{number, text};
use crate::ui::{Mark, Tone};
use leptos::prelude::*;
use markup::view;
use model::check::Report;
use model::check::{Check, CheckId};
use model::okta::SCOPES;
use serde_json::Value;

/// The result of reading one type of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// It can be read; there is nothing to count.
    Yes,
    Exactly(u64),
    /// Okta gave this many, and has more.
    AtLeast(u64),
    No,
    /// The organization has no such objects.
    Lacking,
}

/// A card with a line for each type of object; empty before anything was read.
pub(super) fn readable(report: &Report) -> Option<AnyView> {
    let words = &text().connections.page;
    let reads = reads(&report.checks)?;
    let incomplete = is_incomplete(&report.checks);
    let rows = words.objects.into_iter().zip(reads).map(|(name, read)| {
        let tone = match read {
            Read::No => Tone::Bad,
            Read::Lacking => Tone::Neutral,
            _ if incomplete => Tone::Warning,
            _ => Tone::Good,
        };
        let class = ["readable-state ", tone.class()].concat();
        view! { <div><dt>{name}</dt><dd class=class><Mark icon=tone.icon()/><span>{read_result(read)}</span></dd></div> }
    });
    Some(view! {
        <section class="card" aria-labelledby="readable-title">
            <h2 id="readable-title">{words.readable}</h2>
            {incomplete.then(|| view! { <p class="is-muted">{text().checks.incomplete}</p> })}
            <dl class="details readable">{rows.collect::<Vec<_>>()}</dl>
        </section>
    })
}

fn read_result(read: Read) -> String {
    let words = &text().connections.page;
    match read {
        Read::Yes => words.is_readable.to_owned(),
        Read::Exactly(0) => words.none_yet.to_owned(),
        Read::Exactly(count) => number(count),
        Read::AtLeast(count) => words.at_least(count),
        Read::No => words.not_readable.to_owned(),
        Read::Lacking => words.lacking.to_owned(),
    }
}

/// In the order of `SCOPES`.
fn reads(checks: &[Check]) -> Option<Vec<Read>> {
    let access = checks.iter().find(|check| check.id == CheckId::Access)?;
    let objects = access.evidence.get("objects")?;
    SCOPES.iter().map(|scope| Some(read(objects.get(scope.key)?))).collect()
}

fn read(object: &Value) -> Read {
    match object.get("result").and_then(Value::as_str) {
        Some("read") => {}
        Some(result) if is_lacking(result) => return Read::Lacking,
        _ => return Read::No,
    }
    let count = match object.get("count") {
        Some(Value::Number(count)) => count.as_u64(),
        _ => None,
    };
    match (count, object.get("more")) {
        (None, _) => Read::Yes,
        (Some(count), Some(Value::Bool(true))) => Read::AtLeast(count),
        (Some(count), _) => Read::Exactly(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_count_is_exact_unless_okta_has_more() {
        for (object, expected) in [
            (json!({"result": "read", "count": 3, "more": false}), Read::Exactly(3)),
            (json!({"result": "read", "count": 0, "more": false}), Read::Exactly(0)),
            (json!({"result": "read", "count": 1, "more": true}), Read::AtLeast(1)),
            (json!({"result": "read"}), Read::Yes),
            (json!({"result": "scope_missing"}), Read::No),
            (json!({"result": "classic_engine"}), Read::Lacking),
            (json!({"result": "feature_not_enabled"}), Read::Lacking),
            (json!({"result": "access_empty", "count": 0}), Read::No),
            (json!({}), Read::No),
        ] {
            assert_eq!(read(&object), expected, "{object}");
        }
    }
}
