//! Keyboard focus among the rows, of which only those near the screen are in the page.

use super::focus;
use super::rows::Rows;
use crate::reactive::effect;
use crate::ui::is_composing;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};

/// `aria-rowindex` counts from one, and the head of the table is a row, too.
pub(crate) const HEADS: usize = 2;

/// The two controls of a row, and how they are found within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Control {
    Name,
    Check,
}

impl Control {
    fn selector(self) -> &'static str {
        match self {
            Self::Name => ".row-name",
            Self::Check => ".cell-check input",
        }
    }
}

/// Where focus is, or was when its row left the page. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct RowFocus {
    rows: Rows,
    at: RwSignal<Option<(usize, Control)>>,
    /// Its row is to get focus as soon as it is in the page.
    coming: StoredValue<bool>,
}

impl RowFocus {
    pub(crate) fn of(rows: Rows) -> Self {
        let row_focus = Self { rows, at: RwSignal::new(None), coming: StoredValue::new(false) };
        effect(move || {
            rows.loaded.track();
            row_focus.restore();
        });
        row_focus
    }

    /// The place of the row that has focus, counted from nought.
    pub(crate) fn place(self) -> Option<usize> {
        self.at.get().map(|(place, _)| place)
    }

    /// Focuses a row; the last one where there are not so many.
    pub(crate) fn go(self, place: usize) {
        self.go_to(place, self.control());
    }

    /// Focuses the first row on the screen, if there is one.
    pub(crate) fn enter(self) -> bool {
        let Ok(shown) = document().query_selector_all("tbody tr[aria-rowindex]") else { return false };
        let mut rows = (0..shown.length()).filter_map(|at| shown.get(at)?.dyn_into::<Element>().ok());
        let first = rows.find(|row| row.get_bounding_client_rect().top() > 0.0);
        let place = first.as_ref().and_then(place_of);
        if let Some(place) = place {
            self.go(place);
        }
        place.is_some()
    }

    /// Something within the table got focus.
    pub(crate) fn came(self, event: &FocusEvent) {
        let at = target(event.target()).and_then(|element| {
            let control = if element.matches("input").unwrap_or(false) { Control::Check } else { Control::Name };
            Some((place_of(&element.closest("tr").ok().flatten()?)?, control))
        });
        self.at.set(at);
        self.coming.set_value(false);
    }

    /// Something within the table lost focus: to something else, or because it is no longer in the page.
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

    /// Gives focus to the row that waited for its block, or back to one that was made anew, or to the one that has its
    /// place. To be called when rows have come or gone.
    pub(crate) fn restore(self) {
        request_animation_frame(move || {
            if let Some((place, control)) = self.at.try_get_untracked().flatten()
                && (self.coming.get_value() || focused().is_none())
            {
                self.go_to(place, control);
            }
        });
    }

    /// What keys do within a row.
    pub(crate) fn press(self, event: &KeyboardEvent) {
        if is_composing(event) || event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return;
        }
        let Some((place, control)) = self.at.get_untracked() else { return };
        match (event.key().as_str(), control) {
            ("ArrowDown", _) => self.go(place + 1),
            ("ArrowUp", _) => self.go(place.saturating_sub(1)),
            ("Home", _) => self.go(0),
            ("End", _) => self.go(usize::MAX),
            (" ", Control::Name) => self.toggle(place),
            ("Enter", Control::Check) => {
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
        self.at.set(Some((place, control)));
        self.coming.set_value(!focus_on(place, control));
    }

    fn toggle(self, place: usize) {
        if let Some((_, row)) = untrack(|| self.rows.slice(place..place + 1)).first() {
            let on = self.rows.selected.with_untracked(|selected| selected.contains(&row.id));
            self.rows.select(&row.id, !on);
        }
    }
}

fn focus_on(place: usize, control: Control) -> bool {
    find(place, control).is_some_and(|element| element.focus().is_ok())
}

fn find(place: usize, control: Control) -> Option<HtmlElement> {
    focus::find(&["tbody tr[aria-rowindex=\"", &(place + HEADS).to_string(), "\"] ", control.selector()].concat())
}

fn place_of(row: &Element) -> Option<usize> {
    row.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(HEADS)
}

/// What has focus, unless it is the page itself.
fn focused() -> Option<Element> {
    document().active_element().filter(|element| element.tag_name() != "BODY")
}

fn target(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
