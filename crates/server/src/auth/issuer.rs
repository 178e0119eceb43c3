//! Trusted token issuer: the embedding console, whose own tokens are accepted.

use super::error::AuthError;
use super::jwt::{self, Expected, KeySet, KeysError};
use super::principal::{Principal, Via};
use crate::admission::Permit;
use crate::config::JwtConfig;
use outbound::Client;
use time::OffsetDateTime;

/// Access tokens (RFC 9068) and those that say no more than that they are tokens.
const TYPES: [&str; 2] = ["jwt", "at+jwt"];

/// Who issues tokens that are accepted, and its keys.
pub(super) struct Issuer {
    config: JwtConfig,
    keys: KeySet,
}

impl Issuer {
    pub(super) fn new(config: JwtConfig, client: Client) -> Self {
        let keys = KeySet::new(config.keys.clone(), client, "APPCONN_JWT_CA_FILE");
        Self { config, keys }
    }

    /// Whether the configuration can be used, as far as this machine knows.
    pub(super) fn check(config: &JwtConfig) -> Result<(), AuthError> {
        KeySet::check(&config.keys).map_err(AuthError::JwtKeys)
    }

    pub(super) async fn principal(
        &self,
        token: &str,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> Result<Principal, AuthError> {
        let JwtConfig { issuer, audience, role, .. } = &self.config;
        let claims = jwt::verify(token, &self.keys, &Expected { issuer, audience, types: &TYPES }, now, permit).await?;
        let name = claims.name();
        let subject = format!("jwt {issuer} {}", claims.subject);
        let Some(role) = role.role(&claims.all) else {
            return Err(AuthError::NoRole { name, subject, why: role.lacks(&claims.all) });
        };
        Ok(Principal { name, subject, role, via: Via::Jwt, expires_at: Some(claims.expires_at), address: None })
    }
}

/// How many keys the embedding console publishes now.
pub(crate) async fn published_keys(jwt: &JwtConfig, client: Client) -> Result<usize, KeysError> {
    KeySet::new(jwt.keys.clone(), client, "APPCONN_JWT_CA_FILE").count().await
}
