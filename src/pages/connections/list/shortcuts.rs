//! Keyboard shortcuts of the list, and the dialog that lists them.

use super::row_focus::RowFocus;
use super::row_menu::RowActions;
use super::rows::Rows;
use crate::components::Sheet;
use crate::language::{localized, text_signal};
use crate::pages::connections::focus;
use crate::pages::connections::panel::Panel;
use crate::session::use_session;
use crate::storage::{forget, recall, remember};
use crate::text::text;
use crate::ui::{Checkbox, is_composing};
use leptos::ev;
use leptos::prelude::*;
use markup::{split, view};
use model::permission::Permission;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// The keys, in the order of `Keys::does`.
const LIST: [&str; 12] = ["↓", "↑", "Home", "End", "Space", "Shift + Space", "Enter", "e", "Del", "/", "c", "?"];
/// The storage key for the switch that turns single-character shortcuts off.
const OFF: &str = "keys-off";
/// Elements that use the keys themselves: text fields, selects, and whatever is open over the list.
const TYPING: &str = "input:not([type=checkbox]), textarea, select, [contenteditable], [popover]";
const OPEN: &str = "dialog[open], [popover=auto]:popover-open";

/// The shortcuts. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
    /// Whether the dialog is open.
    pub(crate) open: RwSignal<bool>,
    on: RwSignal<bool>,
}

impl Keys {
    /// Listens as long as the list is in the page.
    pub(crate) fn listen(rows: Rows, row_focus: RowFocus, actions: RowActions) -> Self {
        let keys = Self { open: RwSignal::new(false), on: RwSignal::new(recall(OFF).is_none()) };
        let session = use_session();
        let press = window_event_listener(ev::keydown, move |event| {
            if !is_for_the_list(&event) {
                return;
            }
            let on = keys.on.get_untracked();
            // On some keyboards / and ? need Shift.
            let plain = on && !event.shift_key();
            let may = untrack(|| session.may(Permission::Manage));
            // The selected connections, or else the focused row.
            let targets = || match rows.selection.all() {
                none if none.is_empty() => row_focus.current().into_iter().collect(),
                selected => selected,
            };
            match event.key().as_str() {
                // Only if nothing has the focus: in the table `RowFocus` handles them, and elsewhere the element
                // itself.
                "ArrowDown" | "ArrowUp" if is_on_nothing(&event) && row_focus.enter() => {}
                "/" if on => focus::now("search"),
                "?" if on => keys.open.set(true),
                "c" if plain && may => actions.open.run(Panel::Create),
                "e" if plain && may => match &targets()[..] {
                    [row] => actions.open.run(Panel::Edit(row.id.clone())),
                    _ => return,
                },
                "Delete" if may && !event.shift_key() => match targets() {
                    none if none.is_empty() => return,
                    rows => actions.delete.run(rows),
                },
                _ => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || press.remove());
        keys
    }

    fn set_enabled(self, on: bool) {
        self.on.set(on);
        if on {
            forget(OFF);
        } else {
            remember(OFF, "1");
        }
    }
}

/// Whether a key is a shortcut: pressed alone, while no text is typed and nothing is open over the list.
fn is_for_the_list(event: &KeyboardEvent) -> bool {
    let alone = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat());
    let typing = target(event).is_some_and(|target| target.closest(TYPING).is_ok_and(|found| found.is_some()));
    alone && !is_composing(event) && !event.default_prevented() && !typing && focus::find(OPEN).is_none()
}

fn is_on_nothing(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| matches!(target.tag_name().as_str(), "BODY" | "MAIN"))
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Lists every shortcut, with a switch for those of a single character (WCAG 2.1.4).
#[split(later)]
pub(crate) fn keys_dialog(keys: Keys) -> AnyView {
    view! { <KeysDialog keys=keys/> }
}

#[component]
fn KeysDialog(keys: Keys) -> impl IntoView {
    let close = Callback::new(move |()| keys.open.set(false));
    let list = move || {
        let words = &text().connections.keys;
        let rows = LIST.into_iter().zip(words.does);
        let rows = rows.map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> });
        view! {
            <dl class="keys">{rows.collect::<Vec<_>>()}</dl>
            <div class="sheet-foot">
                <Checkbox label=words.single checked=keys.on on_change=Callback::new(move |on| keys.set_enabled(on))/>
                <p>{words.single_hint}</p>
            </div>
        }
    };
    view! { <Sheet title=text_signal(|text| text.connections.keys.title) on_close=close>{localized(list)}</Sheet> }
}
