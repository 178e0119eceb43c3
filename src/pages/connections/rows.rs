//! The rows on screen: loaded, selected, verified.

use super::list_state::ListState;
use super::page_window::Pages;
use crate::api::{ApiError, Cancel, connections};
use crate::reactive::{effect, memo, spawn};
use leptos::prelude::*;
use model::api::ConnectionPage;
use model::connection::Connection;

/// The rows. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// The last page that came; none until the first.
    pub(crate) page: RwSignal<Option<ConnectionPage>>,
    /// Why the last request brought none.
    pub(crate) error: RwSignal<Option<ApiError>>,
    pub(crate) busy: RwSignal<bool>,
    pub(crate) pages: RwSignal<Pages>,
    /// The ids of the selected rows.
    pub(crate) selected: RwSignal<Vec<String>>,
    /// The ids of the rows that are being verified.
    pub(crate) verifying: RwSignal<Vec<String>>,
    /// A connection that was just saved: shown even where its place is on another page.
    fresh: RwSignal<Option<Connection>>,
    again: Trigger,
}

impl Rows {
    /// Loads the rows of `state` now, and whenever it or the page changes.
    pub(crate) fn load(state: Memo<ListState>) -> Self {
        let rows = Self {
            page: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(true),
            pages: RwSignal::new(Pages::default()),
            selected: RwSignal::new(Vec::new()),
            verifying: RwSignal::new(Vec::new()),
            fresh: RwSignal::new(None),
            again: Trigger::new(),
        };
        // Other rows begin on their first page. The panel is part of the state, but of no row.
        let of = memo(move || state.with(|state| state.with_panel(super::list_state::Panel::None)));
        let mut before = of.get_untracked();
        effect(move || {
            let now = of.get();
            if !before.same_rows(&now) {
                rows.fresh.set(None);
                rows.pages.set(Pages::default());
            }
            before = now;
        });
        let mut running = None::<Cancel>;
        effect(move || {
            // Cancels the one before.
            drop(running.take());
            rows.again.track();
            let query = rows.pages.with(|pages| of.with(|of| of.request(pages.cursor())));
            let cancel = Cancel::new();
            let signal = cancel.signal();
            rows.busy.set(true);
            spawn(async move {
                match connections::list(query, signal.as_ref()).await {
                    Err(ApiError::Cancelled) => return,
                    Ok(page) => rows.show(page),
                    Err(error) => drop(rows.error.try_set(Some(error))),
                }
                rows.busy.try_set(false);
            });
            running = Some(cancel);
        });
        rows
    }

    /// Asks the server again.
    pub(crate) fn reload(self) {
        self.again.notify();
    }

    /// This was just saved: it is in the list, whatever page it belongs to.
    pub(crate) fn saved(self, connection: Connection) {
        self.fresh.set(Some(connection));
        self.reload();
    }

    /// Whether this was just saved.
    pub(crate) fn is_fresh(self, id: &str) -> bool {
        self.fresh.with(|fresh| fresh.as_ref().is_some_and(|fresh| fresh.id == id))
    }

    /// Puts a newer version of a row into its place.
    pub(crate) fn update(self, connection: Connection) {
        self.page.try_update(|page| {
            let row = page.iter_mut().flat_map(|page| &mut page.items).find(|row| row.id == connection.id);
            if let Some(row) = row {
                *row = connection;
            }
        });
    }

    /// What is on screen.
    pub(crate) fn items(self) -> Vec<Connection> {
        let mut items = self.page.with(|page| page.as_ref().map(|page| page.items.clone()).unwrap_or_default());
        if let Some(fresh) = self.fresh.get()
            && items.iter().all(|row| row.id != fresh.id)
        {
            items.insert(0, fresh);
        }
        items
    }

    /// The selected rows.
    pub(crate) fn chosen(self) -> Vec<Connection> {
        self.selected.with(|selected| self.items().into_iter().filter(|row| selected.contains(&row.id)).collect())
    }

    pub(crate) fn select(self, id: &str, on: bool) {
        self.selected.update(|selected| {
            selected.retain(|other| other != id);
            if on {
                selected.push(id.to_owned());
            }
        });
    }

    pub(crate) fn select_all(self, on: bool) {
        let ids = if on { self.items().into_iter().map(|row| row.id).collect() } else { Vec::new() };
        self.selected.set(ids);
    }

    fn show(self, page: ConnectionPage) {
        self.error.try_set(None);
        // What went away is not selected any more.
        self.selected.try_update(|selected| selected.retain(|id| page.items.iter().any(|row| row.id == *id)));
        if page.items.is_empty() && !self.pages.with_untracked(Pages::is_first) {
            self.pages.update(Pages::back);
        }
        self.page.try_set(Some(page));
    }
}
