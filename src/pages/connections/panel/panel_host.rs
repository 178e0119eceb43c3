//! Panel host: opens the panel that the address names, and asks before unsaved input is lost.

use super::Panel;
use super::connection_panel::ConnectionPanel;
use super::editor::Editor;
use super::submission::Phase;
use crate::api::{ApiError, Cancel, connections};
use crate::components::{ConfirmDialog, explain, is_leaving, lazy_dialog, limits, use_toasts};
use crate::language;
use crate::pages::connections::form::draft::Draft;
use crate::pages::connections::form::saved_draft::DraftKey;
use crate::paths;
use crate::router::use_router;
use crate::session::use_session;
use crate::text::text;
use crate::ui::Tone;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::{split, view};
use model::connection::{Connection, Status};
use model::okta::Application;
use model::permission::Permission;

/// `panel` comes from the address; `close` removes it there, `reopen` restores it. `on_saved` gets the saved connection
/// when the panel is closed. `on_unsure` is called when the panel is closed and the stored connection may differ from
/// what the page shows: the response was lost, or somebody has deleted the connection.
#[component]
pub(crate) fn PanelHost(
    panel: Memo<Panel>,
    close: Callback<()>,
    reopen: Callback<Panel>,
    on_saved: Callback<Connection>,
    on_unsure: Callback<()>,
) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let open = RwSignal::new(Panel::None);
    let unsaved = Unsaved::new();
    let asking = RwSignal::new(None::<Question>);
    let ask = move || {
        let saving = unsaved.saving.get_untracked();
        asking.set(Some(if saving { Question::Saving } else { Question::Unsaved }));
    };
    Effect::new(move |_| {
        let asked = panel.get();
        let now = open.get_untracked();
        if asked != Panel::None && now == Panel::None && !session.may(Permission::Manage) {
            // The link may come from a user with another role.
            toasts.push(Tone::Warning, text().connections.actions.viewer, None);
            close.run(());
        } else if asked != now && now != Panel::None && unsaved.dirty.get_untracked() {
            // Back, or another address: the panel stays until the user confirms.
            reopen.run(now);
            ask();
        } else if asked != now {
            open.set(asked);
        }
    });
    Effect::new(move |_| {
        // A question that is still open is answered by that.
        if !unsaved.saving.get() && asking.get_untracked() == Some(Question::Saving) {
            asking.set(None);
        }
    });
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if unsaved.dirty.try_get_untracked().unwrap_or_default() && !is_leaving() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let end = move || {
        asking.set(None);
        if unsaved.end() {
            on_unsure.run(());
        }
        close.run(());
    };
    let request_close = Callback::new(move |()| if unsaved.dirty.get_untracked() { ask() } else { end() });
    let discard = Callback::new(move |()| end());
    let saved = Callback::new(move |connection: Connection| {
        unsaved.unsure.set(false);
        end();
        on_saved.run(connection);
    });
    let opened = move |id: Option<String>, copies| {
        lazy_dialog(move || open_panel(id.clone(), copies, unsaved, request_close, saved), request_close)
    };
    view! {
        {move || match open.get() {
            Panel::None => ().into_any(),
            Panel::Create => opened(None, false),
            Panel::Duplicate(id) => opened(Some(id), true),
            Panel::Edit(id) => opened(Some(id), false),
        }}
        {move || asking.get().map(|question| {
            let words = &text().connections.leave;
            let (title, explain, confirm, cancel) = match question {
                Question::Unsaved => (words.title, words.explain, words.discard, words.stay),
                Question::Saving => (words.saving_title, words.saving, words.close, words.wait),
            };
            view! {
                <ConfirmDialog
                    title=title
                    confirm=confirm
                    cancel=cancel
                    danger=true
                    on_confirm=discard
                    on_cancel=Callback::new(move |()| asking.set(None))
                >
                    <p>{explain}</p>
                </ConfirmDialog>
            }
        })}
    }
}

/// The title of a panel, for the window.
pub(crate) fn panel_title(panel: Memo<Panel>) -> Signal<Option<&'static str>> {
    Signal::derive(move || {
        language::track();
        let words = &text().connections.panel;
        panel.with(|panel| match panel {
            Panel::None => None,
            Panel::Create | Panel::Duplicate(_) => Some(words.create),
            Panel::Edit(_) => Some(words.edit),
        })
    })
}

/// The question before the panel is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    /// Unsaved input would be lost.
    Unsaved,
    /// A save is under way, and its outcome is not known yet.
    Saving,
}

/// The unsaved state of the open panel. Cheap to copy.
#[derive(Clone, Copy)]
struct Unsaved {
    dirty: RwSignal<bool>,
    saving: RwSignal<bool>,
    /// The stored connection may differ from what the page behind shows.
    unsure: RwSignal<bool>,
    /// Where the draft is saved until it is stored or discarded: for a reload, and for going back more than one page.
    place: RwSignal<Option<DraftKey>>,
}

