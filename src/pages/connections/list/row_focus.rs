//! Keyboard navigation in the rows (roving focus), of which only those near the viewport are in the page.

use super::rows::Rows;
use super::selection::ConnectionRef;
use crate::components::focus_main;
use crate::pages::connections::focus;
use crate::ui::{focus_in_place, is_composing};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};

/// `aria-rowindex` counts from one, and the table's header is a row, too.
pub(crate) const HEADS: usize = 2;

/// The controls of a row, and the selectors that find them in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Control {
    Name,
    Check,
    Menu,
}

impl Control {
    const ALL: [Self; 3] = [Self::Name, Self::Check, Self::Menu];

    fn selector(self) -> &'static str {
        match self {
            Self::Name => ".row-name",
            Self::Check => ".cell-check input",
            Self::Menu => ".row-menu",
        }
    }
}

/// The focused row, or the one that had the focus when it was removed from the page. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct RowFocus {
    rows: Rows,
    at: RwSignal<Option<(usize, Control)>>,
    /// The id of that row: its index may have changed.
    id: StoredValue<Option<String>>,
    /// The row takes the focus as soon as it is in the page.
    coming: StoredValue<bool>,
}

impl RowFocus {
    pub(crate) fn of(rows: Rows) -> Self {
        let (at, id) = (RwSignal::new(None), StoredValue::new(None));
        let row_focus = Self { rows, at, id, coming: StoredValue::new(false) };
        Effect::new(move |_| {
            rows.loaded.track();
            row_focus.follow();
            row_focus.restore();
        });
        row_focus
    }

    /// The index of the focused row.
    pub(crate) fn place(self) -> Option<usize> {
        self.at.get().map(|(place, _)| place)
    }

    /// The focused row.
    pub(crate) fn current(self) -> Option<ConnectionRef> {
        self.rows.named(self.at.get_untracked()?.0)
    }

    /// The focused row, by its id, and which of its controls.
    pub(crate) fn saved_focus(self) -> Option<(String, i64)> {
        let (_, control) = self.at.get_untracked()?;
        let control = Control::ALL.into_iter().position(|one| one == control)?;
        Some((self.id.get_value()?, i64::try_from(control).ok()?))
    }

    /// Restores the focus to what [`Self::saved_focus`] gave, if it is there and the user has not moved to another
    /// control meanwhile.
    pub(crate) fn restore_focus(self, (id, control): &(String, i64)) {
        let control = usize::try_from(*control).ok().and_then(|at| Control::ALL.get(at));
        // A page focuses its heading when it opens, so that a screen reader begins there.
        let elsewhere = focused().filter(|now| !now.matches("[tabindex=\"-1\"]").unwrap_or(false));
        if let (Some(place), Some(control), None) = (self.rows.place_of(id), control, elsewhere) {
            self.set(place, *control);
            self.coming.set_value(!focus_there(place, *control));
        }
    }

    /// Focuses a row; the last one if there are not as many.
    pub(crate) fn go(self, place: usize) {
        self.go_to(place, self.control());
    }

    /// Focuses the first visible row, if there is one.
    pub(crate) fn enter(self) -> bool {
        let place = first_on_screen().as_ref().and_then(place_of);
        if let Some(place) = place {
            self.go(place);
        }
        place.is_some()
    }

    /// An element in the table got the focus.
    pub(crate) fn came(self, event: &FocusEvent) {
        let at = target(event.target()).and_then(|element| {
            let is = |control: &Control| element.matches(control.selector()).unwrap_or(false);
            let control = Control::ALL.into_iter().find(is).unwrap_or(Control::Name);
            Some((place_of(&element.closest("tr").ok().flatten()?)?, control))
        });
        match at {
            Some((place, control)) => self.set(place, control),
            None => self.at.set(None),
        }
        self.coming.set_value(false);
    }

    /// An element in the table lost the focus: to another one, or because it was removed from the page.
    pub(crate) fn left(self, event: &FocusEvent) {
        let Some(from) = target(event.target()) else { return };
        request_animation_frame(move || {
            if from.is_connected()
                && focused().is_none_or(|now| now.closest("tbody tr[aria-rowindex]").ok().flatten().is_none())
            {
                self.at.try_set(None);
            }
        });
    }

