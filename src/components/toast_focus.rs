//! Focus and hover on notifications: while one of them has the focus or the pointer, none disappears by itself (WCAG
//! 2.2.1); when the last is dismissed, the focus returns to where it came from.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, Node};

const REGION: &str = ".toasts";

/// Focus and pointer on the notifications. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct ToastFocus {
    pointed: StoredValue<bool>,
    /// Notifications whose time is over, but which are kept for now.
    due: StoredValue<Vec<u32>>,
    /// The element that had the focus before.
    before: StoredValue<Option<Element>, LocalStorage>,
    dismissing: StoredValue<bool>,
}

impl ToastFocus {
    pub(super) fn new() -> Self {
        Self {
            pointed: StoredValue::new(false),
            due: StoredValue::new(Vec::new()),
            before: StoredValue::new_local(None),
            dismissing: StoredValue::new(false),
        }
    }

    /// The pointer has entered or left.
    pub(super) fn set_hovered(self, is_there: bool) {
        self.pointed.set_value(is_there);
    }

    /// The focus has entered, from this event's related target.
    pub(super) fn entered(self, event: &FocusEvent) {
        if let Some(from) = from(event).filter(|from| !is_inside(from)) {
            self.before.set_value(Some(from));
        }
    }

    /// Whether the focus has left all notifications.
    pub(super) fn left(event: &FocusEvent) -> bool {
        from(event).is_none_or(|to| !is_inside(&to))
    }

    /// Whether the pointer or the focus is on the notifications.
    pub(super) fn is_active(self) -> bool {
        self.pointed.get_value() || has_focus()
    }

    /// Whether a notification must stay for now. If so, it is remembered as due.
    pub(super) fn hold(self, id: u32) -> bool {
        let holds = self.is_active();
        if holds {
            self.due.update_value(|due| due.push(id));
        }
        holds
    }

    /// The notifications that are due, as soon as pointer and focus have left.
    pub(super) fn due(self) -> Vec<u32> {
        if self.is_active() {
            return Vec::new();
        }
        self.due.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Remembers whether the focus is in the notification that is about to be removed.
    pub(super) fn before_dismissal(self) {
        self.dismissing.set_value(has_focus());
    }

    /// Moves the focus to the next notification's button, or back to the element that had it before.
    pub(super) fn after_dismissal(self) {
        if !self.dismissing.get_value() {
            return;
        }
        request_animation_frame(move || {
            let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            let next = document().query_selector(".toast:last-child button:last-of-type").ok().flatten();
            let before = || self.before.get_value().filter(|before| before.is_connected());
            let heading = || document().query_selector("h1[tabindex]").ok().flatten();
            let target = next.or_else(before).or_else(heading).filter(|_| is_lost);
            if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                let _ = target.focus();
            }
        });
    }
}

/// The element that the focus came from or goes to.
fn from(event: &FocusEvent) -> Option<Element> {
    event.related_target()?.dyn_into().ok()
}

fn is_inside(element: &Element) -> bool {
    element.closest(REGION).is_ok_and(|region| region.is_some())
}

fn has_focus() -> bool {
    let region = document().query_selector(REGION).ok().flatten();
    region.is_some_and(|region| region.contains(document().active_element().as_ref().map(AsRef::<Node>::as_ref)))
}
