//! The rows of the list: loading, paging and reloading.

mod load_all;
mod select;

use super::background_verification::{Verifications, use_verifications};
use super::list_memory::{ListMemory, ListPosition, use_list_memory};
use super::list_state::ListState;
use super::loaded_rows::{IndexedRow, LoadedRows};
use super::selection::{Selection, use_selection};
use crate::api::{ApiError, Cancel, connections};
use crate::pages::connections::panel::Panel;
use crate::router::{Router, use_router};
use crate::session::{SessionState, use_session};
use crate::ui::time::days_ago;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::connection::Connection;
use std::ops::Range;
use web_sys::AbortSignal;

/// The size of the first page: enough for a screen, and what `public/early.js` has requested already.
const FIRST: u32 = 50;
/// The size of further pages: the server's maximum.
const MORE: u32 = 200;
/// The longest list that is reloaded when its window gets the focus.
const REFRESHED: usize = 2_000;

/// The rows. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// The loaded rows; `None` until the first response.
    pub(crate) loaded: RwSignal<Option<LoadedRows>>,
    /// Why the last request failed.
    pub(crate) error: RwSignal<Option<ApiError>>,
    /// The whole list is being loaded.
    pub(crate) busy: RwSignal<bool>,
    /// The next page is being loaded.
    pub(crate) extending: RwSignal<bool>,
    /// All of the list is being loaded, to be selected.
    pub(crate) loading_all: RwSignal<bool>,
    pub(crate) selection: Selection,
    pub(crate) verifications: Verifications,
    /// The state to load. The open panel is part of the state, but does not matter to the rows.
    pub(crate) of: Memo<ListState>,
    /// The position to restore as soon as the rows are loaded.
    pub(crate) to_restore: RwSignal<Option<ListPosition>>,
    /// Called before the rows of the same list are replaced.
    pub(crate) before_refresh: StoredValue<Option<Callback<()>>>,
    /// The state that the loaded rows belong to.
    shown: RwSignal<Option<ListState>>,
    /// A connection that was just saved: shown even if its page is not loaded yet.
    fresh: RwSignal<Option<Connection>>,
    again: Trigger,
    /// Reloading in the background, without showing errors.
    quietly: StoredValue<bool>,
    /// The session has ended: the rows are loaded after signing in.
    signed_out: StoredValue<bool>,
    /// The requests under way.
    requests: StoredValue<Option<Cancel>, LocalStorage>,
    memory: ListMemory,
    router: Router,
}

impl Rows {
    /// Loads the rows of `state` now, and whenever it changes.
    pub(crate) fn load(state: Memo<ListState>) -> Self {
        let of = Memo::new(move |_| state.with(|state| state.with_panel(Panel::None)));
        let (memory, router) = (use_list_memory(), use_router());
        let remembered = of.with_untracked(|of| memory.rows(of));
        let rows = Self {
            quietly: StoredValue::new(remembered.is_some()),
            shown: RwSignal::new(remembered.is_some().then(|| of.get_untracked())),
            loaded: RwSignal::new(remembered),
            error: RwSignal::new(None),
            busy: RwSignal::new(true),
            extending: RwSignal::new(false),
            loading_all: RwSignal::new(false),
            selection: use_selection(),
            verifications: use_verifications(),
            fresh: RwSignal::new(None),
            again: Trigger::new(),
            signed_out: StoredValue::new(false),
            requests: StoredValue::new_local(None),
            to_restore: RwSignal::new(None),
            before_refresh: StoredValue::new(None),
            of,
            memory,
            router,
        };
        let mut before = None;
        Effect::new(move |_| {
            rows.again.track();
            let of = rows.of.get();
            let first = before.is_none();
            // A reload loads as many as there are; another list begins at its beginning, or where it was left.
            let same = before.replace(of.clone()).is_some_and(|before| before == of);
            let mut count = rows.loaded_count();
            if !same {
                rows.fresh.set(None);
                let position = ListPosition::load(&rows.router.entry());
                let kept = position.as_ref().map_or(0, |position| position.count.unsigned_abs());
                let kept = usize::try_from(kept).unwrap_or_default();
                count = if first { kept.max(count) } else { kept };
                // Other rows, from a search or sort, are shown from the top.
                let top = (!first).then(ListPosition::default);
                rows.to_restore.set(position.or(top));
            }
            rows.begin(of, count);
        });
        rows.keep_fresh();
        rows
    }

