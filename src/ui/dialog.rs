//! A modal dialog.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

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
            on:cancel=cancel
            on:mousedown=click
        >
            <div class="dialog-box">{children()}</div>
        </dialog>
    }
}

fn is_the_dialog_itself(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.tag_name() == "DIALOG")
}
