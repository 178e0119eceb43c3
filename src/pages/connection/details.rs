//! Connection details: what is stored, except for the key.

use crate::text::text;
use crate::ui::{CopyButton, Time};
use leptos::prelude::*;
use markup::view;
use model::connection::Connection;

/// A card of names and values.
pub(super) fn details(connection: &Connection) -> AnyView {
    let words = &text().connections;
    let settings = &connection.settings;
    let size = words.key.bits(settings.key.bits);
    let rows = [
        (!connection.description.is_empty()).then(|| (words.fields.description, lines(&connection.description))),
        Some((words.columns.application, plain(connection.application.label()))),
        Some((words.fields.domain, code(words.fields.domain, &settings.domain))),
        settings.organization_id.as_ref().map(|id| (words.page.organization, code(words.page.organization, id))),
        Some((words.fields.client_id, code(words.fields.client_id, &settings.client_id))),
        Some((words.fields.private_key, plain(&[&settings.key.algorithm, ", ", &size].concat()))),
        settings.key.key_id.as_ref().map(|id| (words.key.id, code(words.key.id, id))),
        Some((words.key.thumbprint, code(words.key.thumbprint, &settings.key.thumbprint))),
        Some((words.page.created, by(&connection.created_at, &connection.created_by))),
        Some((words.columns.updated, by(&connection.updated_at, &connection.updated_by))),
    ];
    let rows = rows.into_iter().flatten().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <section class="card" aria-labelledby="details-title">
            <h2 id="details-title">{words.page.details}</h2>
            <dl class="details">{rows.collect::<Vec<_>>()}</dl>
        </section>
    }
}

fn plain(value: &str) -> AnyView {
    view! { <span>{value.to_owned()}</span> }
}

/// Text with the line breaks that it was typed with.
fn lines(value: &str) -> AnyView {
    view! { <span class="details-lines">{value.to_owned()}</span> }
}

fn code(name: &str, value: &str) -> AnyView {
    let label = text().common.copy_what(name);
    view! { <code>{value.to_owned()}</code><CopyButton value=value.to_owned() label=label/> }
}

fn by(at: &str, who: &str) -> AnyView {
    view! { <span><Time at=at.to_owned()/>" "{text().connections.page.by(who)}</span> }
}
