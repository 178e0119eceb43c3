//! The door to Okta: settings shared by all connections.

use crate::{
    AccessToken, Clock, Credentials, Diagnosis, Lookup, OktaError, Proxy, TokenError, Verification,
    check::organization,
    client::{
        Network, Session,
        named::{self, NamedAnswer, NamedError, NamedRequest},
        token,
    },
    verify,
};
use model::check::Check;
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// How to reach Okta.
#[derive(Debug, Clone, Default)]
pub struct OktaConfig {
    /// Connect to this address for this host: private link and tests. The only way past the public-address rule.
    pub resolve: Vec<(String, SocketAddr)>,
    /// Root certificates (PEM) to trust beside the system's.
    pub extra_roots_pem: Option<Vec<u8>>,
    /// The way out, where there is no other. Hosts of `resolve` are reached without it.
    pub proxy: Option<Proxy>,
    /// How long to wait for what.
    pub timeouts: Timeouts,
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a name to resolve, and for a connection with its TLS handshake.
    pub connect: Duration,
    /// For one request, to the last byte of its answer.
    pub request: Duration,
    /// For a whole verification, or for a token with its second tries.
    pub total: Duration,
    /// For Okta's rate limit to reset; a longer wait is not waited for.
    pub rate_limit: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            request: Duration::from_secs(10),
            total: Duration::from_secs(30),
            rate_limit: Duration::from_secs(5),
        }
    }
}

/// Talks to Okta organizations. Cheap to clone: all clones share one TLS configuration, with its session tickets.
#[derive(Clone)]
pub struct Okta {
    network: Arc<Network>,
    clock: Clock,
    organization_id: Option<Arc<str>>,
}

impl Okta {
    /// Reads the certificates; connects to nothing yet.
    pub fn new(config: OktaConfig) -> Result<Self, OktaError> {
        Ok(Self { network: Arc::new(Network::new(config)?), clock: Clock::system(), organization_id: None })
    }

    /// The same by another resolver. Its addresses must be public as the system's must.
    #[must_use]
    pub fn with_lookup(mut self, lookup: Lookup) -> Self {
        self.network = Arc::new(self.network.with_lookup(lookup));
        self
    }

    /// The same by another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The same, where only the organization with this id is meant: another one that answers at the domain gets neither an
    /// assertion nor a token request.
    #[must_use]
    pub fn pinned_to(&self, organization_id: Option<&str>) -> Self {
        Self { organization_id: organization_id.map(Arc::from), ..self.clone() }
    }

    /// Runs the nine checks. `on_check` is called as each is settled, in whatever order they are; the report has all of
    /// them in the order of [`model::check::CheckId::ALL`]. Dropping the future cancels all work.
    pub async fn verify(&self, credentials: &Credentials, on_check: impl FnMut(&Check) + Send) -> Verification {
        let pin = self.organization_id.as_deref();
        verify::verify(&self.network, &self.clock, credentials, pin, on_check).await
    }

    /// Asks a server that the operator has named in the configuration, such as the one of the console's own sign-in. It
    /// may be anywhere, on any port; the roots and addresses of the settings count here, too.
    pub async fn ask_named(&self, request: &NamedRequest<'_>) -> Result<NamedAnswer, NamedError> {
        named::ask(&self.network, request).await
    }

    /// A token for these scopes, or for those of them that are granted.
    pub async fn token(&self, credentials: &Credentials, scopes: &[&str]) -> Result<AccessToken, TokenError> {
        let refused = |diagnosis: Diagnosis| TokenError::new(diagnosis, credentials);
        let key = credentials.key.as_ref().map_err(|error| refused(error.into()))?;
        let session =
            Session::open(&self.network, &self.clock, &credentials.domain).await.map_err(|t| refused(t.into()))?;
        if let Some(pinned) = &self.organization_id {
            let answer = session.get(organization::PATH).await.map_err(|trouble| refused(trouble.into()))?;
            if let Some(other) = organization::Organization::read(&answer).filter(|found| *found.id != **pinned) {
                return Err(refused(organization::changed(pinned, &other)));
            }
        }
        let grant = token::request(&session, credentials, key, scopes).await.map_err(refused)?;
        Ok(grant.access_token)
    }
}
