//! Loaded rows: what the server has sent so far, in pages, each with a cursor to the next (cursor pagination).

use gloo_timers::future::TimeoutFuture;
use model::api::ConnectionPage;
use model::connection::Connection;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// A row, and its index in the list.
pub(crate) type IndexedRow = (usize, Arc<Connection>);

/// The list from its beginning as far as it is loaded. It always has at least one page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LoadedRows {
    rows: Vec<Arc<Connection>>,
    ids: HashSet<String>,
    next: Option<String>,
    total: u64,
}

impl LoadedRows {
    pub(crate) fn begin(page: ConnectionPage) -> Self {
        let mut loaded = Self { rows: Vec::new(), ids: HashSet::new(), next: None, total: 0 };
        loaded.append(page);
        loaded
    }

    /// Adds the next page. A row that has moved here from an earlier page meanwhile is ignored.
    pub(crate) fn append(&mut self, page: ConnectionPage) {
        for row in page.items {
            if self.ids.insert(row.id.clone()) {
                self.rows.push(Arc::new(row));
            }
        }
        (self.next, self.total) = (page.next_cursor, page.total);
    }

    /// Puts this row at the top, unless it is in the list.
    pub(crate) fn ensure(&mut self, row: &Connection) {
        if self.ids.insert(row.id.clone()) {
            self.rows.insert(0, Arc::new(row.clone()));
        }
    }

    /// Frees the rows in pieces: all memory is wiped when it is freed, and wiping ten thousand rows at once would block
    /// the page.
    pub(crate) async fn release(mut self) {
        const PIECE: usize = 500;
        while !self.rows.is_empty() {
            TimeoutFuture::new(0).await;
            for row in self.rows.split_off(self.rows.len().saturating_sub(PIECE)) {
                self.ids.remove(&row.id);
            }
        }
    }

    /// Replaces a row by a newer version.
    pub(crate) fn update(&mut self, newer: Connection) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == newer.id) {
            *row = Arc::new(newer);
        }
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    pub(crate) fn rows(&self) -> &[Arc<Connection>] {
        &self.rows
    }

    /// The rows in a range, as far as it is loaded.
    pub(crate) fn slice(&self, places: Range<usize>) -> Vec<IndexedRow> {
        let end = places.end.min(self.rows.len());
        (places.start.min(end)..end).map(|at| (at, Arc::clone(&self.rows[at]))).collect()
    }

    /// The cursor of the next page; `None` when everything is loaded.
    pub(crate) fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// The total number of rows on the server.
    pub(crate) fn total(&self) -> u64 {
        self.total.max(self.rows.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use serde_json::json;

    fn row(id: &str) -> Connection {
        let key = json!({ "algorithm": "RSA", "bits": 2048, "thumbprint": "t", "set_at": "2026-11-24T10:00:00Z" });
        let settings = json!({ "domain": "https://acme.okta.com", "client_id": "0oa1", "key": key });
        serde_json::from_value(json!({
            "id": id, "name": id, "description": "", "application": "okta", "settings": settings, "status": "active",
            "version": 1, "created_at": "", "created_by": "", "updated_at": "", "updated_by": "",
        }))
        .unwrap()
    }

    fn page(ids: &[&str], next: Option<&str>, total: u64) -> ConnectionPage {
        let items = ids.iter().map(|id| row(id)).collect();
        ConnectionPage { items, next_cursor: next.map(str::to_owned), total }
    }

    fn ids(loaded: &LoadedRows) -> Vec<&str> {
        loaded.rows().iter().map(|row| row.id.as_str()).collect()
    }

    #[test]
    fn pages_follow_each_other_until_there_is_no_cursor() {
        let mut loaded = LoadedRows::begin(page(&["a", "b"], Some("c1"), 3));
        assert_eq!((loaded.next(), loaded.total()), (Some("c1"), 3));
        loaded.append(page(&["c"], None, 3));
        assert_eq!((ids(&loaded), loaded.next()), (vec!["a", "b", "c"], None));
    }

    #[test]
    fn a_row_that_moved_to_a_later_page_is_there_once() {
        let mut loaded = LoadedRows::begin(page(&["a", "b"], Some("c1"), 4));
        loaded.append(page(&["b", "c"], None, 4));
        assert_eq!(ids(&loaded), ["a", "b", "c"]);
    }

    #[test]
    fn a_saved_row_is_at_the_top_unless_it_has_its_place() {
        let mut loaded = LoadedRows::begin(page(&["a"], Some("c1"), 9));
        loaded.ensure(&row("z"));
        loaded.ensure(&row("a"));
        assert_eq!(ids(&loaded), ["z", "a"]);
    }

    #[test]
    fn a_newer_version_takes_the_place_of_the_older() {
        let mut loaded = LoadedRows::begin(page(&["a", "b"], None, 2));
        loaded.update(Connection { version: 2, ..row("b") });
        loaded.update(row("gone"));
        assert_eq!(loaded.rows().iter().map(|row| row.version).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn rows_are_given_with_their_places() {
        let loaded = LoadedRows::begin(page(&["a", "b", "c"], None, 3));
        for (places, expected) in [(0..2, vec![0, 1]), (2..9, vec![2]), (3..9, vec![]), (7..9, vec![])] {
            let given: Vec<usize> = loaded.slice(places.clone()).into_iter().map(|(at, _)| at).collect();
            assert_eq!(given, expected, "{places:?}");
        }
    }

    #[test]
    fn there_are_never_fewer_rows_in_total_than_on_screen() {
        assert_eq!(LoadedRows::begin(page(&["a", "b"], None, 1)).total(), 2);
    }
}