impl Unsaved {
    fn new() -> Self {
        Self {
            dirty: RwSignal::new(false),
            saving: RwSignal::new(false),
            unsure: RwSignal::new(false),
            place: RwSignal::new(None),
        }
    }

    /// Follows an editor once it is ready. `opened_as` is where its draft was saved at first.
    fn follow(self, editor: Editor, ready: RwSignal<bool>, opened_as: DraftKey) {
        Effect::new(move |_| {
            if !ready.get() {
                return;
            }
            let (now, place) = (editor.saved_draft(), editor.draft_key());
            self.dirty.set(now.is_some());
            if place != opened_as {
                // The edit has become a new connection, or a lost save has turned out to be stored.
                opened_as.write(None);
            }
            place.write(now.as_ref());
            self.place.set(Some(place));
        });
        Effect::new(move |_| self.saving.set(editor.submission.phase() == Phase::Saving));
        Effect::new(move |_| {
            if editor.is_outcome_unknown() {
                self.unsure.set(true);
            }
        });
        on_cleanup(move || {
            self.dirty.try_set(false);
            self.saving.try_set(false);
            self.unsure.try_set(false);
            self.place.try_set(None);
        });
    }

    /// Stored or discarded: removes the saved draft. Gives whether the page behind may be out of date.
    fn end(self) -> bool {
        self.dirty.set(false);
        if let Some(place) = self.place.get_untracked() {
            place.write(None);
        }
        self.unsure.get_untracked()
    }
}

#[split(later, preload_later)]
pub(crate) fn open_panel(
    id: Option<String>,
    copies: bool,
    unsaved: Unsaved,
    on_close_request: Callback<()>,
    on_saved: Callback<Connection>,
) -> AnyView {
    view! { <Opened id=id copies=copies unsaved=unsaved on_close_request=on_close_request on_saved=on_saved/> }
}

#[component]
fn Opened(
    id: Option<String>,
    /// Opens the panel for a copy of that connection.
    copies: bool,
    unsaved: Unsaved,
    on_close_request: Callback<()>,
    on_saved: Callback<Connection>,
) -> impl IntoView {
    let (router, toasts) = (use_router(), use_toasts());
    let ready = RwSignal::new(id.is_none());
    let is_new = RwSignal::new(copies || id.is_none());
    let keeps_target = RwSignal::new(false);
    let done = Callback::new(move |connection: Connection| {
        let (words, name) = (&text().connections.panel, connection.name.as_str());
        let (tone, sentence) = match connection.status {
            Status::Active if is_new.get_untracked() => (Tone::Good, words.created(name)),
            Status::Active => (Tone::Good, words.updated(name)),
            // Nothing was changed that a verification depends on.
            Status::Failed | Status::Unverified if keeps_target.get_untracked() => (Tone::Good, words.updated(name)),
            Status::Limited => {
                let which = connection.report.as_ref().and_then(|report| limits(&report.checks));
                (Tone::Warning, [words.limited(name), which.unwrap_or_default()].join(" ").trim_end().to_owned())
            }
            Status::Failed | Status::Unverified => (Tone::Warning, words.unverified(name)),
        };
        // On the connection's own page there is nothing to open.
        let path = paths::connection(&connection.id);
        let open = Callback::new({
            let path = path.clone();
            move |()| router.go(&path)
        });
        let is_elsewhere = !router.current().starts_with(&path);
        toasts.push(tone, sentence, is_elsewhere.then_some((text().common.open, open)));
        on_saved.run(connection);
    });
    let editor = Editor::new(Draft::new(Application::Okta.id()), done);
    let place = match &id {
        Some(id) if copies => DraftKey::of(Some(&["copy:", id].concat())),
        id => DraftKey::of(id.as_deref()),
    };
    unsaved.follow(editor, ready, place.clone());
    let restore = move || place.read().iter().for_each(|kept| editor.restore(kept));
    if let Some(id) = id {
        let cancel = StoredValue::new_local(Some(Cancel::new()));
        on_cleanup(move || drop(cancel.try_set_value(None)));
        let signal = cancel.with_value(|cancel| cancel.as_ref().and_then(Cancel::signal));
        spawn_local(async move {
            match connections::get(&id, signal.as_ref()).await {
                Ok(connection) => {
                    if copies {
                        editor.copy(&connection);
                    } else {
                        editor.edit(&connection);
                    }
                    restore();
                    ready.set(true);
                }
                Err(ApiError::Cancelled) => {}
                Err(error) => {
                    toasts.push(Tone::Bad, explain(&error), None);
                    unsaved.unsure.try_set(error.status() == Some(404));
                    on_close_request.run(());
                }
            }
        });
    } else {
        restore();
    }
    Effect::new(move |_| {
        if ready.get() {
            is_new.set(editor.is_new());
            keeps_target.set(editor.keeps_target());
        }
    });
    let title = Signal::derive(move || {
        language::track();
        let words = &text().connections.panel;
        if is_new.get() { words.create } else { words.edit }.to_owned()
    });
    view! { <ConnectionPanel title=title editor=editor ready=ready on_close_request=on_close_request/> }
}
