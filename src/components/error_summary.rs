//! Error summary: the list of a form's errors, above the form.

use crate::text::text;
use crate::ui::{Callout, Tone};
use leptos::html;
use leptos::prelude::*;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

/// An error, and the id of its control (empty if it belongs to none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SummaryItem {
    pub(crate) id: &'static str,
    pub(crate) text: String,
}

const TITLE: &str = "error-summary-title";

/// Links to the controls that have errors. The summary takes the focus whenever `refusals` increases, and at no other
/// time: while errors are corrected one by one, the focus stays where the user works.
#[component]
pub(crate) fn ErrorSummary(
    #[prop(into)] items: Signal<Vec<SummaryItem>>,
    #[prop(into)] refusals: Signal<u32>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if refusals.get() > 0 {
            request_animation_frame(move || {
                if let Some(node) = node.try_get_untracked().flatten() {
                    let _ = node.focus();
                }
            });
        }
    });
    view! {
        <div node_ref=node class="error-summary" tabindex="-1" role="group" aria-labelledby=TITLE>
            {move || {
                let items = items.get();
                (!items.is_empty()).then(|| view! {
                    <Callout tone=Tone::Bad>
                        <h3 id=TITLE class="callout-title">{text().common.errors(items.len())}</h3>
                        <ul>{items.into_iter().map(|item| view! { <li>{link(item)}</li> }).collect::<Vec<_>>()}</ul>
                    </Callout>
                })
            }}
        </div>
    }
}

fn link(item: SummaryItem) -> AnyView {
    let SummaryItem { id, text } = item;
    if id.is_empty() {
        return view! { <span>{text}</span> };
    }
    let go = move |event: MouseEvent| {
        // Not the browser's own jump: with `<base>` it would leave the page.
        event.prevent_default();
        focus(id);
    };
    view! { <a href=["#", id].concat() on:click=go>{text}</a> }
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}
