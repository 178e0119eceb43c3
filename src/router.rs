//! The address bar as a signal. Four pages need no more, and `leptos_router` would weigh a third of the bundle.
//!
//! Links are plain `<a href>`: a click on one that stays inside the console is turned into a navigation here.

use crate::paths::{self, Route};
use crate::reactive::memo;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, UrlSearchParams};

/// The address, below the console's base path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    path: String,
    /// With the question mark, or empty.
    query: String,
}

impl Address {
    fn current() -> Self {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        let path = path.strip_prefix(&paths::base()).map_or_else(|| "/".to_owned(), str::to_owned);
        Self { path, query: location.search().unwrap_or_default() }
    }
}

/// Reads and changes the address. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    address: RwSignal<Address>,
    route: Memo<Route>,
}

impl Router {
    /// Starts listening, and puts the router into the context.
    pub(crate) fn provide() -> Self {
        let address = RwSignal::new(Address::current());
        let route = memo(move || address.with(|address| Route::parse(&address.path)));
        let router = Self { address, route };
        provide_context(router);
        window_event_listener(ev::popstate, move |_| address.set(Address::current()));
        window_event_listener(ev::click, move |event| router.follow(&event));
        router
    }

    /// The page that the address names.
    pub(crate) fn route(self) -> Memo<Route> {
        self.route
    }

    /// The path and query as they are, to come back to.
    pub(crate) fn current(self) -> String {
        self.address.with_untracked(|address| [address.path.as_str(), &address.query].concat())
    }

    /// The value of one query parameter; empty where it is absent.
    pub(crate) fn query(self, name: &'static str) -> Memo<String> {
        memo(move || {
            self.address.with(|address| {
                UrlSearchParams::new_with_str(&address.query).ok().and_then(|all| all.get(name)).unwrap_or_default()
            })
        })
    }

    /// Goes to a path of [`paths`], with or without a query; Back returns.
    pub(crate) fn go(self, path: &str) {
        self.change(path, false);
    }

    /// The same, in place of the current history entry.
    pub(crate) fn replace(self, path: &str) {
        self.change(path, true);
    }

    fn change(self, path: &str, replace: bool) {
        let href = paths::href(path);
        let Ok(history) = window().history() else { return };
        let before = self.address.get_untracked();
        let done = if replace {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&href))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(&href))
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

    /// Turns a plain click on a link into the console into a navigation.
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

/// The router of this page.
pub(crate) fn use_router() -> Router {
    use_context().unwrap_or_else(Router::provide)
}
