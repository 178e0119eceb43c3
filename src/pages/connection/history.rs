//! Connection history (audit log): who did what, newest first.

use crate::api::{ApiError, Cancel, connections};
use crate::components::explain;
use crate::text::{action, finding_title, text};
use crate::ui::{Button, Callout, Skeleton, Time, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use model::api::HistoryEntry;
use model::check::Outcome;
use serde::Deserialize;
use serde_json::Value;

/// The timeline, loaded page by page.
pub(super) fn history(id: String) -> AnyView {
    let words = &text().connections.page;
    let (entries, next) = (RwSignal::new(None::<Vec<HistoryEntry>>), RwSignal::new(None::<String>));
    let (error, busy) = (RwSignal::new(None::<ApiError>), RwSignal::new(false));
    let id = StoredValue::new(id);
    let cancel = StoredValue::new_local(None::<Cancel>);
    on_cleanup(move || drop(cancel.try_set_value(None)));
    let load = Callback::new(move |()| {
        let (fresh, cursor) = (Cancel::new(), next.get_untracked().unwrap_or_default());
        let signal = fresh.signal();
        cancel.set_value(Some(fresh));
        busy.set(true);
        spawn_local(async move {
            let page = connections::history(&id.get_value(), &cursor, signal.as_ref()).await;
            if page == Err(ApiError::Cancelled) {
                return;
            }
            busy.try_set(false);
            match page {
                Ok(page) => {
                    error.try_set(None);
                    next.try_set(page.next_cursor);
                    entries.try_update(|entries| entries.get_or_insert_default().extend(page.items));
                }
                Err(failed) => drop(error.try_set(Some(failed))),
            }
        });
    });
    load.run(());
    let list = move || {
        entries.with(|entries| match entries {
            None if error.with(Option::is_some) => ().into_any(),
            None => view! { <Skeleton width=70/> },
            Some(entries) if entries.is_empty() => view! { <p class="is-muted">{words.no_history}</p> },
            Some(entries) => {
                view! { <ol class="timeline">{entries.iter().map(show).collect::<Vec<_>>()}</ol> }
            }
        })
    };
    view! {
        {list}
        {move || error.get().map(|error| view! {
            <Callout tone=Tone::Warning live=true>
                <p>{explain(&error)}</p>
                <div class="callout-actions"><Button small=true on_click=load>{text().common.retry}</Button></div>
            </Callout>
        })}
        {move || next.with(Option::is_some).then(|| view! {
            <Button small=true busy=busy on_click=load>{words.more}</Button>
        })}
    }
}

fn show(entry: &HistoryEntry) -> AnyView {
    let words = &text().connections.page;
    let outcome = outcome(&entry.details);
    let tone = match outcome {
        Some(Outcome::Passed) => Tone::Good,
        Some(Outcome::Limited | Outcome::Inconclusive) => Tone::Warning,
        Some(Outcome::Failed) => Tone::Bad,
        None => Tone::Neutral,
    };
    let changes = changes(&entry.details);
    let changes = changes.into_iter().map(|(field, before, after)| {
        view! { <li><span class="is-muted">{text().common.colon(&field_name(&field), "")}</span><del>{before}</del>" → "<ins>{after}</ins></li> }
    });
    let changes: Vec<_> = changes.collect();
    let cause = cause(&entry.details).map(|cause| view! { <p class="timeline-cause">{cause}</p> });
    view! {
        <li class=["timeline-entry ", tone.class()].concat()>
            <p class="timeline-what">{what(entry)}</p>
            {cause}
            {(!changes.is_empty()).then(|| view! { <ul class="timeline-changes">{changes}</ul> })}
            <p class="timeline-when"><Time at=entry.at.clone()/>" "{words.by(&entry.by)}</p>
        </li>
    }
}

/// The action and its result.
fn what(entry: &HistoryEntry) -> String {
    match outcome(&entry.details) {
        Some(outcome) => text().common.colon(&action(&entry.action), text().outcome(outcome)),
        // The user stopped the verification before Okta had answered.
        None if entry.action == "verified" && plain(entry.details.get("outcome")) == "interrupted" => {
            text().connections.page.actions.interrupted.to_owned()
        }
        None => action(&entry.action),
    }
}

/// The label of a field in the form.
fn field_name(name: &str) -> String {
    let words = &text().connections;
    let known = match name {
        "name" => words.fields.name,
        "description" => words.fields.description,
        "application" => words.columns.application,
        "domain" => words.fields.domain,
        "client_id" => words.fields.client_id,
        "key_id" => words.fields.key_id,
        "private_key" | "key" => words.fields.private_key,
        "thumbprint" => words.key.thumbprint,
        "organization_id" => words.page.organization,
        "status" => words.columns.status,
        other => return other.replace('_', " "),
    };
    known.to_owned()
}

/// The outcome of a verification.
fn outcome(details: &Value) -> Option<Outcome> {
    Outcome::deserialize(details.get("outcome")?).ok()
}

/// The first check that did not pass, in a few words.
fn cause(details: &Value) -> Option<String> {
    let text = |name| details.get(name).and_then(Value::as_str);
    finding_title(text("first_failure")?).or_else(|| text("first_failure_title").map(str::to_owned))
}

/// The changes: (field, before, after). The server never includes a secret.
fn changes(details: &Value) -> Vec<(String, String, String)> {
    let Some(changes) = details.get("changes").and_then(Value::as_object) else { return Vec::new() };
    let change =
        |(field, change): (&String, &Value)| (field.clone(), plain(change.get("before")), plain(change.get("after")));
    changes.iter().map(change).collect()
}

fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) if !text.is_empty() => text.clone(),
        None | Some(Value::Null | Value::String(_)) => "–".to_owned(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_verification_says_what_it_came_to() {
        assert_eq!(outcome(&json!({"outcome": "limited", "duration_ms": 5})), Some(Outcome::Limited));
        for other in [json!({}), json!({"outcome": "odd"}), json!(null)] {
            assert_eq!(outcome(&other), None);
        }
    }

    #[test]
    fn a_verification_that_nobody_waited_for_is_called_interrupted() {
        let words = &text().connections.page.actions;
        for (action, details, expected) in [
            ("verified", json!({"outcome": "interrupted"}), words.interrupted),
            ("verified", json!({}), words.verified),
            ("deleted", json!({}), words.deleted),
        ] {
            let [id, at, by] = [(); 3].map(|()| String::new());
            let (subject, address, action) = (None, None, action.to_owned());
            let entry = HistoryEntry { id, at, by, subject, address, action, details };
            assert_eq!(what(&entry), expected);
        }
    }

    #[test]
    fn a_verification_that_failed_says_why() {
        let failed = |details: serde_json::Value| cause(&details.into());
        let known = json!({"first_failure": "no_scopes", "first_failure_title": "No scopes granted"});
        assert_eq!(failed(known).as_deref(), Some("No scopes granted"));
        assert_eq!(failed(json!({"first_failure": "no_scopes"})), None, "an entry of an older server, in English");
        assert_eq!(failed(json!({"first_failure": null, "first_failure_title": null})), None);
    }

    #[test]
    fn a_change_says_what_was_and_what_is() {
        let details = json!({"changes": {
            "key_id": {"before": null, "after": "k1"},
            "name": {"before": "Acme", "after": "Acme EU"},
        }});
        let expected = [("key_id", "–", "k1"), ("name", "Acme", "Acme EU")];
        assert_eq!(changes(&details.into()), expected.map(|(f, b, a)| (f.to_owned(), b.to_owned(), a.to_owned())));
        assert_eq!(changes(&json!({"name": "Acme"}).into()), []);
    }
}