    /// Reloads when the window gets the focus and after signing in; takes over the results of the background
    /// verification.
    fn keep_fresh(self) {
        let focus = window_event_listener(ev::focus, move |_| {
            if !self.busy.get_untracked() && !self.extending.get_untracked() && self.loaded_count() <= REFRESHED {
                self.quietly.set_value(true);
                self.again.notify();
            }
        });
        let online = window_event_listener(ev::online, move |_| {
            if self.error.with_untracked(Option::is_some) {
                self.reload();
            }
        });
        let (whose, session) = (use_session(), use_session().state());
        on_cleanup(move || {
            focus.remove();
            online.remove();
            let loaded = self.loaded.try_get_untracked().flatten();
            // After signing out nothing is kept.
            if let Some(of) = self.shown.try_get_untracked().flatten().filter(|_| untrack(|| whose.user()).is_some()) {
                self.memory.save(of, loaded);
            }
        });
        Effect::new(move |_| {
            if session.with(|state| matches!(state, SessionState::SignedIn(_))) && self.signed_out.get_value() {
                self.signed_out.set_value(false);
                self.reload();
            }
        });
        Effect::new(move |_| {
            if let Some(connection) = self.verifications.fresh.get() {
                self.update(connection);
            }
        });
    }

    /// Reloads.
    pub(crate) fn reload(self) {
        self.again.notify();
    }

    /// Loads the next page, if there is one and no other request is under way.
    pub(crate) fn extend(self) {
        let idle = !self.busy.get_untracked() && !self.extending.get_untracked();
        let Some(next) = self.next().filter(|_| idle) else { return };
        let signal = self.cancellable();
        self.extending.set(true);
        spawn_local(async move {
            if self.append(&next, signal.as_ref()).await {
                self.extending.try_set(false);
            }
        });
    }

    /// Loads the page at this cursor. Gives whether the list is still the same.
    async fn append(self, next: &str, signal: Option<&AbortSignal>) -> bool {
        let query = self.of.with_untracked(|of| of.request(MORE, next, &days_ago));
        match connections::list(query, signal).await {
            Err(ApiError::Cancelled) => return false,
            Ok(page) => {
                self.error.try_set(None);
                self.change(|loaded| loaded.append(page));
            }
            Err(error) => self.failed(error),
        }
        true
    }

    /// Reloads, and no longer shows the connection that was just saved: somebody else may have deleted it.
    pub(crate) fn reload_all(self) {
        self.fresh.set(None);
        self.reload();
    }

    /// Shows this connection, which was just saved, even if its page is not loaded.
    pub(crate) fn saved(self, connection: Connection) {
        self.selection.rename(std::iter::once(&connection));
        self.fresh.set(Some(connection));
        self.reload();
    }

    /// Whether this connection was just saved.
    pub(crate) fn is_fresh(self, id: &str) -> bool {
        self.fresh.with(|fresh| fresh.as_ref().is_some_and(|fresh| fresh.id == id))
    }

    /// Replaces a row by a newer version.
    pub(crate) fn update(self, connection: Connection) {
        self.change(|loaded| loaded.update(connection));
    }

