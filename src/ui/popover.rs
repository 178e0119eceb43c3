//! A button and a small panel that drops from it, with controls to set something.

use super::icon::{Icon, Mark};
use leptos::html;
use leptos::prelude::*;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A native popover: Esc and a click beside it close it, and the focus returns to the button. `id` is unique on the page.
#[component]
pub(crate) fn Popover(
    id: &'static str,
    /// What the panel is called.
    label: &'static str,
    icon: Icon,
    /// What the button says.
    #[prop(into)]
    text: Signal<String>,
    children: Children,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let toggled = move |_| {
        let Some(panel) = panel.get_untracked() else { return };
        let is_open = panel.matches(":popover-open").unwrap_or(false);
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
            <div node_ref=panel id=id class="menu-list popover" role="dialog" aria-label=label popover="auto" on:toggle=toggled>
                {children()}
            </div>
        </span>
    }
}
