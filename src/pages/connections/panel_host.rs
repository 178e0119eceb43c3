//! Opens the panel that the address names, and lets nobody leave with something typed unasked.

use super::draft::Draft;
use super::editor::Editor;
use super::kept::Place;
use super::list_state::Panel;
use super::panel::ConnectionPanel;
use crate::api::{ApiError, Cancel, connections};
use crate::components::{ConfirmDialog, explain, is_leaving, use_toasts};
use crate::dom::{Child, part, view};
use crate::language::live;
use crate::reactive::{effect, spawn};
use crate::session::use_session;
use crate::text::text;
use crate::ui::Tone;
use leptos::ev;
use leptos::prelude::*;
use model::connection::{Connection, Status};
use model::okta::Application;
use model::permission::Permission;

/// `panel` is what the address says; `close` takes it out of there, `reopen` puts it back. `on_saved` gets what was
/// saved, when the panel is closed.
#[component]
pub(crate) fn PanelHost(
    panel: Memo<Panel>,
    close: Callback<()>,
    reopen: Callback<Panel>,
    on_saved: Callback<Connection>,
) -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(Panel::None);
    let (dirty, asking) = (RwSignal::new(false), RwSignal::new(false));
    effect(move || {
        let asked = if session.may(Permission::Manage) { panel.get() } else { Panel::None };
        let now = open.get_untracked();
        if asked == now {
            return;
        }
        if now != Panel::None && dirty.get_untracked() {
            // Back, or another address: the panel stays until the user says so.
            reopen.run(now);
            asking.set(true);
        } else {
            open.set(asked);
        }
    });
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if dirty.try_get_untracked().unwrap_or_default() && !is_leaving() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let request_close = Callback::new(move |()| {
        if dirty.get_untracked() {
            asking.set(true);
        } else {
            close.run(());
        }
    });
    let discard = Callback::new(move |()| {
        dirty.set(false);
        asking.set(false);
        close.run(());
    });
    let saved = Callback::new(move |connection: Connection| {
        dirty.set(false);
        close.run(());
        on_saved.run(connection);
    });
    view! {
        {part(move || match open.get() {
            Panel::None => ().child(),
            Panel::Create => view! { <Opened id=None dirty=dirty on_close_request=request_close on_saved=saved/> },
            Panel::Edit(id) => view! { <Opened id=Some(id) dirty=dirty on_close_request=request_close on_saved=saved/> },
        })}
        {part(move || asking.get().then(|| {
            let words = &text().connections.leave;
            view! {
                <ConfirmDialog
                    title=words.title
                    confirm=words.discard
                    cancel=words.stay
                    danger=true
                    on_confirm=discard
                    on_cancel=Callback::new(move |()| asking.set(false))
                >
                    <p>{words.explain}</p>
                </ConfirmDialog>
            }
        }))}
    }
}

#[component]
fn Opened(
    id: Option<String>,
    dirty: RwSignal<bool>,
    on_close_request: Callback<()>,
    on_saved: Callback<Connection>,
) -> impl IntoView {
    let toasts = use_toasts();
    let creates = id.is_none();
    let done = Callback::new(move |connection: Connection| {
        let (words, name) = (&text().connections.panel, connection.name.as_str());
        let (tone, sentence) = match connection.status {
            Status::Active if creates => (Tone::Good, words.created(name)),
            Status::Active => (Tone::Good, words.updated(name)),
            Status::Limited => (Tone::Warning, words.limited(name)),
            Status::Failed | Status::Unverified => (Tone::Warning, words.unverified(name)),
        };
        toasts.push(tone, sentence, None);
        on_saved.run(connection);
    });
    let editor = Editor::new(Draft::new(Application::Okta.id()), done);
    let ready = RwSignal::new(creates);
    let place = Place::of(id.as_deref());
    let restore = {
        let place = place.clone();
        move || place.read().iter().for_each(|kept| editor.restore(kept))
    };
    if creates {
        restore();
    }
    let kept = place.clone();
    effect(move || {
        if ready.get() {
            let now = editor.kept();
            dirty.set(now.is_some());
            kept.write(now.as_ref());
        }
    });
    on_cleanup(move || {
        dirty.try_set(false);
        // Saved, or discarded: a reload does not come here. What never opened keeps what is there.
        if ready.try_get_untracked().unwrap_or_default() {
            place.write(None);
        }
    });
    if let Some(id) = id {
        let cancel = StoredValue::new_local(Some(Cancel::new()));
        on_cleanup(move || drop(cancel.try_set_value(None)));
        let signal = cancel.with_value(|cancel| cancel.as_ref().and_then(Cancel::signal));
        spawn(async move {
            match connections::get(&id, signal.as_ref()).await {
                Ok(connection) => {
                    editor.edit(&connection);
                    restore();
                    ready.set(true);
                }
                Err(ApiError::Cancelled) => {}
                Err(error) => {
                    toasts.push(Tone::Bad, explain(&error), None);
                    on_close_request.run(());
                }
            }
        });
    }
    let title =
        if creates { live(|text| text.connections.panel.create) } else { live(|text| text.connections.panel.edit) };
    view! { <ConnectionPanel title=title editor=editor ready=ready on_close_request=on_close_request/> }
}
