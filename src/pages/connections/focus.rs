//! Focus, where the page moves it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Focuses the element with this id, now.
pub(crate) fn now(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// The same, as soon as what is about to be shown is in the page.
pub(crate) fn soon(id: &'static str) {
    // A dialog opens in the next frame.
    request_animation_frame(move || request_animation_frame(move || now(id)));
}
