//! Authentication: finds the principal of a token, and issues sign-in links.

use super::admin_token::AdminToken;
use super::error::AuthError;
use super::issuer::Issuer;
use super::jwt;
use super::last_used::LastUsed;
use super::lifetime::LINK_LIFETIME;
use super::oidc::client_secret;
use super::principal::{Principal, Via};
use super::secret::SecretKind;
use crate::admission::Permit;
use crate::config::Config;
use model::permission::Role;
use model::secret::Secret;
use outbound::Client;
use std::sync::Arc;
use store::{CredentialKind, CredentialRecord, Store};
use time::{Duration, OffsetDateTime};

/// How fresh "last used" is kept; more often would be a write for every request.
const TOUCH_EVERY: Duration = Duration::minutes(1);

/// Authenticates callers. Secrets are only kept as SHA-256: 32 random bytes need no slow hash.
pub struct Auth {
    pub(super) store: Arc<dyn Store>,
    pub(super) admin_token: Option<AdminToken>,
    issuer: Option<Issuer>,
    pub(super) last_used: LastUsed,
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
        config.oidc.as_ref().map(client_secret::read).transpose().map(drop)
    }

    /// The principal of a token: of ours, or one of the embedding console's. The request gives its permit back while it
    /// waits for the issuer's keys.
    pub async fn bearer(&self, token: &str, now: OffsetDateTime, permit: &Permit) -> Result<Principal, AuthError> {
        if token.is_empty() {
            return Err(AuthError::Missing);
        }
        if let Some(admin) = self.admin_token.as_ref().filter(|admin| admin.is(token)) {
            return Ok(admin.principal());
        }
        if let Some(issuer) = self.issuer.as_ref().filter(|_| jwt::is_jwt(token)) {
            return issuer.principal(token, now, permit).await;
        }
        let hash = SecretKind::API_TOKEN.hash(token).ok_or(AuthError::Unknown)?;
        let found = self.store.find_credential(CredentialKind::ApiToken, &hash).await?.ok_or(AuthError::Unknown)?;
        let found = self.in_use(found, now).await?;
        let CredentialRecord { id, name, role, expires_at, .. } = found;
        let subject = format!("token {id}");
        Ok(Principal { via: Via::ApiToken(id), name, subject, role, expires_at, address: None })
    }

    /// Makes a one-time sign-in link's token. Links of one name are one person's; a link without a name belongs to no
    /// known person,
    /// and its sessions are of their own.
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
    pub(super) async fn in_use(
        &self,
        credential: CredentialRecord,
        now: OffsetDateTime,
    ) -> Result<CredentialRecord, AuthError> {
        let credential = valid(credential, now)?;
        if credential.last_used_at.is_none_or(|last| now >= last + TOUCH_EVERY) {
            self.last_used.note(&self.store, credential.id, now).await;
        }
        Ok(credential)
    }
}

/// The credential, unless it was revoked or has expired.
pub(super) fn valid(credential: CredentialRecord, now: OffsetDateTime) -> Result<CredentialRecord, AuthError> {
    if credential.revoked_at.is_some() {
        Err(AuthError::Revoked)
    } else if credential.expires_at.is_some_and(|end| now >= end) {
        Err(AuthError::Expired)
    } else {
        Ok(credential)
    }
}
