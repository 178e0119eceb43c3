//! A modal dialog.

use crate::dom::view;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

/// A native modal `<dialog>`: it is open as long as it is in the page. The page behind is inert, focus goes to the
/// first control (or the one with `autofocus`) and returns where it was. Esc and a click beside it only ask: whoever
/// owns the dialog takes it out of the page, or does not.
#[component]
pub(crate) fn Dialog(
    class: &'static str,
    /// The id of its heading.
    labelled_by: &'static str,
    #[prop(optional)] described_by: Option<&'static str>,
    /// `alertdialog` for a question that must be answered.
    #[prop(optional)]
    role: Option<&'static str>,
    on_close_request: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(document().active_element());
    dialog.on_load(|dialog| {
        // In the next frame, when its children are in the page, too.
        request_animation_frame(move || drop(dialog.show_modal()));
    });
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
        let opener = opener.try_get_value().flatten();
        if let Some(opener) = opener.and_then(|opener| opener.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = opener.focus();
        }
    });
    let key = move |event: KeyboardEvent| {
        // Browsers let a page refuse `cancel` only once in a row, and then close regardless: refuse the key instead.
        // Within a menu Esc closes the menu.
        if event.key() == "Escape" && !is_in_popover(&event) {
            event.prevent_default();
            event.stop_propagation();
            on_close_request.run(());
        }
    };
    let closed = move |event: Event| {
        // Closed by the browser all the same (a gesture, an assistive tool): open until the owner says otherwise.
        if is_the_dialog_itself(&event)
            && let Some(dialog) = dialog.try_get_untracked().flatten()
            && dialog.is_connected()
            && dialog.show_modal().is_ok()
        {
            on_close_request.run(());
        }
    };
    let cancel = move |event: Event| {
        // A file chooser within fires `cancel`, too.
        if is_the_dialog_itself(&event) {
            event.prevent_default();
            on_close_request.run(());
        }
    };
    let click = move |event: MouseEvent| {
        if is_the_dialog_itself(&event) {
            on_close_request.run(());
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class=["dialog ", class].concat()
            role=role
            aria-labelledby=labelled_by
            aria-describedby=described_by
            on:keydown=key
            on:cancel=cancel
            on:close=closed
            on:mousedown=click
        >
            <div class="dialog-box">{children()}</div>
        </dialog>
    }
}

fn is_the_dialog_itself(event: &Event) -> bool {
    target(event).is_some_and(|target| target.tag_name() == "DIALOG")
}

fn is_in_popover(event: &Event) -> bool {
    target(event).is_some_and(|target| target.closest("[popover]").is_ok_and(|popover| popover.is_some()))
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
