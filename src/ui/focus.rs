//! Focus without scrolling.

use leptos::prelude::*;
use web_sys::HtmlElement;

/// Focuses an element and leaves the page where it is scrolled to.
pub(crate) fn focus_in_place(element: &HtmlElement) {
    let (x, y) = (window().scroll_x().unwrap_or_default(), window().scroll_y().unwrap_or_default());
    let _ = element.focus();
    window().scroll_to_with_x_and_y(x, y);
}
