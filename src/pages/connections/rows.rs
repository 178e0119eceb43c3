//! The rows of the list: loaded, selected, verified.

mod gather;

use super::list_state::{ListState, Panel};
use super::loaded::{Loaded, Placed};
use crate::api::{ApiError, Cancel, connections};
use crate::reactive::{effect, memo, spawn};
use leptos::prelude::*;
use model::connection::Connection;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use web_sys::AbortSignal;

/// How many rows to ask for first: enough for a screen, and what `public/early.js` has asked for already.
const FIRST: u32 = 50;
/// How many rows to ask for as the list goes on; the server gives no more at once.
const MORE: u32 = 200;

/// The rows. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// What has come; none until the first answer.
    pub(crate) loaded: RwSignal<Option<Loaded>>,
    /// Why the last request brought none.
    pub(crate) error: RwSignal<Option<ApiError>>,
    /// The whole list is asked for.
    pub(crate) busy: RwSignal<bool>,
    /// The next page is asked for.
    pub(crate) extending: RwSignal<bool>,
    /// All of the list is being loaded, to be selected.
    pub(crate) gathering: RwSignal<bool>,
    /// The ids of the selected rows.
    pub(crate) selected: RwSignal<HashSet<String>>,
    /// The ids of the rows that are being verified.
    pub(crate) verifying: RwSignal<HashSet<String>>,
    /// A connection that was just saved: shown even where its place has not come yet.
    fresh: RwSignal<Option<Connection>>,
    again: Trigger,
    /// What the rows are of. The panel is part of the list's state, but of no row.
    of: Memo<ListState>,
    /// What is on its way.
    requests: StoredValue<Option<Cancel>, LocalStorage>,
}

impl Rows {
    /// Loads the rows of `state` now, and whenever it changes.
    pub(crate) fn load(state: Memo<ListState>) -> Self {
        let rows = Self {
            loaded: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(true),
            extending: RwSignal::new(false),
            gathering: RwSignal::new(false),
            selected: RwSignal::new(HashSet::new()),
            verifying: RwSignal::new(HashSet::new()),
            fresh: RwSignal::new(None),
            again: Trigger::new(),
            of: memo(move || state.with(|state| state.with_panel(Panel::None))),
            requests: StoredValue::new_local(None),
        };
        let mut before = None;
        effect(move || {
            rows.again.track();
            let of = rows.of.get();
            // Asked again, as many as there are; other rows begin at their beginning.
            let same = before.replace(of.clone()).is_none_or(|before| before == of);
            if !same {
                rows.fresh.set(None);
            }
            let count = rows.loaded.with_untracked(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.rows().len()));
            rows.begin(of, if same { count } else { 0 });
        });
        rows
    }

    /// Asks the server again.
    pub(crate) fn reload(self) {
        self.again.notify();
    }

    /// Loads the next page, if there is one and nothing else is on its way.
    pub(crate) fn extend(self) {
        let idle = !self.busy.get_untracked() && !self.extending.get_untracked();
        let Some(next) = self.next().filter(|_| idle) else { return };
        let signal = self.cancellable();
        self.extending.set(true);
        spawn(async move {
            if self.append(&next, signal.as_ref()).await {
                self.extending.try_set(false);
            }
        });
    }

    /// The page at this cursor. Gives whether the list is still the one that it was asked for.
    async fn append(self, next: &str, signal: Option<&AbortSignal>) -> bool {
        let query = self.of.with_untracked(|of| of.request(MORE, next));
        match connections::list(query, signal).await {
            Err(ApiError::Cancelled) => return false,
            Ok(page) => {
                self.error.try_set(None);
                self.change(|loaded| loaded.append(page));
            }
            Err(error) => drop(self.error.try_set(Some(error))),
        }
        true
    }

    /// The same, and believes nothing else: what was just saved may have been deleted by somebody else.
    pub(crate) fn reload_all(self) {
        self.fresh.set(None);
        self.reload();
    }

    /// This was just saved: it is in the list, wherever its place is.
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
        self.change(|loaded| loaded.update(connection));
    }

    /// How many have come.
    pub(crate) fn count(self) -> usize {
        self.loaded.with(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.rows().len()))
    }

    /// Those of these places, as far as they have come.
    pub(crate) fn slice(self, places: Range<usize>) -> Vec<Placed> {
        self.loaded.with(|loaded| loaded.as_ref().map(|loaded| loaded.slice(places)).unwrap_or_default())
    }

    /// How many there are on the server; none until the first answer.
    pub(crate) fn total(self) -> Option<u64> {
        self.loaded.with(|loaded| loaded.as_ref().map(Loaded::total))
    }

    /// Whether there are more than have come.
    pub(crate) fn has_more(self) -> bool {
        self.loaded.with(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.next().is_some()))
    }

    /// The selected rows.
    pub(crate) fn chosen(self) -> Vec<Arc<Connection>> {
        self.selected.with(|selected| {
            self.loaded.with(|loaded| {
                let rows = loaded.iter().flat_map(Loaded::rows);
                rows.filter(|row| selected.contains(&row.id)).map(Arc::clone).collect()
            })
        })
    }

    pub(crate) fn select(self, id: &str, on: bool) {
        self.selected.update(|selected| {
            if on {
                selected.insert(id.to_owned());
            } else {
                selected.remove(id);
            }
        });
    }

    /// Selects every row that has come, or none.
    pub(crate) fn select_all(self, on: bool) {
        let ids = self.loaded.with_untracked(|loaded| {
            let rows = loaded.iter().filter(|_| on).flat_map(Loaded::rows);
            rows.map(|row| row.id.clone()).collect()
        });
        self.selected.set(ids);
    }

    fn change(self, change: impl FnOnce(&mut Loaded)) {
        self.loaded.try_update(|loaded| loaded.as_mut().map(change));
    }

    fn begin(self, of: ListState, count: usize) {
        let signal = self.cancellable();
        self.extending.set(false);
        self.gathering.set(false);
        self.busy.set(true);
        spawn(async move {
            match first(&of, count, signal.as_ref()).await {
                Err(ApiError::Cancelled) => return,
                Ok(loaded) => self.show(loaded),
                Err(error) => drop(self.error.try_set(Some(error))),
            }
            self.busy.try_set(false);
        });
    }

    /// Where the next page begins.
    fn next(self) -> Option<String> {
        self.loaded.with_untracked(|loaded| Some(loaded.as_ref()?.next()?.to_owned()))
    }

    /// For a new request; the ones before are cancelled.
    fn cancellable(self) -> Option<AbortSignal> {
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.requests.set_value(Some(cancel));
        signal
    }

    fn show(self, mut loaded: Loaded) {
        if let Some(fresh) = self.fresh.try_get_untracked().flatten() {
            loaded.ensure(&fresh);
        }
        self.error.try_set(None);
        // What went away is not selected any more.
        self.selected.try_update(|selected| selected.retain(|id| loaded.has(id)));
        self.loaded.try_set(Some(loaded));
    }
}

/// The list from its beginning, at least `count` rows of it where there are so many.
async fn first(of: &ListState, count: usize, signal: Option<&AbortSignal>) -> Result<Loaded, ApiError> {
    let mut loaded = Loaded::begin(connections::list(of.request(FIRST, ""), signal).await?);
    while loaded.rows().len() < count
        && let Some(next) = loaded.next()
    {
        let page = connections::list(of.request(MORE, next), signal).await?;
        loaded.append(page);
    }
    Ok(loaded)
}
