//! Client for one or more Okta organizations: verification and tokens.

use crate::{
    AccessToken, Clock, Credentials, Diagnosis, TokenError, Verification,
    check::organization,
    client::{Session, token},
    verify,
};
use model::check::Check;
use outbound::Client;
use std::sync::Arc;

/// Talks to Okta organizations. Cheap to clone.
#[derive(Clone)]
pub struct Okta {
    client: Client,
    clock: Clock,
    organization_id: Option<Arc<str>>,
}

impl Okta {
    /// Makes its requests by this client; connects to nothing yet.
    pub fn new(client: Client) -> Self {
        Self { client, clock: Clock::system(), organization_id: None }
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
        verify::verify(&self.client, &self.clock, credentials, pin, on_check).await
    }

    /// A token for these scopes, or for those of them that are granted.
    pub async fn token(&self, credentials: &Credentials, scopes: &[&str]) -> Result<AccessToken, TokenError> {
        let refused = |diagnosis: Diagnosis| TokenError::new(diagnosis, credentials);
        let key = credentials.key.as_ref().map_err(|error| refused(error.into()))?;
        let session =
            Session::open(&self.client, &self.clock, &credentials.domain).await.map_err(|t| refused(t.into()))?;
        if let Some(pinned) = &self.organization_id {
            let answer = session.get(organization::PATH).await.map_err(|error| refused(error.into()))?;
            if let Some(other) = organization::Organization::read(&answer).filter(|found| *found.id != **pinned) {
                return Err(refused(organization::changed(pinned, &other)));
            }
        }
        let grant = token::request(&session, credentials, key, scopes).await.map_err(refused)?;
        Ok(grant.access_token)
    }
}
