//! The selection: it is kept while the list is searched, sorted, left and reloaded.

use crate::storage::{forget_in_tab, recall_in_tab, remember_in_tab};
use leptos::ev;
use leptos::prelude::*;
use model::connection::Connection;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The key in the tab's `sessionStorage`.
const KEPT: &str = "selected";

/// A connection's id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConnectionRef {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl From<&Connection> for ConnectionRef {
    fn from(connection: &Connection) -> Self {
        Self { id: connection.id.clone(), name: connection.name.clone() }
    }
}

/// Connections in the order in which they were selected, each once.
#[derive(Debug, Clone, Default, PartialEq)]
struct SelectedRows {
    all: Vec<ConnectionRef>,
    ids: HashSet<String>,
    /// The connection that was selected last: a range begins there.
    last: Option<String>,
}

impl SelectedRows {
    fn add(&mut self, named: ConnectionRef) {
        if self.ids.insert(named.id.clone()) {
            self.all.push(named);
        }
    }

    fn remove(&mut self, gone: &dyn Fn(&str) -> bool) {
        let ids = &mut self.ids;
        self.all.retain(|named| {
            let stays = !gone(&named.id);
            if !stays {
                ids.remove(&named.id);
            }
            stays
        });
    }

    /// Updates the names.
    fn rename<'a>(&mut self, newer: impl Iterator<Item = &'a Connection>) {
        for connection in newer.filter(|connection| self.ids.contains(&connection.id)) {
            if let Some(named) = self.all.iter_mut().find(|named| named.id == connection.id) {
                named.name.clone_from(&connection.name);
            }
        }
    }

    fn to_text(&self) -> String {
        serde_json::to_string(&self.all).unwrap_or_default()
    }

    /// `None` if the text was written by something else.
    fn from_text(text: &str) -> Self {
        let mut chosen = Self::default();
        let all: Vec<ConnectionRef> = serde_json::from_str(text).unwrap_or_default();
        for named in all {
            chosen.add(named);
        }
        chosen
    }
}

/// The selection, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Selection(RwSignal<SelectedRows>);

impl Selection {
    /// Puts the selection into the context, and saves it for a reload of the tab.
    pub(super) fn provide() -> Self {
        let chosen = recall_in_tab(KEPT).map(|text| SelectedRows::from_text(&text)).unwrap_or_default();
        forget_in_tab(KEPT);
        let selection = Self(RwSignal::new(chosen));
        provide_context(selection);
        window_event_listener(ev::pagehide, move |_| selection.save());
        selection
    }

    fn save(self) {
        self.0.with_untracked(|chosen| {
            if !chosen.all.is_empty() {
                remember_in_tab(KEPT, &chosen.to_text());
            }
        });
    }

    pub(crate) fn count(self) -> usize {
        self.0.with(|chosen| chosen.all.len())
    }

    pub(crate) fn has(self, id: &str) -> bool {
        self.0.with(|chosen| chosen.ids.contains(id))
    }

    /// The selected connections, in the order in which they were selected.
    pub(crate) fn all(self) -> Vec<ConnectionRef> {
        self.0.with_untracked(|chosen| chosen.all.clone())
    }

    /// How many of these are selected.
    pub(crate) fn count_among<'a>(self, ids: impl Iterator<Item = &'a str>) -> usize {
        self.0.with(|chosen| ids.filter(|id| chosen.ids.contains(*id)).count())
    }

    /// Selects or deselects these; a range that follows begins at the last of them.
    pub(crate) fn set(self, on: bool, all: Vec<ConnectionRef>) {
        self.0.update(|chosen| {
            chosen.last = all.last().map(|named| named.id.clone());
            if on {
                for named in all {
                    chosen.add(named);
                }
            } else {
                let gone: HashSet<String> = all.into_iter().map(|named| named.id).collect();
                chosen.remove(&|id| gone.contains(id));
            }
        });
    }

    /// Where a range begins.
    pub(crate) fn last(self) -> Option<String> {
        self.0.with_untracked(|chosen| chosen.last.clone())
    }

    /// Updates the names without notifying anything that shows the selection.
    pub(crate) fn rename<'a>(self, newer: impl Iterator<Item = &'a Connection>) {
        self.0.try_update_untracked(|chosen| chosen.rename(newer));
    }

    /// Deselects connections that were deleted or need no attention any more.
    pub(crate) fn drop_those(self, gone: &dyn Fn(&str) -> bool) {
        if self.0.try_with_untracked(|chosen| chosen.all.iter().any(|named| gone(&named.id))) == Some(true) {
            self.0.update(|chosen| chosen.remove(gone));
        }
    }

    pub(crate) fn clear(self) {
        self.0.set(SelectedRows::default());
    }
}

/// The selection of this page.
pub(crate) fn use_selection() -> Selection {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str) -> ConnectionRef {
        ConnectionRef { id: id.to_owned(), name: format!("\"{id}\" and more") }
    }

    fn chosen(ids: &[&str]) -> SelectedRows {
        let mut chosen = SelectedRows::default();
        ids.iter().for_each(|id| chosen.add(named(id)));
        chosen
    }

    #[test]
    fn each_is_selected_once_in_the_order_of_choosing() {
        let mut some = chosen(&["b", "a", "b"]);
        assert_eq!(some.all, [named("b"), named("a")]);
        some.remove(&|id| id == "b");
        assert_eq!(some, chosen(&["a"]));
    }

    #[test]
    fn a_selection_is_read_back_as_it_is_written() {
        for ids in [&[][..], &["a"], &["b", "a"]] {
            assert_eq!(SelectedRows::from_text(&chosen(ids).to_text()), chosen(ids));
        }
    }

    #[test]
    fn anything_else_in_the_storage_is_passed_over() {
        for text in ["", "{}", "null", "[1]", r#"[{"id":"a"}]"#, r#"[{"id":1,"name":"a"}]"#] {
            assert_eq!(SelectedRows::from_text(text), SelectedRows::default(), "{text}");
        }
    }
}
