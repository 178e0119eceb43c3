//! Popovers: a button, and a small panel with controls that it opens.

use super::icon::{Icon, Mark};
use leptos::html::{self, ElementType};
use leptos::prelude::*;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Makes an element a popover that closes on a click beside it, and tracks whether it is open. The attribute is set
/// here and not in the view: when a view is made anew, as in another language, Leptos removes every attribute for a
/// moment, and without this one a popover closes.
pub(crate) fn popover<E>(node: NodeRef<E>, open: RwSignal<bool>)
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<HtmlElement> + 'static,
{
    node.on_load(move |element| {
        let element: &HtmlElement = element.as_ref();
        if element.popover().is_none() {
            let _ = element.set_popover(Some("auto"));
        }
        open.set(is_popover_open(element));
    });
}

/// Whether the popover is open.
pub(crate) fn is_popover_open(popover: &HtmlElement) -> bool {
    popover.matches(":popover-open").unwrap_or(false)
}

/// A native popover: Esc and a click beside it close it, and the focus returns to the button. `id` is unique on the
/// page.
#[component]
pub(crate) fn Popover(
    id: &'static str,
    /// The name of the panel.
    label: &'static str,
    icon: Icon,
    /// The label of the button.
    #[prop(into)]
    text: Signal<String>,
    children: Children,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    popover(panel, open);
    let toggled = move |_| {
        let Some(panel) = panel.get_untracked() else { return };
        let is_open = is_popover_open(&panel);
        open.set(is_open);
        let first = panel.query_selector("input, select, button").ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()).filter(|_| is_open) {
            let _ = first.focus();
        }
    };
    view! {
        <span class="menu">
            <button
                type="button"
                class="button button-secondary"
                aria-haspopup="dialog"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                popovertarget=id
            >
                <Mark icon=icon/>
                <span class="button-text">{move || text.get()}</span>
            </button>
            <div node_ref=panel id=id class="menu-list popover" role="dialog" aria-label=label on:toggle=toggled>
                {children()}
            </div>
        </span>
    }
}
