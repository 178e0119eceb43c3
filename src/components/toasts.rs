//! Notifications (toasts): short messages about what was just done.

use super::toast_focus::ToastFocus;
use crate::language::text_signal;
use crate::text::text;
use crate::ui::{Icon, IconButton, Mark, Tone, is_composing, is_popover_open, layers};
use js_sys::Date;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use markup::view;
use std::collections::VecDeque;
use std::time::Duration;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};

/// How long a notification without an action is shown.
const SHOWN: Duration = Duration::from_secs(6);
/// Where notifications are placed in an open dialog: above the buttons of its footer, or else at the end of its box.
const PLACES: [&str; 2] = [".panel-footer", ".dialog-box"];

/// How many notifications are shown at once.
const AT_ONCE: usize = 3;
/// How many notifications the history holds.
const KEPT: usize = 50;

/// A notification in the history, and when it was shown (RFC 3339).
#[derive(Clone)]
pub(super) struct PastNotification {
    pub(super) tone: Tone,
    pub(super) text: String,
    pub(super) at: String,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    action: Option<(&'static str, Callback<()>)>,
}

/// The notifications, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    past: RwSignal<VecDeque<PastNotification>>,
    next: StoredValue<u32>,
    focus: ToastFocus,
}

impl Toasts {
    /// Puts the notifications into the context.
    pub(crate) fn provide() -> Self {
        let toasts = Self {
            shown: RwSignal::new(Vec::new()),
            past: RwSignal::new(VecDeque::new()),
            next: StoredValue::new(0),
            focus: ToastFocus::new(),
        };
        provide_context(toasts);
        toasts
    }

    /// Shows a notification, with a button if there is an `action`. Success disappears by itself; anything else that
    /// has an action stays until it is dismissed. A repeated message replaces the earlier one.
    pub(crate) fn push(self, tone: Tone, text: impl Into<String>, action: Option<(&'static str, Callback<()>)>) {
        let (id, text) = (self.next.get_value(), text.into());
        self.next.set_value(id + 1);
        let stays = tone == Tone::Bad || (tone != Tone::Good && action.is_some());
        self.past.update(|past| {
            past.push_back(PastNotification { tone, text: text.clone(), at: Date::new_0().to_iso_string().into() });
            if past.len() > KEPT {
                past.pop_front();
            }
        });
        self.shown.update(|shown| {
            shown.retain(|toast| toast.text != text || toast.tone != tone);
            shown.push(Toast { id, tone, text, action });
            // More than these would cover the page; the rest is in the history.
            if !self.focus.is_active() {
                shown.drain(..shown.len().saturating_sub(AT_ONCE));
            }
        });
        if !stays {
            set_timeout(move || self.expire(id), SHOWN);
        }
    }

    /// The history, newest last.
    pub(super) fn history(self) -> Signal<VecDeque<PastNotification>> {
        self.past.into()
    }

    /// Clears the history: it belongs to one user.
    pub(crate) fn forget(self) {
        self.past.set(VecDeque::new());
        self.shown.set(Vec::new());
    }

    /// The time of a notification is over: it disappears, unless the pointer or the focus is on the notifications.
    fn expire(self, id: u32) {
        if !self.focus.hold(id) {
            self.dismiss(id);
        }
    }

    fn dismiss(self, id: u32) {
        self.focus.before_dismissal();
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
        self.focus.after_dismissal();
    }

    fn dismiss_due(self) {
        self.focus.due().into_iter().for_each(|id| self.dismiss(id));
    }

    fn newest(self) -> Option<u32> {
        self.shown.with_untracked(|shown| shown.last().map(|toast| toast.id))
    }
}

/// The notifications of this page.
pub(crate) fn use_toasts() -> Toasts {
    expect_context()
}

/// The live region with the notifications: one for the whole console. While a dialog is open, the region is inside it,
/// because everything else is inert then; there it takes up space, so that it covers no button. Esc closes the newest
/// notification.
#[component]
pub(crate) fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let name = text_signal(|text| text.common.notifications);
    let (home, region) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    Effect::new(move |_| {
        let (any, dialog) = (toasts.shown.with(|shown| !shown.is_empty()), layers::top());
        if let (Some(home), Some(region)) = (home.get(), region.get()) {
            let place = dialog.as_ref().and_then(|dialog| place_in(dialog));
            show_in(&region, place.as_ref().unwrap_or(&home), any);
        }
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        let is_free = !event.default_prevented() && !is_composing(&event) && untrack(layers::top).is_none();
        if event.key() == "Escape" && is_free && !is_menu_open() {
            toasts.newest().into_iter().for_each(|id| toasts.dismiss(id));
        }
    });
    on_cleanup(move || escape.remove());
    let focus = toasts.focus;
    let entered = move |event: FocusEvent| focus.entered(&event);
    let left = move |event: FocusEvent| {
        if ToastFocus::left(&event) {
            toasts.dismiss_due();
        }
    };
    let away = move |_| {
        focus.set_hovered(false);
        toasts.dismiss_due();
    };
    view! {
        <div node_ref=home class="toasts-home">
            <div
                node_ref=region
                class="toasts"
                popover="manual"
                role="region"
                aria-label=move || name.get()
                on:focusin=entered
                on:focusout=left
                on:pointerenter=move |_| focus.set_hovered(true)
                on:pointerleave=away
            >
                <div class="toasts-list" aria-live="polite">
                    <For each=move || toasts.shown.get() key=|toast| toast.id children=move |toast| show(toasts, toast)/>
                </div>
            </div>
        </div>
    }
}

fn place_in(dialog: &Element) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;
    PLACES.iter().find_map(|place| dialog.query_selector(place).ok().flatten())?.dyn_into().ok()
}

/// Moves the region to its place. Outside of dialogs it is in the top layer, over the page.
fn show_in(region: &HtmlElement, place: &HtmlElement, any: bool) {
    if region.parent_element().as_ref() != Some(place) {
        let _ = place.append_child(region);
    }
    let in_page = place.class_name() == "toasts-home";
    let is_shown = is_popover_open(region);
    if is_shown && !(any && in_page) {
        let _ = region.hide_popover();
    } else if !is_shown && any && in_page {
        let _ = region.show_popover();
    }
}

fn is_menu_open() -> bool {
    document().query_selector("[popover=auto]:popover-open").is_ok_and(|menu| menu.is_some())
}

fn show(toasts: Toasts, toast: Toast) -> AnyView {
    let Toast { id, tone, text: words, action } = toast;
    let key = move |event: KeyboardEvent| {
        // Keeps the event from the dialog around it, which Esc would close.
        if event.key() == "Escape" && !is_composing(&event) {
            event.prevent_default();
            event.stop_propagation();
            toasts.dismiss(id);
        }
    };
    view! {
        <div class=["toast ", tone.class()].concat() on:keydown=key>
            <Mark icon=tone.icon()/>
            <p>{words}</p>
            {action.map(|(label, act)| view! {
                <button
                    type="button"
                    class="button button-secondary button-small"
                    on:click=move |_| {
                        toasts.dismiss(id);
                        act.run(());
                    }
                >
                    {label}
                </button>
            })}
            <IconButton icon=Icon::Cross label=text().common.dismiss on_click=Callback::new(move |()| toasts.dismiss(id))/>
        </div>
    }
}
