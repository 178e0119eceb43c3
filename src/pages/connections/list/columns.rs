//! The columns of the list: one list of them.

use crate::paths;
use crate::text::text;
use crate::ui::{Badge, Icon, Spinner, Time, Tone};
use leptos::prelude::*;
use markup::view;
use model::api::SortColumn;
use model::connection::{Connection, Status};

/// A column.
pub(crate) struct Column {
    pub(crate) label: &'static str,
    /// What the server sorts by; none where it does not.
    pub(crate) sort: Option<SortColumn>,
    /// The CSS class of its cells.
    pub(crate) class: &'static str,
    /// A cell, given the row and whether it is being verified.
    pub(crate) cell: fn(&Connection, Signal<bool>) -> AnyView,
}

/// What the browser remembers each column by, in the order of [`columns`].
pub(crate) const KEYS: [&str; 7] = ["name", "application", "domain", "status", "verified", "updated", "updated_by"];

/// Every column, from left to right.
pub(crate) fn columns() -> [Column; KEYS.len()] {
    let words = &text().connections.columns;
    let column = |label, sort, class, cell| Column { label, sort, class, cell };
    [
        column(words.name, Some(SortColumn::Name), "cell-main", name),
        column(words.application, Some(SortColumn::Application), "cell-muted", |row, _| {
            row.application.label().into_any()
        }),
        column(words.domain, Some(SortColumn::Domain), "cell-domain", domain),
        column(words.status, Some(SortColumn::Status), "cell-status", status),
        column(words.verified, Some(SortColumn::VerifiedAt), "cell-muted", |row, _| {
            view! { <Time at=row.verified_at.clone().unwrap_or_default()/> }
        }),
        column(words.updated, Some(SortColumn::UpdatedAt), "cell-muted", |row, _| {
            view! { <Time at=row.updated_at.clone()/> }
        }),
        column(words.updated_by, None, "cell-muted", who),
    ]
}

/// Those whose bits are set, with their places.
pub(crate) fn some_columns(bits: usize) -> Vec<(usize, Column)> {
    columns().into_iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).collect()
}

/// What a status means to the user.
pub(crate) fn tone(status: Status) -> Tone {
    match status {
        Status::Active => Tone::Good,
        Status::Limited => Tone::Warning,
        Status::Failed => Tone::Bad,
        Status::Unverified => Tone::Neutral,
    }
}

/// The pill that shows a status.
pub(crate) fn status_badge(status: Status) -> AnyView {
    let word = text().status(status).to_owned();
    match status {
        Status::Unverified => view! { <Badge tone=tone(status) icon=Icon::Pending text=word/> },
        _ => view! { <Badge tone=tone(status) text=word/> },
    }
}

fn name(row: &Connection, _: Signal<bool>) -> AnyView {
    let note = (!row.description.is_empty()).then(|| view! { <span class="row-note">{row.description.clone()}</span> });
    view! { <a class="row-name" href=paths::href(&paths::connection(&row.id))>{row.name.clone()}</a>{note} }
}

fn domain(row: &Connection, _: Signal<bool>) -> AnyView {
    let host = row.settings.domain.strip_prefix("https://").unwrap_or(&row.settings.domain);
    view! { <span class="row-domain" title=host.to_owned()>{host.to_owned()}</span> }
}

fn who(row: &Connection, _: Signal<bool>) -> AnyView {
    view! { <span class="row-who" title=row.updated_by.clone()>{row.updated_by.clone()}</span> }
}

fn status(row: &Connection, verifying: Signal<bool>) -> AnyView {
    let status = row.status;
    let show = move || {
        if verifying.get() {
            view! { <span class="row-verifying"><Spinner/>{text().connections.list.verifying}</span> }
        } else {
            status_badge(status)
        }
    };
    show.into_any()
}
