//! List restoration: what the list was like when it was left, so that Back, a reload and links to it restore it. The
//! rows are kept for this page; the number of rows, the scroll position and the focus for each history entry.

use super::list_state::ListState;
use super::loaded_rows::LoadedRows;
use crate::storage::{recall_in_tab, remember_in_tab};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The position in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListPosition {
    /// How many rows were loaded.
    pub(crate) count: i64,
    /// The first visible row, by its id, and how far its upper edge is below that of the viewport, in pixels.
    pub(crate) first: Option<(String, i64)>,
    /// The row that has the focus, by its id, and which of its controls.
    pub(crate) focus: Option<(String, i64)>,
}

impl ListPosition {
    /// The saved position of a history entry.
    pub(crate) fn load(entry: &str) -> Option<Self> {
        serde_json::from_str(&recall_in_tab(&place(entry))?).ok()
    }

    /// Saves the position for a history entry.
    pub(crate) fn save(&self, entry: &str) {
        remember_in_tab(&place(entry), &serde_json::to_string(self).unwrap_or_default());
    }
}

fn place(entry: &str) -> String {
    ["list:", entry].concat()
}

/// The rows of the list that was left, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct ListMemory(StoredValue<Option<(ListState, LoadedRows)>>);

impl ListMemory {
    pub(super) fn provide() {
        provide_context(Self(StoredValue::new(None)));
    }

    pub(super) fn save(self, of: ListState, loaded: Option<LoadedRows>) {
        self.0.set_value(loaded.map(|loaded| (of, loaded)));
    }

    pub(super) fn forget(self) {
        self.0.set_value(None);
    }

    /// The rows, if they belong to this list.
    pub(super) fn rows(self, of: &ListState) -> Option<LoadedRows> {
        self.0.with_value(|kept| kept.as_ref().filter(|(kept, _)| kept == of).map(|(_, loaded)| loaded.clone()))
    }

    /// The address of the list as it was left, for links back to it.
    pub(super) fn address(self) -> String {
        self.0.with_value(|kept| kept.as_ref().map(|(of, _)| of.address()).unwrap_or_default())
    }
}

/// The memory of this page.
pub(super) fn use_list_memory() -> ListMemory {
    expect_context()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_viewpoint_is_read_back_as_it_is_written() {
        let row = |figure| Some(("0199".to_owned(), figure));
        for (first, focus) in [(None, None), (row(-12), None), (None, row(1)), (row(300), row(0))] {
            let position = ListPosition { count: 650, first, focus };
            let text = serde_json::to_string(&position).unwrap();
            assert_eq!(serde_json::from_str::<ListPosition>(&text).unwrap(), position);
        }
    }

    #[test]
    fn anything_else_in_the_storage_is_passed_over() {
        for text in ["", "null", "{}", "[]", r#"{"count":"1"}"#, r#"{"count":1,"first":["a"]}"#] {
            assert!(serde_json::from_str::<ListPosition>(text).is_err(), "{text}");
        }
    }
}
