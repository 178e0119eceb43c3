//! Who calls: API tokens, one-time sign-in links, and browser sessions.

mod admin_token;
mod error;
mod secret;
mod tokens;

pub use error::AuthError;
pub use secret::SessionSecret;
pub use tokens::{NewToken, TokenView};

use crate::config::Config;
use crate::store::{CredentialKind, CredentialRecord, Store};
use admin_token::AdminToken;
use model::permission::Role;
use secret::Secret;
use std::net::IpAddr;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long a one-time link waits to be opened.
pub const LINK_LIFETIME: Duration = Duration::minutes(15);
/// How long a session lives without being used.
pub const SESSION_IDLE: Duration = Duration::hours(12);
/// How long a session lives at most.
pub const SESSION_LIFETIME: Duration = Duration::days(7);
/// How fresh "last used" is kept; more often would be a write for every request.
const TOUCH_EVERY: Duration = Duration::minutes(1);

/// Whoever calls, as far as was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Whose token or link it was.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How they proved it.
    pub via: Via,
    /// When they must sign in again; `None` for never.
    pub expires_at: Option<OffsetDateTime>,
    /// From where, as far as the request says.
    pub address: Option<IpAddr>,
}

/// How a caller proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The API token with this id.
    ApiToken(Uuid),
    /// The browser session with this id.
    Session(Uuid),
    /// The fixed token of `APPCONN_ADMIN_TOKEN_FILE`.
    AdminTokenFile,
}

/// Finds out who calls. Secrets are only kept as SHA-256: 32 random bytes need no slow hash.
pub struct Auth {
    store: Arc<dyn Store>,
    admin_token: Option<AdminToken>,
}

impl Auth {
    /// Reads the fixed admin token, where one is configured.
    pub fn new(store: Arc<dyn Store>, config: &Config) -> Result<Self, AuthError> {
        let admin_token = config.admin_token_file.as_deref().map(AdminToken::read).transpose()?;
        Ok(Self { store, admin_token })
    }

    /// Whether [`Auth::new`] would accept the configuration, without a database.
    pub fn check(config: &Config) -> Result<(), AuthError> {
        config.admin_token_file.as_deref().map(AdminToken::read).transpose().map(drop)
    }

    /// Whose API token this is.
    pub async fn bearer(&self, token: &str, now: OffsetDateTime) -> Result<Principal, AuthError> {
        if token.is_empty() {
            return Err(AuthError::Missing);
        }
        if self.admin_token.as_ref().is_some_and(|admin| admin.is(token)) {
            return Ok(AdminToken::principal());
        }
        let hash = Secret::API_TOKEN.hash(token).ok_or(AuthError::Unknown)?;
        let found = self.store.find_credential(CredentialKind::ApiToken, &hash).await?.ok_or(AuthError::Unknown)?;
        let found = self.in_use(found, now).await?;
        let CredentialRecord { id, name, role, expires_at, .. } = found;
        Ok(Principal { via: Via::ApiToken(id), name, role, expires_at, address: None })
    }

    /// Whose session this cookie is.
    pub async fn session(&self, cookie_value: &str, now: OffsetDateTime) -> Result<Principal, AuthError> {
        let found = self.find_session(cookie_value).await?;
        if now >= found.last_used_at.unwrap_or(found.created_at) + SESSION_IDLE {
            return Err(AuthError::Expired);
        }
        Ok(session_principal(self.in_use(found, now).await?))
    }

    /// Begins a session with a one-time link, which is used up, or with an API token. The session ends no later than
    /// the token, and with it when it is revoked.
    pub async fn sign_in(&self, token: &str, now: OffsetDateTime) -> Result<(SessionSecret, Principal), AuthError> {
        let (name, role, ends_at, parent) = if let Some(hash) = Secret::LINK.hash(token) {
            let link = self.store.take_credential(CredentialKind::SignInLink, &hash).await?;
            let link = valid(link.ok_or(AuthError::Unknown)?, now)?;
            (link.name, link.role, None, None)
        } else {
            let Principal { name, role, via, expires_at, .. } = self.bearer(token, now).await?;
            let parent = if let Via::ApiToken(id) = via { Some(id) } else { None };
            (name, role, expires_at, parent)
        };
        let latest = now + SESSION_LIFETIME;
        let (secret, mut session) = Secret::SESSION.issue(CredentialKind::Session, role, &name, now)?;
        session.expires_at = Some(ends_at.map_or(latest, |end| end.min(latest)));
        session.parent = parent;
        self.store.insert_credential(&session).await?;
        Ok((SessionSecret::new(secret), session_principal(session)))
    }

    /// Ends a session on the server, so that a copy of its cookie is worth nothing; gives whose it was.
    pub async fn sign_out(&self, cookie_value: &str, now: OffsetDateTime) -> Result<String, AuthError> {
        let found = self.find_session(cookie_value).await?;
        self.store.revoke_credential(found.id, now).await?;
        Ok(found.name)
    }

    /// Makes a one-time sign-in link's token.
    pub async fn create_link(&self, role: Role, name: &str, now: OffsetDateTime) -> Result<String, AuthError> {
        let (secret, mut link) = Secret::LINK.issue(CredentialKind::SignInLink, role, name, now)?;
        link.expires_at = Some(now + LINK_LIFETIME);
        self.store.insert_credential(&link).await?;
        Ok(secret.to_string())
    }

    async fn find_session(&self, cookie_value: &str) -> Result<CredentialRecord, AuthError> {
        if cookie_value.is_empty() {
            return Err(AuthError::Missing);
        }
        let hash = Secret::SESSION.hash(cookie_value).ok_or(AuthError::Unknown)?;
        self.store.find_credential(CredentialKind::Session, &hash).await?.ok_or(AuthError::Unknown)
    }

    /// A credential that is still good, noted as used.
    async fn in_use(&self, credential: CredentialRecord, now: OffsetDateTime) -> Result<CredentialRecord, AuthError> {
        let credential = valid(credential, now)?;
        if credential.last_used_at.is_none_or(|last| now >= last + TOUCH_EVERY) {
            // Reading goes on when nothing can be written.
            if let Err(error) = self.store.touch_credential(credential.id, now).await {
                tracing::warn!(%error, "the last use of a credential could not be noted");
            }
        }
        Ok(credential)
    }
}

fn valid(credential: CredentialRecord, now: OffsetDateTime) -> Result<CredentialRecord, AuthError> {
    if credential.revoked_at.is_some() {
        Err(AuthError::Revoked)
    } else if credential.expires_at.is_some_and(|end| now >= end) {
        Err(AuthError::Expired)
    } else {
        Ok(credential)
    }
}

fn session_principal(session: CredentialRecord) -> Principal {
    let CredentialRecord { id, name, role, expires_at, .. } = session;
    Principal { via: Via::Session(id), name, role, expires_at, address: None }
}

#[cfg(test)]
mod tests;
