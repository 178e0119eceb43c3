//! Clicks in rows: a click opens the row; with Shift it selects the range from the last selected row to this one.

use super::row_focus::{RowFocus, place_of};
use super::rows::Rows;
use super::selection::ConnectionRef;
use crate::paths;
use crate::router::{Router, use_router};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// The pointer's state. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct RowPointer {
    rows: Rows,
    row_focus: RowFocus,
    /// Whether Shift was held at the last click: the `change` event of a checkbox does not have it.
    shift: StoredValue<bool>,
    /// The row whose menu is about to open.
    menu_of: RwSignal<Option<ConnectionRef>>,
    router: Router,
}

impl RowPointer {
    pub(crate) fn of(rows: Rows, row_focus: RowFocus, menu_of: RwSignal<Option<ConnectionRef>>) -> Self {
        Self { rows, row_focus, shift: StoredValue::new(false), menu_of, router: use_router() }
    }

    /// Whether Shift was held at the last click.
    pub(crate) fn with_shift(self) -> bool {
        self.shift.get_value()
    }

    /// Keeps the browser from selecting the text between the rows.
    pub(crate) fn pressed(event: &MouseEvent) {
        if event.shift_key() && row_of(event).is_some() {
            event.prevent_default();
        }
    }

    pub(crate) fn clicked(self, event: &MouseEvent) {
        self.shift.set_value(event.shift_key());
        let Some((target, place)) = row_of(event) else { return };
        let within = |selector| target.closest(selector).is_ok_and(|found| found.is_some());
        if within(".row-menu") {
            self.menu_of.set(self.rows.named(place));
        }
        if event.default_prevented() || within("a, button, label, input") {
            return;
        }
        if within(".cell-check") || event.shift_key() {
            self.rows.toggle(place, event.shift_key());
        } else if !marks_text() {
            self.open(place, event.ctrl_key() || event.meta_key());
        }
    }

    fn open(self, place: usize, in_new_tab: bool) {
        let Some(row) = self.rows.named(place) else { return };
        let path = paths::connection(&row.id);
        if in_new_tab {
            let _ = window().open_with_url_and_target_and_features(&paths::href(&path), "_blank", "noopener");
        } else {
            // When the user comes back, the focus is in this row.
            self.row_focus.go(place);
            self.router.go(&path);
        }
    }
}

/// The row of a click, and the element in it.
fn row_of(event: &MouseEvent) -> Option<(Element, usize)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest("tbody tr[aria-rowindex]").ok().flatten()?;
    Some((target, place_of(&row)?))
}

/// Whether text is selected: the user is about to copy it.
fn marks_text() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}
