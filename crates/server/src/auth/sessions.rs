//! Browser sessions: sign-in, lookup by cookie, listing, revocation.

use super::admin_token::AdminToken;
use super::authenticator::{Auth, valid};
use super::error::AuthError;
use super::lifetime::{SESSION_IDLE, SESSION_LIFETIME};
use super::principal::{Principal, Via};
use super::secret::{SecretKind, SessionSecret};
use crate::admission::Permit;
use model::api::HistoryEntry;
use model::permission::Role;
use std::net::IpAddr;
use store::{CredentialKind, CredentialRecord, LiveSessions};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Longer names of browsers are cut.
const MAX_USER_AGENT: usize = 256;

/// Where a session begins.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// The address, where there is one.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
}

/// A session as it is listed: everything but its cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// The session's id.
    pub id: Uuid,
    /// What people call whose it is.
    pub name: String,
    /// Whose it is.
    pub subject: String,
    /// What it may do.
    pub role: Role,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub last_used_at: OffsetDateTime,
    /// When it ends at the latest.
    pub expires_at: Option<OffsetDateTime>,
    /// The address that it began from.
    pub address: Option<IpAddr>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}

/// Whose session begins, and for how long at most.
pub(super) struct NewSession {
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) role: Role,
    pub(super) parent: Option<Uuid>,
    pub(super) ends_at: Option<OffsetDateTime>,
}

impl Auth {
    /// Whose session this cookie is.
    pub async fn session(&self, cookie_value: &str, now: OffsetDateTime) -> Result<Principal, AuthError> {
        let found = self.find_session(cookie_value).await?;
        if now >= found.last_used_at.unwrap_or(found.created_at) + SESSION_IDLE {
            return Err(AuthError::Expired);
        }
        if AdminToken::has_ended(self.admin_token.as_ref(), &found) {
            return Err(AuthError::Revoked);
        }
        Ok(principal(self.in_use(found, now).await?))
    }

    /// Begins a session with a one-time link, which is used up, or with a token that could call the API. The session
    /// ends
    /// no later than the token, and with it when it is revoked.
    pub async fn sign_in(
        &self,
        token: &str,
        device: &Device,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> Result<(SessionSecret, Principal), AuthError> {
        let new = if let Some(hash) = SecretKind::LINK.hash(token) {
            let link = self.store.take_credential(CredentialKind::SignInLink, &hash).await?;
            let CredentialRecord { name, subject, role, .. } = valid(link.ok_or(AuthError::Unknown)?, now)?;
            NewSession { name, subject, role, parent: None, ends_at: None }
        } else {
            let Principal { name, subject, role, via, expires_at, .. } = self.bearer(token, now, permit).await?;
            let parent = if let Via::ApiToken(id) = via { Some(id) } else { None };
            NewSession { name, subject, role, parent, ends_at: expires_at }
        };
        self.begin_session(new, device, now).await
    }

    pub(super) async fn begin_session(
        &self,
        new: NewSession,
        device: &Device,
        now: OffsetDateTime,
    ) -> Result<(SessionSecret, Principal), AuthError> {
        let latest = now + SESSION_LIFETIME;
        let (secret, mut session) = SecretKind::SESSION.issue(CredentialKind::Session, new.role, &new.name, now)?;
        session.expires_at = Some(new.ends_at.map_or(latest, |end| end.min(latest)));
        session.parent = new.parent;
        session.subject = new.subject;
        session.address = device.address;
        session.user_agent = device.user_agent.as_deref().map(|text| text.chars().take(MAX_USER_AGENT).collect());
        self.store.insert_credential(&session).await?;
        Ok((SessionSecret::new(secret), principal(session)))
    }

    /// Ends a session on the server, so that a copy of its cookie is worth nothing; gives whose it was.
    pub async fn sign_out(&self, cookie_value: &str, now: OffsetDateTime) -> Result<Principal, AuthError> {
        let found = self.find_session(cookie_value).await?;
        self.store.revoke_credential(found.id, now).await?;
        Ok(principal(found))
    }

    /// Ends the session that a browser had before it began another: its cookie is gone there, and must be worth nothing
    /// as a copy.
    pub(crate) async fn end_former(&self, cookie_value: &str, now: OffsetDateTime) -> Result<(), AuthError> {
        match self.sign_out(cookie_value, now).await {
            Ok(_) | Err(AuthError::Missing | AuthError::Unknown) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A page of the sessions that have not ended, newest first: one person's, or everybody's. It goes on after a
    /// session
    /// that began at a time and has an id.
    pub async fn sessions(
        &self,
        subject: Option<&str>,
        after: Option<(OffsetDateTime, Uuid)>,
        limit: u32,
        now: OffsetDateTime,
    ) -> Result<Vec<SessionView>, AuthError> {
        let which = LiveSessions { after, limit, ..live(subject, now) };
        Ok(self.store.live_sessions(which).await?.into_iter().map(view).collect())
    }

    /// Ends every session of one person but one; gives how many.
    pub(crate) async fn revoke_other_sessions(
        &self,
        subject: &str,
        spared: Option<Uuid>,
        entry: &HistoryEntry,
        now: OffsetDateTime,
    ) -> Result<u64, AuthError> {
        Ok(self.store.revoke_sessions(live(Some(subject), now), spared, entry).await?)
    }

    /// Ends a session at once; one person's or anybody's.
    pub async fn revoke_session(
        &self,
        id: Uuid,
        subject: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<SessionView, AuthError> {
        let found = self.store.credential(id).await?.filter(|found| is_live(found, subject, now));
        let found = found.ok_or(AuthError::NoSuchSession)?;
        self.store.revoke_credential(id, now).await?;
        Ok(view(found))
    }

    async fn find_session(&self, cookie_value: &str) -> Result<CredentialRecord, AuthError> {
        if cookie_value.is_empty() {
            return Err(AuthError::Missing);
        }
        let hash = SecretKind::SESSION.hash(cookie_value).ok_or(AuthError::Unknown)?;
        self.store.find_credential(CredentialKind::Session, &hash).await?.ok_or(AuthError::Unknown)
    }
}

/// How long until the browser may forget the cookie.
pub(crate) fn cookie_age(principal: &Principal, now: OffsetDateTime) -> Duration {
    principal.expires_at.map_or(SESSION_LIFETIME, |end| end - now)
}

fn live(subject: Option<&str>, now: OffsetDateTime) -> LiveSessions<'_> {
    LiveSessions { subject, at: now, used_since: now - SESSION_IDLE, after: None, limit: 0 }
}

fn is_live(found: &CredentialRecord, subject: Option<&str>, now: OffsetDateTime) -> bool {
    found.kind == CredentialKind::Session
        && found.revoked_at.is_none()
        && subject.is_none_or(|subject| found.subject == subject)
        && found.expires_at.is_none_or(|end| now < end)
        && now < found.last_used_at.unwrap_or(found.created_at) + SESSION_IDLE
}

fn principal(session: CredentialRecord) -> Principal {
    let CredentialRecord { id, name, subject, role, expires_at, .. } = session;
    // One of an earlier release, which is nobody's but its own.
    let subject = if subject.is_empty() { format!("session {id}") } else { subject };
    Principal { via: Via::Session(id), name, subject, role, expires_at, address: None }
}

fn view(record: CredentialRecord) -> SessionView {
    let CredentialRecord { id, name, subject, role, created_at, expires_at, last_used_at, address, user_agent, .. } =
        record;
    let last_used_at = last_used_at.unwrap_or(created_at);
    SessionView { id, name, subject, role, created_at, last_used_at, expires_at, address, user_agent }
}
