//! The router: the address bar as a signal. Four pages need no more, and `leptos_router` would add a third to the
//! bundle.
//!
//! Links are plain `<a href>`: a click on one that stays inside the console becomes a navigation here. Each history
//! entry has a key, under which a page saves its scroll position and focus before it is left.

use crate::api::idempotency_key as random_id;
use crate::paths::{self, Route};
use js_sys::Reflect;
use leptos::ev;
use leptos::prelude::*;
use model::field::holds_private_key;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, History, HtmlAnchorElement, MouseEvent, UrlSearchParams};

/// A location in the console, relative to the base path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    path: String,
    /// The query with its question mark, or empty.
    query: String,
}

impl Address {
    /// Reads the address bar. A private key in it is removed.
    fn current() -> Self {
        let location = window().location();
        let whole = location.pathname().unwrap_or_default();
        let path = whole.strip_prefix(&paths::base()).map_or_else(|| "/".to_owned(), str::to_owned);
        let query = location.search().unwrap_or_default();
        if holds_secret(&query) {
            if let Ok(history) = window().history() {
                let _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&whole));
            }
            return Self { path, query: String::new() };
        }
        Self { path, query }
    }
}

/// Whether a query contains a private key: it would stay in the browser's history and in the logs of proxies.
fn holds_secret(query: &str) -> bool {
    let decoded = |text: &str| js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from);
    holds_private_key(&decoded(query)) || holds_private_key(&decoded(&query.replace('+', " ")))
}

/// Reads and changes the address. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    address: RwSignal<Address>,
    route: Memo<Route>,
    /// The key of the current history entry.
    entry: StoredValue<String>,
    /// The key of the entry that was pushed last, and the path and query that it was pushed at.
    opened_from: StoredValue<Option<(String, String)>>,
    /// Callbacks that get the key of an entry before it is left.
    leaving: StoredValue<Option<Callback<String>>>,
}

impl Router {
    /// Starts listening to the browser, and puts the router into the context.
    pub(crate) fn provide() -> Self {
        let address = RwSignal::new(Address::current());
        let route = Memo::new(move |_| address.with(|address| Route::parse(&address.path)));
        let entry = StoredValue::new(entry_key());
        let router =
            Self { address, route, entry, opened_from: StoredValue::new(None), leaving: StoredValue::new(None) };
        provide_context(router);
        if let Ok(history) = window().history() {
            // The browser would restore the scroll position before there are rows to scroll to.
            let _ = Reflect::set(&history, &"scrollRestoration".into(), &"manual".into());
        }
        window_event_listener(ev::popstate, move |_| {
            router.leave();
            router.entry.set_value(entry_key());
            let now = Address::current();
            let is_another_page = address.with_untracked(|before| before.path != now.path);
            address.set(now);
            if is_another_page {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        });
        window_event_listener(ev::pagehide, move |_| router.leave());
        window_event_listener(ev::click, move |event| router.follow(&event));
        router
    }

    /// The page that the address names.
    pub(crate) fn route(self) -> Memo<Route> {
        self.route
    }

    /// The current path and query, as an address to return to.
    pub(crate) fn current(self) -> String {
        self.address.with_untracked(|address| [address.path.as_str(), &address.query].concat())
    }

    /// The key of the current history entry. It stays the same when the user comes back to the entry, and after a
    /// reload.
    pub(crate) fn entry(self) -> String {
        self.entry.get_value()
    }

    /// Calls `keep` with the key of an entry before it is left, as long as the owner lives.
    pub(crate) fn on_leave(self, keep: Callback<String>) {
        self.leaving.set_value(Some(keep));
        on_cleanup(move || _ = self.leaving.try_set_value(None));
    }

    /// The value of a query parameter; empty if it is absent.
    pub(crate) fn query(self, name: &'static str) -> Memo<String> {
        Memo::new(move |_| {
            self.address.with(|address| {
                UrlSearchParams::new_with_str(&address.query).ok().and_then(|all| all.get(name)).unwrap_or_default()
            })
        })
    }

    /// Navigates to a path of [`paths`], with or without a query; Back returns.
    pub(crate) fn go(self, path: &str) {
        self.change(path, false);
    }

    /// The same, but replaces the current history entry.
    pub(crate) fn replace(self, path: &str) {
        self.change(path, true);
    }

    /// Closes what was opened over the page at `path`: goes back if that page is the entry before this one, so that the
    /// history does not have it twice; otherwise replaces this entry.
    pub(crate) fn close(self, path: &str) {
        let before = self.opened_from.try_update_value(Option::take).flatten();
        let is_before = before.is_some_and(|(entry, from)| entry == self.entry() && from == path);
        if !(is_before && window().history().is_ok_and(|history| history.back().is_ok())) {
            self.replace(path);
        }
    }

    /// An address with a private key in it is not navigated to.
    fn change(self, path: &str, replace: bool) {
        let href = paths::href(path);
        let Ok(history) = window().history() else { return };
        if path.split_once('?').is_some_and(|(_, query)| holds_secret(query)) {
            return;
        }
        let before = self.address.get_untracked();
        let done = if replace {
            history.replace_state_with_url(&self.entry.get_value().into(), "", Some(&href))
        } else {
            self.leave();
            let key = random_id();
            self.opened_from.set_value(Some((key.clone(), self.current())));
            self.entry.set_value(key.clone());
            history.push_state_with_url(&key.into(), "", Some(&href))
        };
        let now = Address::current();
        if done.is_ok() && now != before {
            let is_another_page = now.path != before.path;
            self.address.set(now);
            if is_another_page && !replace {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    }

    fn leave(self) {
        if let Some(keep) = self.leaving.get_value() {
            keep.run(self.entry.get_value());
        }
    }

    /// Turns a plain click on a link inside the console into a navigation.
    fn follow(self, event: &MouseEvent) {
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || modified {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let origin = window().location().origin().unwrap_or_default();
        if link.origin() != origin || !link.target().is_empty() || link.has_attribute("download") {
            return;
        }
        let Some(path) = link.pathname().strip_prefix(&paths::base()).map(str::to_owned) else { return };
        if !path.starts_with('/') || path.starts_with("/api/") {
            return;
        }
        event.prevent_default();
        self.go(&(path + &link.search()));
    }
}

/// The key of the current history entry; an entry without a key gets one.
fn entry_key() -> String {
    let Ok(history) = window().history() else { return String::new() };
    let kept = |history: &History| history.state().ok()?.as_string();
    kept(&history).unwrap_or_else(|| {
        let key = random_id();
        let _ = history.replace_state(&JsValue::from(&key), "");
        key
    })
}

/// The router of this page.
pub(crate) fn use_router() -> Router {
    expect_context()
}
