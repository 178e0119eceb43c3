//! The question before deleting, and deleting.

use crate::api::connections;
use crate::components::{ConfirmDialog, explain, use_toasts};
use crate::dom::{View, part, view};
use crate::reactive::spawn;
use crate::text::text;
use crate::ui::{Callout, Tone};
use leptos::prelude::*;
use model::connection::Connection;

/// How many names are listed before the rest is only counted.
const NAMED: usize = 8;

/// Asks, deletes all of them or none, and calls `on_deleted`.
#[component]
pub(crate) fn DeleteDialog(
    connections: Vec<Connection>,
    on_close: Callback<()>,
    on_deleted: Callback<()>,
) -> impl IntoView {
    let words = &text().connections.delete;
    let toasts = use_toasts();
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (title, done) = match &connections[..] {
        [one] => ((words.title_one)(&one.name), (words.done_one)(&one.name)),
        many => ((words.title_many)(many.len()), (words.done_many)(many.len())),
    };
    let names: Vec<String> = connections.iter().map(|connection| connection.name.clone()).collect();
    let ids = StoredValue::new(connections.into_iter().map(|connection| connection.id).collect::<Vec<_>>());
    let done = StoredValue::new(done);
    let confirm = Callback::new(move |()| {
        busy.set(true);
        failure.set(None);
        spawn(async move {
            let outcome = connections::delete(&ids.get_value()).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    toasts.push(Tone::Good, done.try_get_value().unwrap_or_default(), None);
                    on_deleted.run(());
                }
                Err(error) => drop(failure.try_set(Some(explain(&error)))),
            }
        });
    });
    view! {
        <ConfirmDialog title=title confirm=words.confirm danger=true busy=busy on_confirm=confirm on_cancel=on_close>
            {(names.len() > 1).then(|| list(&names))}
            <p>{words.explain}</p>
            {part(move || failure.get().map(|why| view! {
                <Callout tone=Tone::Bad title=words.failed.to_owned() live=true>{why}</Callout>
            }))}
        </ConfirmDialog>
    }
}

fn list(names: &[String]) -> View {
    let shown = names.iter().take(NAMED).map(|name| view! { <li>{name.clone()}</li> });
    let rest = names.len().saturating_sub(NAMED);
    view! {
        <ul class="delete-names">
            {shown.collect::<Vec<_>>()}
            {(rest > 0).then(|| view! { <li>"+ "{rest.to_string()}</li> })}
        </ul>
    }
}
