//! Who is signed in, for every part of the console.

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

/// Where pages of the console tell one another that a session has begun, by when it ends, or [`ENDED`].
const SHARED: &str = "session";
const ENDED: &str = "ended ";
/// Whose what this tab remembers is.
const OWNER: &str = "owner";
/// What early.js marks a page with that came back from the browser's cache of pages: nothing of it shows.
const RESUMED: &str = "data-resumed";

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SignInError {
    /// The browser keeps no cookies here. The token was not sent, unless the browser had promised to keep them.
    CookiesBlocked,
    Api(ApiError),
}

/// What is known of the session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SessionState {
    /// Not asked yet.
    Unknown,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is.
    SignedIn(Session),
    /// Somebody was, until the server said otherwise: the page stays as it is until they are back.
    Expired(Session),
    /// The server could not be asked.
    Unreachable(ApiError),
}

/// The session, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct CurrentSession(RwSignal<SessionState>);

impl CurrentSession {
    /// Puts it into the context, and has every 401 of the API end the session.
    pub(crate) fn provide() -> Self {
        let session = Self(RwSignal::new(SessionState::Unknown));
        provide_context(session);
        api::on_signed_out(move || session.expire());
        session
    }

    /// What is known.
    pub(crate) fn state(self) -> Signal<SessionState> {
        self.0.into()
    }

    /// Who is, or was just now, signed in.
    pub(crate) fn user(self) -> Option<Session> {
        self.0.with(|state| match state {
            SessionState::SignedIn(user) | SessionState::Expired(user) => Some(user.clone()),
            SessionState::Unknown | SessionState::SignedOut | SessionState::Unreachable(_) => None,
        })
    }

    /// Whether the user may do that.
    pub(crate) fn may(self, permission: Permission) -> bool {
        self.user().is_some_and(|user| user.role.may(permission))
    }

    /// Asks the server.
    pub(crate) async fn load(self) {
        match api::session::current().await {
            Ok(user) => self.begin(user),
            Err(error) if error.status() == Some(401) => self.0.set(SessionState::SignedOut),
            Err(error) => self.0.set(SessionState::Unreachable(error)),
        }
    }

    /// Signs in with the token of a one-time link, or an API token.
    pub(crate) async fn sign_in(self, token: &str) -> Result<(), SignInError> {
        if !cookies::are_kept() {
            return Err(SignInError::CookiesBlocked);
        }
        let user = api::session::sign_in(token).await.map_err(SignInError::Api)?;
        match api::session::current().await {
            Err(error) if error.status() == Some(401) => return Err(SignInError::CookiesBlocked),
            _ => self.begin(user),
        }
        Ok(())
    }

    /// Whether this browser is signed in, whatever became of the last attempt to.
    pub(crate) async fn is_alive(self) -> bool {
        let Ok(user) = api::session::current().await else { return false };
        self.begin(user);
        true
    }

    /// Follows what other pages of the console say of the session: signed out there is signed out here.
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

    /// Asks who is signed in by now: another page of the console has begun a session.
    async fn look_again(self) {
        if let Ok(user) = api::session::current().await {
            self.go_on_as(user);
        }
    }

    /// After the browser has taken the page out of its cache: what it shows may be of a session that has ended.
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
        // Other pages of the console hear of it, if it is another one than they know.
        storage::remember(SHARED, user.expires_at.as_deref().unwrap_or_default());
        self.go_on_as(user);
    }

    /// The page goes on for the same person. For another it begins anew, with nothing of what the first one typed.
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
            // What is open puts its draft away as it goes.
            TimeoutFuture::new(0).await;
            storage::clear_session_storage();
            storage::remember_in_tab(OWNER, &user.name);
            self.0.set(SessionState::SignedIn(user));
        });
    }

    /// Signs out. What was typed and not saved is not for the next person who signs in.
    pub(crate) async fn sign_out(self) -> Result<(), ApiError> {
        match api::session::sign_out().await {
            Err(error) if error.status() != Some(401) => Err(error),
            _ => {
                // Two sign-outs in a row are two values, so that other pages hear of both.
                storage::remember(SHARED, &[ENDED, &String::from(js_sys::Date::new_0().to_iso_string())].concat());
                self.end();
                Ok(())
            }
        }
    }

    /// Nobody is signed in, and nothing of whom it was stays.
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