    /// Restores the focus after rows were added or removed: to the row that waited for its block, to one that was
    /// rendered anew, or to the one that is now at its index.
    pub(crate) fn restore(self) {
        request_animation_frame(move || {
            if let Some((place, control)) = self.at.try_get_untracked().flatten()
                && (self.coming.get_value() || focused().is_none())
            {
                let Some(last) = untrack(|| self.rows.count()).checked_sub(1) else {
                    focus_main();
                    return;
                };
                let place = place.min(last);
                // Only a user who navigated to a row that was not rendered yet is scrolled to it.
                let done = if self.coming.get_value() { focus_on(place, control) } else { focus_there(place, control) };
                self.set(place, control);
                self.coming.set_value(!done);
            }
        });
    }

    /// Handles keys within a row.
    pub(crate) fn press(self, event: &KeyboardEvent) {
        if is_composing(event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some((place, control)) = self.at.get_untracked() else { return };
        match (event.key().as_str(), control, event.shift_key()) {
            ("ArrowDown", _, false) => self.go(place + 1),
            ("ArrowUp", _, false) => self.go(place.saturating_sub(1)),
            ("Home", _, false) => self.go(0),
            ("End", _, false) => self.go(usize::MAX),
            (" ", Control::Name, range) => self.rows.toggle(place, range),
            ("Enter", Control::Check, false) => {
                if let Some(name) = find(place, Control::Name) {
                    name.click();
                }
            }
            _ => return,
        }
        event.prevent_default();
    }

    fn control(self) -> Control {
        self.at.get_untracked().map_or(Control::Name, |(_, control)| control)
    }

    fn go_to(self, place: usize, control: Control) {
        let Some(last) = untrack(|| self.rows.count()).checked_sub(1) else { return };
        let place = place.min(last);
        self.set(place, control);
        self.coming.set_value(!focus_on(place, control));
    }

    fn set(self, place: usize, control: Control) {
        self.id.set_value(self.rows.named(place).map(|row| row.id));
        self.at.set(Some((place, control)));
    }

    /// The index of a row changes when rows are inserted above it.
    fn follow(self) {
        let Some((place, control)) = self.at.get_untracked() else { return };
        let moved = self.id.get_value().and_then(|id| self.rows.place_of(&id)).filter(|now| *now != place);
        if let Some(now) = moved {
            self.at.set(Some((now, control)));
        }
    }
}

/// The first row below the sticky header.
pub(crate) fn first_on_screen() -> Option<Element> {
    let head = focus::find("thead th").map_or(0.0, |head| head.get_bounding_client_rect().bottom());
    let shown = document().query_selector_all("tbody tr[aria-rowindex]").ok()?;
    let mut rows = (0..shown.length()).filter_map(|at| shown.get(at)?.dyn_into::<Element>().ok());
    rows.find(|row| row.get_bounding_client_rect().bottom() > head.max(0.0) + 1.0)
}

/// A row's index, counted from 0.
pub(crate) fn place_of(row: &Element) -> Option<usize> {
    row.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(HEADS)
}

/// The row at an index, if it is in the page.
pub(crate) fn row_at(place: usize) -> Option<HtmlElement> {
    focus::find(&["tbody tr[aria-rowindex=\"", &(place + HEADS).to_string(), "\"]"].concat())
}

fn focus_on(place: usize, control: Control) -> bool {
    find(place, control).is_some_and(|element| element.focus().is_ok())
}

/// Without scrolling.
fn focus_there(place: usize, control: Control) -> bool {
    let element = find(place, control);
    element.iter().for_each(focus_in_place);
    element.is_some()
}

fn find(place: usize, control: Control) -> Option<HtmlElement> {
    row_at(place)?.query_selector(control.selector()).ok().flatten()?.dyn_into().ok()
}

/// The focused element, unless that is the page itself.
fn focused() -> Option<Element> {
    document().active_element().filter(|element| element.tag_name() != "BODY")
}

fn target(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