    /// How many rows are loaded.
    pub(crate) fn count(self) -> usize {
        self.loaded.with(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.rows().len()))
    }

    fn loaded_count(self) -> usize {
        self.loaded.with_untracked(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.rows().len()))
    }

    /// The rows in a range, as far as it is loaded.
    pub(crate) fn slice(self, places: Range<usize>) -> Vec<IndexedRow> {
        self.loaded.with(|loaded| loaded.as_ref().map(|loaded| loaded.slice(places)).unwrap_or_default())
    }

    /// The total number on the server; `None` until the first response.
    pub(crate) fn total(self) -> Option<u64> {
        self.loaded.with(|loaded| loaded.as_ref().map(LoadedRows::total))
    }

    /// Whether there are more than are loaded.
    pub(crate) fn has_more(self) -> bool {
        self.loaded.with(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.next().is_some()))
    }

    /// Whether the rows belong to another search, filter or sort order than the present one.
    pub(crate) fn are_outdated(self) -> bool {
        self.shown.with(|shown| self.of.with(|of| shown.as_ref() != Some(of)))
    }

    fn change(self, change: impl FnOnce(&mut LoadedRows)) {
        self.loaded.try_update(|loaded| loaded.as_mut().map(change));
    }

    fn begin(self, of: ListState, count: usize) {
        let quietly = self.quietly.get_value() && self.loaded.with_untracked(Option::is_some);
        self.quietly.set_value(false);
        let signal = self.cancellable();
        self.extending.set(false);
        self.loading_all.set(false);
        self.busy.set(!quietly);
        spawn_local(async move {
            match first(&of, count, signal.as_ref()).await {
                Err(ApiError::Cancelled) => return,
                Ok(loaded) => self.show(of, loaded),
                Err(error) if quietly && error.status() != Some(401) => {}
                Err(error) => self.failed(error),
            }
            self.busy.try_set(false);
        });
    }

    fn failed(self, error: ApiError) {
        if error.status() == Some(401) {
            // The console asks the user to sign in, and loading continues after it.
            self.signed_out.try_set_value(true);
        } else {
            self.error.try_set(Some(error));
        }
    }

    /// The cursor of the next page.
    fn next(self) -> Option<String> {
        self.loaded.with_untracked(|loaded| Some(loaded.as_ref()?.next()?.to_owned()))
    }

    /// A handle for a new request; earlier requests are canceled.
    fn cancellable(self) -> Option<AbortSignal> {
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.requests.set_value(Some(cancel));
        signal
    }

    fn show(self, of: ListState, mut loaded: LoadedRows) {
        if let Some(fresh) = self.fresh.try_get_untracked().flatten() {
            loaded.ensure(&fresh);
        }
        self.error.try_set(None);
        // If this is every connection that exists, all others are deselected.
        if !of.is_narrowed() && loaded.next().is_none() {
            self.selection.drop_those(&|id| !loaded.has(id));
        }
        self.selection.rename(loaded.rows().iter().map(AsRef::as_ref));
        let same = self.shown.try_with_untracked(|shown| shown.as_ref() == Some(&of)) == Some(true);
        if same && self.loaded.try_with_untracked(|before| before.as_ref() == Some(&loaded)) == Some(true) {
            return;
        }
        if let Some(before) = self.before_refresh.get_value().filter(|_| same) {
            before.run(());
        }
        self.shown.try_set(Some(of));
        let before = self.loaded.try_maybe_update(|shown| (true, shown.replace(loaded))).flatten();
        if let Some(before) = before {
            spawn_local(before.release());
        }
    }
}

/// Loads the list from its beginning, at least `count` rows if there are as many.
async fn first(of: &ListState, count: usize, signal: Option<&AbortSignal>) -> Result<LoadedRows, ApiError> {
    let mut loaded = LoadedRows::begin(connections::list(of.request(FIRST, "", &days_ago), signal).await?);
    while loaded.rows().len() < count
        && let Some(next) = loaded.next()
    {
        let page = connections::list(of.request(MORE, next, &days_ago), signal).await?;
        loaded.append(page);
    }
    Ok(loaded)
}
