//! Focus management: without scrolling, and when the control that has the focus is removed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The places that a control can be in, innermost first.
const PLACES: &str = "[popover], dialog, main";
const CONTROLS: &str = "input, select, textarea, button, a[href]";
/// After this many frames, other code has taken the focus if it wants it.
const OTHERS: u8 = 3;

/// Focuses an element without scrolling the page.
pub(crate) fn focus_in_place(element: &HtmlElement) {
    let (x, y) = (window().scroll_x().unwrap_or_default(), window().scroll_y().unwrap_or_default());
    let _ = element.focus();
    window().scroll_to_with_x_and_y(x, y);
}

/// Called when a control is removed. If it has the focus and no other code takes it, the focus moves to the place that
/// the control was in: the first control of a dialog or popover, or else the page's content.
pub(super) fn pass_focus_on(control: &Element) {
    if document().active_element().as_ref() == Some(control)
        && let Ok(Some(place)) = control.closest(PLACES)
    {
        in_frames(OTHERS, Box::new(move || take(&place)));
    }
}

fn take(place: &Element) {
    let is_taken = || document().active_element().is_some_and(|active| active.tag_name() != "BODY");
    if is_taken() {
        return;
    }
    let controls = place.query_selector_all(CONTROLS).ok().filter(|_| place.tag_name() != "MAIN");
    let count = controls.as_ref().map_or(0, web_sys::NodeList::length);
    let inside = (0..count).filter_map(|at| controls.as_ref()?.get(at));
    let main = document().query_selector("main").ok().flatten().map(Into::into);
    // A hidden control cannot be focused.
    for element in inside.chain(main).filter_map(|node| node.dyn_into::<HtmlElement>().ok()) {
        focus_in_place(&element);
        if is_taken() {
            return;
        }
    }
}

fn in_frames(count: u8, act: Box<dyn FnOnce()>) {
    if count == 0 {
        act();
    } else {
        request_animation_frame(move || in_frames(count - 1, act));
    }
}
