//! Who is signed in, for every part of the console.

use crate::api::{self, ApiError};
use crate::storage;
use leptos::prelude::*;
use model::api::Session;
use model::permission::Permission;

/// Where pages tell one another that a session has begun: by when it ends.
const BEGUN: &str = "session";

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
    pub(crate) async fn sign_in(self, token: &str) -> Result<(), ApiError> {
        let user = api::session::sign_in(token).await?;
        self.begin(user);
        Ok(())
    }

    /// Goes on after the end of a session where another page has begun one.
    pub(crate) async fn come_back(self) {
        if let Ok(user) = api::session::current().await {
            self.0.set(SessionState::SignedIn(user));
        }
    }

    fn begin(self, user: Session) {
        // Other pages of the console hear of it, if it is another one than they know.
        storage::remember(BEGUN, user.expires_at.as_deref().unwrap_or_default());
        self.0.set(SessionState::SignedIn(user));
    }

    /// Signs out. What was typed and not saved is not for whoever signs in next.
    pub(crate) async fn sign_out(self) -> Result<(), ApiError> {
        match api::session::sign_out().await {
            Err(error) if error.status() != Some(401) => Err(error),
            _ => {
                self.0.set(SessionState::SignedOut);
                storage::forget_tab();
                Ok(())
            }
        }
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
    use_context().unwrap_or_else(CurrentSession::provide)
}
