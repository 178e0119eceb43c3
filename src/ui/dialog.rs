//! Modal dialogs.

use super::focus::focus_in_place;
use super::keyboard::is_composing;
use super::layers;
use js_sys::Date;
use leptos::html;
use leptos::prelude::*;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent};

/// A press this soon after the dialog has opened, in milliseconds, was meant for what was there before.
const UNSEEN: f64 = 300.0;
/// The fallback for the focus if the element that had it no longer exists.
const HEADING: &str = "h1[tabindex]";

/// A native modal `<dialog>`: it is open as long as it is in the page. The page behind it is inert; the focus moves to
/// the first control (or the one with `autofocus`) and later returns. Esc and a click beside the dialog call
/// `on_close`: the owner decides whether to remove the dialog.
#[component]
pub(crate) fn Dialog(
    class: &'static str,
    /// The id of its heading.
    labeled_by: &'static str,
    #[prop(optional)] described_by: Option<&'static str>,
    /// `alertdialog` for a question that must be answered.
    #[prop(optional)]
    role: Option<&'static str>,
    on_close_request: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(document().active_element());
    let opened_at = StoredValue::new(f64::INFINITY);
    dialog.on_load(move |dialog| {
        // In the next frame its children are in the page, too.
        request_animation_frame(move || {
            if dialog.show_modal().is_ok() {
                let _ = opened_at.try_set_value(Date::now());
                layers::opened(&dialog);
            }
        });
    });
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            layers::closed(&dialog);
            dialog.close();
        }
        restore_focus(opener.try_get_value().flatten());
    });
    let key = move |event: KeyboardEvent| {
        // Browsers let a page prevent `cancel` only once in a row, and then close the dialog regardless: the key is
        // prevented instead. In a menu Esc closes the menu, and in an input method it ends the composition.
        if event.key() == "Escape" && !is_composing(&event) && !is_in_popover(&event) {
            event.prevent_default();
            event.stop_propagation();
            on_close_request.run(());
        }
    };
    let closed = move |event: Event| {
        // Closed by the browser all the same (a gesture, an assistive tool): reopened until the owner removes it.
        if is_the_dialog_itself(&event)
            && let Some(dialog) = dialog.try_get_untracked().flatten()
            && dialog.is_connected()
            && dialog.show_modal().is_ok()
        {
            on_close_request.run(());
        }
    };
    let cancel = move |event: Event| {
        // A file chooser inside fires `cancel`, too.
        if is_the_dialog_itself(&event) {
            event.prevent_default();
            on_close_request.run(());
        }
    };
    // A click beside the dialog counts if it begins and ends there: a selection of text may end outside. The second
    // press of a double click on the button that opened the dialog does not count.
    let began_beside = StoredValue::new(false);
    let press = move |event: MouseEvent| {
        let is_new = event.detail() <= 1 && Date::now() - opened_at.get_value() >= UNSEEN;
        began_beside.set_value(is_new && event.button() == 0 && is_the_dialog_itself(&event));
    };
    let click = move |event: MouseEvent| {
        let beside = is_the_dialog_itself(&event) && began_beside.get_value();
        began_beside.set_value(false);
        if beside {
            on_close_request.run(());
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class=["dialog ", class].concat()
            role=role
            aria-labelledby=labeled_by
            aria-describedby=described_by
            on:keydown=key
            on:cancel=cancel
            on:close=closed
            on:mousedown=press
            on:click=click
        >
            <div class="dialog-box">{children()}</div>
        </dialog>
    }
}

/// Gives the focus back to the element that had it before, or to the page's heading if that no longer exists.
fn restore_focus(opener: Option<Element>) {
    let as_html = |element: Element| element.dyn_into::<HtmlElement>().ok();
    let opener = opener.filter(|opener| opener.is_connected()).and_then(as_html);
    if let Some(opener) = opener {
        let _ = opener.focus();
    } else if let Some(heading) = document().query_selector(HEADING).ok().flatten().and_then(as_html) {
        focus_in_place(&heading);
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
