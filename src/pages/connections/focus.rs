//! Focus, where the page moves it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The first element that a selector finds.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Focuses the element with this id, now.
pub(crate) fn now(id: &str) {
    if let Some(element) = find(&["#", id].concat()) {
        let _ = element.focus();
    }
}

/// The same, as soon as what is about to be shown is in the page.
pub(crate) fn soon(id: &'static str) {
    // A dialog opens in the next frame.
    request_animation_frame(move || request_animation_frame(move || now(id)));
}

/// The same, without scrolling there.
pub(crate) fn soon_in_place(id: &'static str) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            let (x, y) = (window().scroll_x().unwrap_or_default(), window().scroll_y().unwrap_or_default());
            now(id);
            window().scroll_to_with_x_and_y(x, y);
        });
    });
}
