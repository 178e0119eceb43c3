//! API tokens: creation, listing, revocation.

use super::authenticator::Auth;
use super::error::AuthError;
use super::secret::SecretKind;
use model::permission::Role;
use model::secret::Secret;
use store::{CredentialKind, CredentialRecord};
use time::OffsetDateTime;
use uuid::Uuid;

/// An API token to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Whose it is.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it ends; `None` for never.
    pub expires_at: Option<OffsetDateTime>,
}

/// An API token as it is listed: everything but the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// The token's id.
    pub id: Uuid,
    /// Whose it is.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends; `None` for never.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// When it was revoked.
    pub revoked_at: Option<OffsetDateTime>,
}

impl Auth {
    /// Makes an API token; the only time that it can be seen.
    pub async fn create_token(
        &self,
        token: &NewToken,
        now: OffsetDateTime,
    ) -> Result<(Secret<String>, TokenView), AuthError> {
        let (secret, mut record) =
            SecretKind::API_TOKEN.issue(CredentialKind::ApiToken, token.role, &token.name, now)?;
        record.expires_at = token.expires_at;
        self.store.insert_credential(&record).await?;
        Ok((secret, view(record)))
    }

    /// Every API token, newest first, ended ones included.
    pub async fn tokens(&self) -> Result<Vec<TokenView>, AuthError> {
        Ok(self.store.list_credentials(CredentialKind::ApiToken).await?.into_iter().map(view).collect())
    }

    /// Ends an API token, and the sessions begun with it, at once.
    pub async fn revoke_token(&self, id: Uuid, now: OffsetDateTime) -> Result<(), AuthError> {
        if !self.tokens().await?.iter().any(|token| token.id == id) {
            return Err(AuthError::NoSuchToken);
        }
        Ok(self.store.revoke_credential(id, now).await?)
    }
}

fn view(record: CredentialRecord) -> TokenView {
    let CredentialRecord { id, name, role, created_at, expires_at, last_used_at, revoked_at, .. } = record;
    TokenView { id, name, role, created_at, expires_at, last_used_at, revoked_at }
}
