//! Bulk delete: the confirmation, and the requests.

use super::selection::{ConnectionRef, Selection, use_selection};
use crate::api::{ApiError, connections};
use crate::components::{ConfirmDialog, Progress, explain, use_toasts};
use crate::text::text;
use crate::ui::{Callout, Tone, is_composing};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::{split, view};
use web_sys::KeyboardEvent;

/// How many names are listed; the rest is counted.
const NAMED: usize = 8;
/// How many are deleted by one request, all or none; more are deleted in several requests.
const STEP: usize = 50;
/// From this number on, the user must type the number to confirm.
const MANY: usize = 10;
/// The id of the field for the number.
const COUNT: &str = "delete-count";

/// The progress of deleting. Cheap to copy.
#[derive(Clone, Copy)]
struct Deletion {
    ids: StoredValue<Vec<String>>,
    selection: Selection,
    gone: RwSignal<usize>,
    busy: RwSignal<bool>,
    stopped: StoredValue<bool>,
    /// Why the last attempt stopped.
    failure: RwSignal<Option<String>>,
}

/// Asks for confirmation, and deletes. `on_deleted` is called when the dialog closes after something was deleted.
#[split(later)]
pub(crate) fn delete_dialog(
    connections: Vec<ConnectionRef>,
    on_close: Callback<()>,
    on_deleted: Callback<()>,
) -> AnyView {
    view! { <DeleteDialog connections=connections on_close=on_close on_deleted=on_deleted/> }
}

#[component]
fn DeleteDialog(connections: Vec<ConnectionRef>, on_close: Callback<()>, on_deleted: Callback<()>) -> impl IntoView {
    let words = &text().connections.delete;
    let toasts = use_toasts();
    let count = connections.len();
    let (title, done) = match &connections[..] {
        [one] => (words.title_one(&one.name), words.done_one(&one.name)),
        _ => (words.title_many(count), words.done_many(count)),
    };
    let names: Vec<String> = connections.iter().take(NAMED).map(|connection| connection.name.clone()).collect();
    let ids = connections.iter().map(|connection| connection.id.clone()).collect();
    let deletion = Deletion {
        ids: StoredValue::new(ids),
        selection: use_selection(),
        gone: RwSignal::new(0),
        busy: RwSignal::new(false),
        stopped: StoredValue::new(false),
        failure: RwSignal::new(None),
    };
    let done = StoredValue::new(done);
    let confirm = Callback::new(move |()| {
        spawn_local(async move {
            if deletion.run().await {
                toasts.push(Tone::Good, done.try_get_value().unwrap_or_default(), None);
                on_deleted.run(());
            }
        });
    });
    let cancel = Callback::new(move |()| match (deletion.busy.get_untracked(), deletion.gone.get_untracked()) {
        (true, _) => deletion.stopped.set_value(true),
        (false, 0) => on_close.run(()),
        (false, _) => on_deleted.run(()),
    });
    let gone = deletion.gone;
    let typed = RwSignal::new(String::new());
    let missing = Signal::derive(move || {
        let digits: String = typed.with(|typed| typed.chars().filter(char::is_ascii_digit).collect());
        (count >= MANY && digits != count.to_string()).then(|| words.type_number(count))
    });
    view! {
        <ConfirmDialog
            title=title
            confirm=words.confirm
            danger=true
            busy=deletion.busy
            disabled_reason=missing
            cancel=Signal::derive(move || if deletion.busy.get() { text().common.stop } else { text().common.cancel })
            on_confirm=confirm
            on_cancel=cancel
        >
            {(count > 1).then(|| list(&names, count))}
            <p>{words.explain(count)}</p>
            {(count >= MANY).then(|| {
                let enter = move |event: KeyboardEvent| {
                    if event.key() == "Enter" && !is_composing(&event) && untrack(|| missing.get()).is_none() {
                        event.prevent_default();
                        confirm.run(());
                    }
                };
                view! {
                    <label class="delete-count" for=COUNT>{words.type_number(count)}</label>
                    <input
                        id=COUNT
                        class="input"
                        inputmode="numeric"
                        autocomplete="off"
                        on:input=move |event| typed.set(event_target_value(&event))
                        on:keydown=enter
                    />
                }
            })}
            {move || (deletion.busy.get() && count > STEP).then(|| view! {
                <Progress label=words.deleting done=gone of=Signal::derive(move || count)/>
            })}
            {move || deletion.failure.get().map(|why| view! {
                <Callout tone=Tone::Bad title=failed(gone.get_untracked(), count) live=true>{why}</Callout>
            })}
        </ConfirmDialog>
    }
}

impl Deletion {
    /// Deletes what is not deleted yet, request by request. Gives whether all of it is deleted then.
    async fn run(self) -> bool {
        self.busy.set(true);
        self.failure.set(None);
        self.stopped.set_value(false);
        let result = loop {
            let gone = self.gone.try_get_untracked().unwrap_or_default();
            let step: Vec<String> =
                self.ids.try_with_value(|ids| ids.iter().skip(gone).take(STEP).cloned().collect()).unwrap_or_default();
            if step.is_empty() {
                break Ok(true);
            }
            if self.stopped.try_get_value().unwrap_or(true) {
                break Ok(false);
            }
            if let Err(error) = delete(&step).await {
                break Err(error);
            }
            self.selection.drop_those(&|id| step.iter().any(|gone| gone == id));
            self.gone.try_update(|gone| *gone += step.len());
        };
        self.busy.try_set(false);
        let words = &text().connections.delete;
        match &result {
            Ok(true) => {}
            Ok(false) => drop(self.failure.try_set(Some(words.stopped.to_owned()))),
            Err(error) => drop(self.failure.try_set(Some(explain(error)))),
        }
        result == Ok(true)
    }
}

/// Deletes all of these or none. If somebody else has deleted one of them, the others are deleted one by one.
async fn delete(ids: &[String]) -> Result<(), ApiError> {
    match connections::delete(ids).await {
        Err(error) if error.status() == Some(404) && ids.len() > 1 => {}
        other => return other,
    }
    for id in ids {
        match connections::delete(std::slice::from_ref(id)).await {
            Err(error) if error.status() != Some(404) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn failed(gone: usize, count: usize) -> String {
    let words = &text().connections.delete;
    if gone == 0 { words.failed_nothing.to_owned() } else { words.failed(gone, count) }
}

fn list(names: &[String], count: usize) -> AnyView {
    let shown = names.iter().map(|name| view! { <li>{name.clone()}</li> });
    let rest = count - names.len();
    view! {
        <ul class="delete-names">
            {shown.collect::<Vec<_>>()}
            {(rest > 0).then(|| view! { <li>{text().connections.delete.more(rest)}</li> })}
        </ul>
    }
}
