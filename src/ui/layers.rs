//! The stack of open modal dialogs. Everything that must be visible and usable has to be inside the topmost one: the
//! rest is inert.

use leptos::prelude::*;
use std::cell::RefCell;
use web_sys::HtmlDialogElement;

thread_local! {
    static OPEN: RefCell<Vec<HtmlDialogElement>> = const { RefCell::new(Vec::new()) };
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// The topmost dialog, if one is open. Tracked.
pub(crate) fn top() -> Option<HtmlDialogElement> {
    CHANGED.with(Track::track);
    OPEN.with_borrow(|open| open.last().cloned())
}

pub(super) fn opened(dialog: &HtmlDialogElement) {
    OPEN.with_borrow_mut(|open| open.push(dialog.clone()));
    CHANGED.with(Notify::notify);
}

pub(super) fn closed(dialog: &HtmlDialogElement) {
    OPEN.with_borrow_mut(|open| open.retain(|other| other != dialog));
    CHANGED.with(Notify::notify);
}
