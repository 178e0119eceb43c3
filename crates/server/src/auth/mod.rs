//! Who calls: API tokens, one-time sign-in links, browser sessions, tokens of the embedding console, and people who sign
//! in with an OpenID Connect provider.

mod admin_token;
mod error;
mod issuer;
mod jwt;
mod last_used;
pub(crate) mod oidc;
mod secret;
mod sessions;
mod tokens;

pub use error::AuthError;
#[cfg(feature = "fuzzing")]
pub(crate) use jwt::read_unverified;
pub use jwt::{JwtError, JwtRefusal, KeysError, SignedAs};
pub use secret::SessionSecret;
pub(crate) use sessions::cookie_age;
pub use sessions::{Device, SessionView};
pub use tokens::{NewToken, TokenView};

use crate::config::{Config, JwtConfig};
use admin_token::AdminToken;
use issuer::Issuer;
use last_used::LastUsed;
use model::permission::Role;
use model::secret::Secret;
use outbound::Client;
use secret::SecretKind;
use std::net::IpAddr;
use std::sync::Arc;
use store::{CredentialKind, CredentialRecord, Store};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long a one-time link waits to be opened.
pub const LINK_LIFETIME: Duration = Duration::minutes(10);
/// How long a session lives without being used.
pub const SESSION_IDLE: Duration = Duration::hours(12);
/// How long a session lives at most.
pub const SESSION_LIFETIME: Duration = Duration::days(7);
/// How fresh "last used" is kept; more often would be a write for every request.
const TOUCH_EVERY: Duration = Duration::minutes(1);

/// Whoever calls, as far as was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What people call them.
    pub name: String,
    /// Who they are for good: two of the same name are two.
    pub subject: String,
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
    /// A token of the embedding console.
    Jwt,
}

/// How many keys the embedding console publishes now.
pub(crate) async fn published_keys(jwt: &JwtConfig, client: Client) -> Result<usize, KeysError> {
    jwt::KeySet::new(jwt.keys.clone(), client, "APPCONN_JWT_CA_FILE").count().await
}

/// Finds out who calls. Secrets are only kept as SHA-256: 32 random bytes need no slow hash.
pub struct Auth {
    store: Arc<dyn Store>,
    admin_token: Option<AdminToken>,
    issuer: Option<Issuer>,
    last_used: LastUsed,
}

impl Auth {
    /// Reads the fixed admin token, where one is configured.
    pub fn new(store: Arc<dyn Store>, config: &Config) -> Result<Self, AuthError> {
        let admin_token = config.admin_token_file.as_deref().map(AdminToken::read).transpose()?;
        Ok(Self { store, admin_token, issuer: None, last_used: LastUsed::default() })
    }

    /// Accepts the embedding console's own tokens, too, where the configuration says so.
    #[must_use]
    pub fn with_issuer(mut self, config: &Config, client: &Client) -> Self {
        self.issuer = config.jwt.clone().map(|jwt| Issuer::new(jwt, client.clone()));
        self
    }

    /// Whether [`Auth::new`] would accept the configuration, without a database.
    pub fn check(config: &Config) -> Result<(), AuthError> {
        config.admin_token_file.as_deref().map(AdminToken::read).transpose()?;
        config.jwt.as_ref().map(Issuer::check).transpose()?;
        config.oidc.as_ref().map(oidc::client_secret).transpose().map(drop)
    }

    /// Whose token this is: ours, or one of the embedding console's.
    pub async fn bearer(&self, token: &str, now: OffsetDateTime) -> Result<Principal, AuthError> {
        if token.is_empty() {
            return Err(AuthError::Missing);
        }
        if let Some(admin) = self.admin_token.as_ref().filter(|admin| admin.is(token)) {
            return Ok(admin.principal());
        }
        if let Some(issuer) = self.issuer.as_ref().filter(|_| jwt::is_jwt(token)) {
            return issuer.principal(token, now).await;
        }
        let hash = SecretKind::API_TOKEN.hash(token).ok_or(AuthError::Unknown)?;
        let found = self.store.find_credential(CredentialKind::ApiToken, &hash).await?.ok_or(AuthError::Unknown)?;
        let found = self.in_use(found, now).await?;
        let CredentialRecord { id, name, role, expires_at, .. } = found;
        let subject = format!("token {id}");
        Ok(Principal { via: Via::ApiToken(id), name, subject, role, expires_at, address: None })
    }

    /// Makes a one-time sign-in link's token. Links of one name are one person's; of whoever has none nothing is known,
    /// and their sessions are nobody else's.
    pub async fn create_link(
        &self,
        role: Role,
        name: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<Secret<String>, AuthError> {
        let shown = name.unwrap_or(role.name());
        let (secret, mut link) = SecretKind::LINK.issue(CredentialKind::SignInLink, role, shown, now)?;
        link.subject = name.map_or_else(|| format!("link {}", link.id), |name| format!("link {name}"));
        link.expires_at = Some(now + LINK_LIFETIME);
        self.store.insert_credential(&link).await?;
        Ok(secret)
    }

    /// A credential that is still good, noted as used.
    async fn in_use(&self, credential: CredentialRecord, now: OffsetDateTime) -> Result<CredentialRecord, AuthError> {
        let credential = valid(credential, now)?;
        if credential.last_used_at.is_none_or(|last| now >= last + TOUCH_EVERY) {
            self.last_used.note(&self.store, credential.id, now).await;
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

#[cfg(test)]
mod tests;
