//! Focus that stays in place: without scrolling, and when the control that has it goes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What a control is in, from the inside out.
const PLACES: &str = "[popover], dialog, main";
const CONTROLS: &str = "input, select, textarea, button, a[href]";
/// Whoever else takes the focus has done so after this many frames.
const OTHERS: u8 = 3;

/// Focuses an element and leaves the page where it is scrolled to.
pub(crate) fn focus_in_place(element: &HtmlElement) {
    let (x, y) = (window().scroll_x().unwrap_or_default(), window().scroll_y().unwrap_or_default());
    let _ = element.focus();
    window().scroll_to_with_x_and_y(x, y);
}

/// To be called when a control goes. If it has the focus and nothing else takes it, the place that it was in does: the
/// first control of a dialog or popover, or else the page's content.
pub(super) fn hand_on(control: &Element) {
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
    // One that is hidden does not take it.
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
