//! Selecting rows: one, a range, or all that are loaded.

use super::Rows;
use crate::pages::connections::list::loaded_rows::LoadedRows;
use crate::pages::connections::list::selection::ConnectionRef;
use leptos::prelude::*;

impl Rows {
    /// Selects or deselects the row at this index; with `range`, every row between it and the last one, too.
    pub(crate) fn select(self, place: usize, on: bool, range: bool) {
        let last = self.selection.last().filter(|_| range);
        let picked = self.loaded.with_untracked(|loaded| {
            let rows = loaded.as_ref().map_or(&[][..], LoadedRows::rows);
            let begin = last.and_then(|last| rows.iter().position(|row| row.id == last)).unwrap_or(place);
            let end = begin.max(place).min(rows.len().saturating_sub(1));
            let mut picked: Vec<ConnectionRef> = rows
                .get(begin.min(place)..=end)
                .unwrap_or_default()
                .iter()
                .map(|row| ConnectionRef::from(&**row))
                .collect();
            // The next range begins at this row.
            if place < begin {
                picked.reverse();
            }
            picked
        });
        self.selection.set(on, picked);
    }

    /// Toggles the selection of a row.
    pub(crate) fn toggle(self, place: usize, range: bool) {
        if let Some(named) = self.named(place) {
            self.select(place, range || !untrack(|| self.selection.has(&named.id)), range);
        }
    }

    /// Selects or deselects every loaded row.
    pub(crate) fn select_all(self, on: bool) {
        let all = self.loaded.with_untracked(|loaded| {
            loaded.iter().flat_map(LoadedRows::rows).map(|row| ConnectionRef::from(&**row)).collect::<Vec<_>>()
        });
        self.selection.set(on, all);
    }

    /// How many of the loaded rows are selected.
    pub(crate) fn selected_here(self) -> usize {
        self.loaded.with(|loaded| {
            let ids = loaded.iter().flat_map(LoadedRows::rows).map(|row| row.id.as_str());
            self.selection.count_among(ids)
        })
    }

    /// The row at this index.
    pub(crate) fn named(self, place: usize) -> Option<ConnectionRef> {
        untrack(|| self.slice(place..place + 1)).first().map(|(_, row)| ConnectionRef::from(&**row))
    }

    /// The index of a row.
    pub(crate) fn place_of(self, id: &str) -> Option<usize> {
        self.loaded.with_untracked(|loaded| loaded.as_ref()?.rows().iter().position(|row| row.id == id))
    }
}
