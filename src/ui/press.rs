//! Deferred validation: the errors that leaving a field shows wait until the pointer is released. A line that appears
//! between press and release would move the button from under the pointer, and the click would be lost.

use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// A touch fires its pointer events first, and its mouse events afterwards.
const BEGIN: [&str; 2] = ["pointerdown", "mousedown"];
/// Keys, too: a release outside of the window fires no event.
const END: [&str; 5] = ["pointerup", "pointercancel", "mouseup", "dragend", "keydown"];

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static PRESSED: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Begins to watch the pointer, once for the page.
pub(super) fn watch() {
    if WATCHED.replace(true) {
        return;
    }
    for name in BEGIN {
        listen(name, || PRESSED.set(true));
    }
    for name in END {
        // After the click that follows the release.
        listen(name, || set_timeout(release, Duration::ZERO));
    }
}

/// Calls `act` now, or after the click if a button of the pointer is down.
pub(super) fn after_click(act: impl FnOnce() + 'static) {
    if PRESSED.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act)));
    } else {
        act();
    }
}

fn release() {
    PRESSED.set(false);
    WAITING.take().into_iter().for_each(|act| act());
}

/// In the capture phase, where no other handler can stop the event before it comes here.
fn listen(name: &str, act: fn()) {
    let listener = Closure::<dyn Fn(Event)>::new(move |_| act());
    let _ = window().add_event_listener_with_callback_and_bool(name, listener.as_ref().unchecked_ref(), true);
    listener.forget();
}
