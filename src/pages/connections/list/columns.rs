//! Table columns of the list of connections.

use crate::paths;
use crate::text::{Text, text};
use crate::ui::{Badge, Icon, Spinner, Time, Tone};
use leptos::prelude::*;
use markup::view;
use model::api::SortColumn;
use model::connection::{Connection, Status};

/// A column.
pub(crate) struct Column {
    /// The name in the browser's storage.
    pub(crate) key: &'static str,
    /// The header.
    pub(crate) label: fn(&Text) -> &'static str,
    /// The server's sort key; `None` if the column cannot be sorted.
    pub(crate) sort: Option<SortColumn>,
    /// The CSS class of its cells.
    pub(crate) class: &'static str,
    /// Renders a cell, given the row and whether it is being verified.
    pub(crate) cell: fn(&Connection, Signal<bool>) -> AnyView,
}

/// Every column, from left to right.
pub(crate) static COLUMNS: [Column; 7] = [
    Column {
        key: "name",
        label: |text| text.connections.columns.name,
        sort: Some(SortColumn::Name),
        class: "cell-main",
        cell: name,
    },
    Column {
        key: "application",
        label: |text| text.connections.columns.application,
        sort: Some(SortColumn::Application),
        class: "cell-muted",
        cell: |row, _| row.application.label().into_any(),
    },
    Column {
        key: "domain",
        label: |text| text.connections.columns.domain,
        sort: Some(SortColumn::Domain),
        class: "cell-domain",
        cell: domain,
    },
    Column {
        key: "status",
        label: |text| text.connections.columns.status,
        sort: Some(SortColumn::Status),
        class: "cell-status",
        cell: status,
    },
    Column {
        key: "verified",
        label: |text| text.connections.columns.verified,
        sort: Some(SortColumn::VerifiedAt),
        class: "cell-muted",
        cell: |row, _| view! { <Time at=row.verified_at.clone().unwrap_or_default()/> },
    },
    Column {
        key: "updated",
        label: |text| text.connections.columns.updated,
        sort: Some(SortColumn::UpdatedAt),
        class: "cell-muted",
        cell: |row, _| view! { <Time at=row.updated_at.clone()/> },
    },
    Column {
        key: "updated_by",
        label: |text| text.connections.columns.updated_by,
        sort: None,
        class: "cell-muted",
        cell: who,
    },
];

/// The columns whose bits are set, with their indices.
pub(crate) fn some_columns(bits: usize) -> Vec<(usize, &'static Column)> {
    COLUMNS.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).collect()
}

/// The tone of a status.
pub(crate) fn tone(status: Status) -> Tone {
    match status {
        Status::Active => Tone::Good,
        Status::Limited => Tone::Warning,
        Status::Failed => Tone::Bad,
        Status::Unverified => Tone::Neutral,
    }
}

/// The badge of a status.
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
