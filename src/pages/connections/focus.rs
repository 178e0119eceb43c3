//! Focus management of the pages.

use crate::ui::focus_in_place;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The first element that matches a selector.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Focuses the element with this id, now.
pub(crate) fn now(id: &str) {
    if let Some(element) = find(&["#", id].concat()) {
        on(&element);
    }
}

/// Focuses an element.
pub(crate) fn on(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Focuses an element without scrolling to it.
pub(crate) fn on_in_place(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        focus_in_place(element);
    }
}

/// The element that has the focus; `None` if that is the page as a whole.
pub(crate) fn current() -> Option<Element> {
    document().active_element().filter(|active| active.tag_name() != "BODY" && active.is_connected())
}

/// Whether the focus is in a control for typing or choosing: no code takes it from there.
pub(crate) fn is_typing() -> bool {
    current().is_some_and(|active| matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Focuses the element with this id as soon as it has been rendered in place of the one that has the focus now. If the
/// user has moved on by then, the focus stays where it is.
pub(crate) fn soon(id: &'static str) {
    let before = current();
    // A control with the same id is the one that is about to be replaced.
    let may_take = !is_typing() || before.as_ref().is_some_and(|before| before.id() == id);
    let take = move || {
        let now = current();
        if now.is_none() || may_take && now == before {
            self::now(id);
        }
    };
    let again = take.clone();
    spawn_local(async move {
        // The change has been rendered by then, and somebody who types on at once finds the focus in its place.
        tick().await;
        take();
        request_animation_frame(move || request_animation_frame(again));
    });
}

/// The same for a form that was just opened, unless the user types already.
pub(crate) fn first(id: &'static str) {
    // A dialog opens in the next frame.
    request_animation_frame(move || {
        request_animation_frame(move || {
            if !is_typing() {
                now(id);
            }
        });
    });
}

/// The same, without scrolling.
pub(crate) fn soon_in_place(id: &'static str) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            if let Some(element) = find(&["#", id].concat()) {
                focus_in_place(&element);
            }
        });
    });
}
