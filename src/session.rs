//! The session: who is signed in, as a context for every part of the console.

use crate::api::{self, ApiError};
use crate::{cookies, storage};
use gloo_timers::future::TimeoutFuture;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::Session;
use model::permission::Permission;
use wasm_bindgen::JsCast;
use web_sys::{PageTransitionEvent, StorageEvent};

/// The channel on which tabs of the console announce a new session, by its expiry, or [`ENDED`].
const SHARED: &str = "session";
const ENDED: &str = "ended ";
/// The storage key for the user to whom the tab's saved state belongs.
const OWNER: &str = "owner";
/// The attribute that early.js sets on a page that came back from the back/forward cache: all of it is hidden.
const RESUMED: &str = "data-resumed";

/// Why signing in failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SignInError {
    /// The browser stores no cookies here. The token was sent only if the browser had promised to store them.
    CookiesBlocked,
    Api(ApiError),
}

/// What is known about the session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SessionState {
    /// The server was not asked yet.
    Unknown,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is signed in.
    SignedIn(Session),
    /// The session has ended while the page was open: the page stays as it is until the user has signed in again.
    Expired(Session),
    /// The server could not be reached.
    Unreachable(ApiError),
}

/// The session, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct CurrentSession(RwSignal<SessionState>);

impl CurrentSession {
    /// Puts the session into the context. Every 401 of the API ends it.
    pub(crate) fn provide() -> Self {
        let session = Self(RwSignal::new(SessionState::Unknown));
        provide_context(session);
        api::on_signed_out(move || session.expire());
        session
    }

    /// The current state.
    pub(crate) fn state(self) -> Signal<SessionState> {
        self.0.into()
    }

    /// The user who is signed in, or was until the session ended.
    pub(crate) fn user(self) -> Option<Session> {
        self.0.with(|state| match state {
            SessionState::SignedIn(user) | SessionState::Expired(user) => Some(user.clone()),
            SessionState::Unknown | SessionState::SignedOut | SessionState::Unreachable(_) => None,
        })
    }

    /// Whether the user has this permission.
    pub(crate) fn may(self, permission: Permission) -> bool {
        self.user().is_some_and(|user| user.role.may(permission))
    }

    /// Asks the server who is signed in.
    pub(crate) async fn load(self) {
        match api::session::current().await {
            Ok(user) => self.begin(user),
            Err(error) if error.status() == Some(401) => self.0.set(SessionState::SignedOut),
            Err(error) => self.0.set(SessionState::Unreachable(error)),
        }
    }

    /// Signs in with the token of a one-time link, or an API token.
    pub(crate) async fn sign_in(self, token: &str) -> Result<(), SignInError> {
        if !cookies::are_enabled() {
            return Err(SignInError::CookiesBlocked);
        }
        let user = api::session::sign_in(token).await.map_err(SignInError::Api)?;
        match api::session::current().await {
            Err(error) if error.status() == Some(401) => return Err(SignInError::CookiesBlocked),
            _ => self.begin(user),
        }
        Ok(())
    }

    /// Whether this browser is signed in, whatever the last attempt to sign in came to.
    pub(crate) async fn is_alive(self) -> bool {
        let Ok(user) = api::session::current().await else { return false };
        self.begin(user);
        true
    }

    /// Follows the announcements of other tabs: signing out in one signs out in all.
    pub(crate) fn follow_other_pages(self) {
        window_event_listener(ev::storage, move |event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
            if event.key().as_deref() != Some(SHARED) {
                return;
            }
            if event.new_value().is_none_or(|value| value.starts_with(ENDED)) {
                self.end();
            } else {
                spawn_local(self.look_again());
            }
        });
        window_event_listener(ev::pageshow, move |event| {
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                spawn_local(self.resume());
            }
        });
    }

    /// Asks the server again: another tab has begun a session.
    async fn look_again(self) {
        if let Ok(user) = api::session::current().await {
            self.go_on_as(user);
        }
    }

    /// When the browser has restored the page from its back/forward cache: the session that it shows may have ended.
    async fn resume(self) {
        if self.user().is_some() {
            match api::session::current().await {
                Ok(user) => self.go_on_as(user),
                Err(error) if error.status() == Some(401) => self.end(),
                Err(_) => {}
            }
        }
        TimeoutFuture::new(0).await;
        if let Some(root) = document().document_element() {
            let _ = root.remove_attribute(RESUMED);
        }
    }

    fn begin(self, user: Session) {
        // Announces the session to other tabs, if they do not know it yet.
        storage::remember(SHARED, user.expires_at.as_deref().unwrap_or_default());
        self.go_on_as(user);
    }

    /// The page stays as it is for the same user. For another user it is loaded anew, without anything that the first
    /// one typed.
    fn go_on_as(self, user: Session) {
        let owner = storage::recall_in_tab(OWNER);
        let before = untrack(|| self.user()).map(|user| user.name).or(owner);
        if before.is_none_or(|before| before == user.name) {
            storage::remember_in_tab(OWNER, &user.name);
            self.0.set(SessionState::SignedIn(user));
            return;
        }
        self.0.set(SessionState::SignedOut);
        spawn_local(async move {
            // The open panel saves its draft as the page unloads.
            TimeoutFuture::new(0).await;
            storage::clear_session_storage();
            storage::remember_in_tab(OWNER, &user.name);
            self.0.set(SessionState::SignedIn(user));
        });
    }

    /// Signs out. Unsaved input is removed: the next person who signs in must not get it.
    pub(crate) async fn sign_out(self) -> Result<(), ApiError> {
        match api::session::sign_out().await {
            Err(error) if error.status() != Some(401) => Err(error),
            _ => {
                // Two sign-outs in a row are two values, so that other tabs notice both.
                storage::remember(SHARED, &[ENDED, &String::from(js_sys::Date::new_0().to_iso_string())].concat());
                self.end();
                Ok(())
            }
        }
    }

    /// Sets the state to signed out, and removes everything that belongs to the user.
    fn end(self) {
        self.0.set(SessionState::SignedOut);
        spawn_local(async {
            TimeoutFuture::new(0).await;
            storage::clear_session_storage();
        });
    }

    fn expire(self) {
        self.0.try_update(|state| {
            if let SessionState::SignedIn(user) = state {
                *state = SessionState::Expired(user.clone());
            }
        });
    }
}

/// The session of this page.
pub(crate) fn use_session() -> CurrentSession {
    expect_context()
}
