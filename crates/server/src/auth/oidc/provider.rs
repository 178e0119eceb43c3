//! Provider metadata (OpenID Connect Discovery 1.0).

use super::bounded::bounded;
use super::error::OidcError;
use crate::auth::jwt::KeySet;
use crate::config::KeySource;
use outbound::{Client, TrustedRequest, is_secure_endpoint};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;
use time::{Duration, OffsetDateTime};
use url::Url;

/// How long it counts.
const FRESH: Duration = Duration::hours(1);
/// How long it counts while the provider does not answer.
const STALE: Duration = Duration::hours(24);
/// How long to wait after a failure.
const RETRY: Duration = Duration::seconds(5);

/// A provider whose description fits.
pub(super) struct Provider {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    pub(super) keys: Arc<KeySet>,
    /// Whether its answers say who they are from (RFC 9207).
    pub(super) says_issuer: bool,
    /// Whether the client's secret goes into the form instead of a header.
    pub(super) secret_in_form: bool,
    /// The claims that it says it has.
    pub(super) claims: Option<Vec<String>>,
    jwks_uri: Url,
    at: OffsetDateTime,
}

#[derive(Deserialize)]
struct Raw {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    claims_supported: Option<Vec<String>>,
}

impl Provider {
    /// Asks it. `before` is what it said the last time: its keys are kept while they are at the same address.
    async fn discover(
        issuer: &str,
        client: &Client,
        before: Option<&Self>,
        now: OffsetDateTime,
    ) -> Result<Self, OidcError> {
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|_| OidcError::Unusable("address"))?;
        let answer = client.send_trusted(&TrustedRequest::get(&url)).await?;
        if answer.status != 200 {
            return Err(OidcError::Status(answer.status));
        }
        let raw: Raw = serde_json::from_slice(&answer.body).map_err(|_| OidcError::Unusable("discovery document"))?;
        // Section 4.3: exactly, or another server could speak for this issuer.
        if raw.issuer != issuer {
            return Err(OidcError::OtherName { found: bounded(&raw.issuer), expected: issuer.to_owned() });
        }
        // A provider on the network has no endpoint on this machine.
        let is_fit =
            |endpoint: &Url| is_secure_endpoint(endpoint) && (endpoint.scheme() == "https" || url.scheme() == "http");
        let address = |text: &str, name| Url::parse(text).ok().filter(is_fit).ok_or(OidcError::Unusable(name));
        let jwks_uri = address(&raw.jwks_uri, "jwks_uri")?;
        let methods = raw.token_endpoint_auth_methods_supported.unwrap_or_default();
        let has = |method: &str| methods.iter().any(|known| known == method);
        let keys = before.filter(|before| before.jwks_uri == jwks_uri).map(|before| before.keys.clone());
        let keys = keys.unwrap_or_else(|| {
            Arc::new(KeySet::new(KeySource::Url(jwks_uri.clone()), client.clone(), "APPCONN_OIDC_CA_FILE"))
        });
        Ok(Self {
            authorization_endpoint: address(&raw.authorization_endpoint, "authorization_endpoint")?,
            token_endpoint: address(&raw.token_endpoint, "token_endpoint")?,
            userinfo_endpoint: raw.userinfo_endpoint.map(|text| address(&text, "userinfo_endpoint")).transpose()?,
            keys,
            says_issuer: raw.authorization_response_iss_parameter_supported,
            claims: raw.claims_supported,
            secret_in_form: has("client_secret_post") && !has("client_secret_basic"),
            jwks_uri,
            at: now,
        })
    }

    fn is_younger(&self, than: Duration, now: OffsetDateTime) -> bool {
        // What lies ahead is of a clock that was wrong.
        self.at <= now + Duration::minutes(1) && now < self.at + than
    }
}

/// The provider, as it was last known.
#[derive(Default)]
pub(super) struct Known {
    provider: Option<Arc<Provider>>,
    failed: Option<(OffsetDateTime, OidcError)>,
}

impl Known {
    /// As it is now, or as it was within a day while it does not answer.
    pub(super) async fn get(
        &mut self,
        issuer: &str,
        client: &Client,
        now: OffsetDateTime,
    ) -> Result<Arc<Provider>, OidcError> {
        if let Some(provider) = self.provider.as_ref().filter(|provider| provider.is_younger(FRESH, now)) {
            return Ok(provider.clone());
        }
        let begun = Instant::now();
        let failed = match &self.failed {
            Some((at, error)) if now < *at + RETRY => error.clone(),
            _ => match Provider::discover(issuer, client, self.provider.as_deref(), now).await {
                Ok(provider) => return Ok(self.provider.insert(Arc::new(provider)).clone()),
                Err(error) => {
                    // From when it failed: one that answers nothing takes longer than the wait.
                    self.failed = Some((now + begun.elapsed(), error.clone()));
                    error
                }
            },
        };
        self.provider.clone().filter(|provider| provider.is_younger(STALE, now)).ok_or(failed)
    }
}
