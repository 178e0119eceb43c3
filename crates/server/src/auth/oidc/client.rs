//! The OpenID Connect client: begins a sign-in, and finishes it when the provider sends the browser back.

use super::client_secret;
use super::error::OidcError;
use super::pending::{Pending, ReturnTo, Waiting};
use super::provider::{Known, Provider};
use crate::admission::Permit;
use crate::auth::authenticator::Auth;
use crate::auth::error::AuthError;
use crate::auth::jwt::{self, Claims, Expected};
use crate::auth::principal::Principal;
use crate::auth::secret::{SessionSecret, sha256};
use crate::auth::sessions::{Device, NewSession};
use crate::config::OidcConfig;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use outbound::Client;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use url::Url;
use zeroize::Zeroizing;

/// How long a sign-in at the provider may take.
pub(crate) const SIGN_IN_TIME: Duration = Duration::minutes(10);
/// How long such a session lasts: the provider's claims about a person are fetched again every day.
const SESSION_LIFETIME: Duration = Duration::hours(12);

/// Longer than a session's cookie.
const MAX_COOKIE: usize = 64;

/// The provider that people sign in with.
pub(crate) struct Oidc {
    pub(super) config: OidcConfig,
    pub(super) redirect_uri: String,
    pub(super) client_secret: Option<Zeroizing<String>>,
    pub(super) client: Client,
    provider: tokio::sync::Mutex<Known>,
    pending: Pending,
}

/// How a sign-in is to go.
pub(crate) struct Wanted<'a> {
    /// Where it leads.
    pub(crate) return_to: ReturnTo,
    /// Whether the provider asks who it is, even where it knows somebody: whose account has no role here would never
    /// get
    /// to another one.
    pub(crate) ask_again: bool,
    /// The session's cookie that the browser has: on its way back from another site it brings none along
    /// (`SameSite=Strict`).
    pub(crate) former: Option<&'a str>,
}

/// A sign-in that has begun.
pub(crate) struct Begun {
    /// Where the browser goes.
    pub(crate) url: Url,
    /// What the browser keeps, so that no other browser finishes this sign-in.
    pub(crate) browser: Zeroizing<String>,
}

/// What the provider sends the browser back with.
#[derive(Default)]
pub(crate) struct Returned {
    pub(crate) state: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) error: Option<String>,
}

/// What a provider says of itself, for an operator.
pub(crate) struct Description {
    /// How many keys it publishes.
    pub(crate) keys: usize,
    /// Which claims it says it has, where it says so.
    pub(crate) claims: Option<Vec<String>>,
}

/// Who signed in.
pub(crate) struct SignedIn {
    new: NewSession,
    /// Where they wanted to go.
    pub(crate) return_to: ReturnTo,
    /// The cookie of the session that the browser had when it began.
    pub(crate) former: Option<Zeroizing<String>>,
}

impl Oidc {
    /// Reads the secret; makes no request yet. `redirect_uri` is where the provider sends people back to.
    pub(crate) fn new(config: OidcConfig, redirect_uri: String, client: Client) -> Result<Self, AuthError> {
        let client_secret = client_secret::read(&config)?;
        let (provider, pending) = (tokio::sync::Mutex::default(), Pending::default());
        Ok(Self { config, redirect_uri, client_secret, client, provider, pending })
    }

    /// What people call the provider.
    pub(crate) fn name(&self) -> &str {
        &self.config.name
    }

    /// What the provider says of itself now.
    pub(crate) async fn describe(&self, now: OffsetDateTime, permit: &Permit) -> Result<Description, OidcError> {
        let provider = self.provider(now, permit).await?;
        let keys = provider.keys.count().await.map_err(jwt::JwtError::NoKeys)?;
        Ok(Description { keys, claims: provider.claims.clone() })
    }

    /// Begins a sign-in.
    pub(crate) async fn begin(
        &self,
        wanted: Wanted<'_>,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> Result<Begun, OidcError> {
        let provider = self.provider(now, permit).await?;
        let [browser, state, nonce, verifier] = [random()?, random()?, random()?, random()?];
        let mut url = provider.authorization_endpoint.clone();
        let challenge = URL_SAFE_NO_PAD.encode(sha256(&verifier));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", &self.config.scopes)
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if wanted.ask_again {
            url.query_pairs_mut().append_pair("prompt", "login");
        }
        let Wanted { return_to, former, .. } = wanted;
        let former = former.filter(|former| former.len() <= MAX_COOKIE).map(|former| Zeroizing::new(former.to_owned()));
        let until = now + SIGN_IN_TIME;
        let waiting = Waiting { browser: sha256(&browser), nonce, verifier, return_to, former, until };
        self.pending.add(sha256(&state), waiting);
        Ok(Begun { url, browser })
    }

    /// Finishes a sign-in: the person that the provider vouches for, if all checks pass. A state counts once, however
    /// it ends.
    pub(crate) async fn finish(
        &self,
        returned: &Returned,
        browser: Option<&str>,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> Result<SignedIn, OidcError> {
        let Some(state) = returned.state.as_deref() else {
            // Some providers leave the state out of a denial. Accepting that signs no one in.
            return Err(returned.error.as_deref().map_or(OidcError::Stale, OidcError::of_provider));
        };
        let waiting = self.pending.take(&sha256(state), now).ok_or(OidcError::Stale)?;
        let browser = browser.ok_or(OidcError::OtherBrowser)?;
        verify_slices_are_equal(&waiting.browser, &sha256(browser)).map_err(|_| OidcError::OtherBrowser)?;
        let provider = self.provider(now, permit).await?;
        match &returned.issuer {
            Some(issuer) if *issuer != self.config.issuer => return Err(OidcError::OtherIssuer),
            None if provider.says_issuer => return Err(OidcError::OtherIssuer),
            _ => {}
        }
        if let Some(error) = &returned.error {
            return Err(OidcError::of_provider(error));
        }
        let code = returned.code.as_deref().ok_or(OidcError::NoCode)?;
        let tokens = self.exchange(&provider, code, &waiting.verifier).await?;
        let claims = self.check(&provider, &tokens.id_token, &waiting.nonce, now, permit).await?;
        let claims = self.complete(&provider, claims, tokens.access_token.as_ref()).await?;
        let name = claims.name();
        let subject = format!("oidc {} {}", self.config.issuer, claims.subject);
        let Some(role) = self.config.role.role(&claims.all) else {
            return Err(OidcError::NoRole { name, subject, why: self.config.role.lacks(&claims.all) });
        };
        let new = NewSession { name, subject, role, parent: None, ends_at: Some(now + SESSION_LIFETIME) };
        Ok(SignedIn { new, return_to: waiting.return_to, former: waiting.former })
    }

    /// OpenID Connect Core 1.0, section 3.1.3.7. `at_hash` is left out: the access token opens nothing here.
    async fn check(
        &self,
        provider: &Provider,
        id_token: &str,
        nonce: &str,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> Result<Claims, OidcError> {
        let expected = Expected { issuer: &self.config.issuer, audience: &self.config.client_id, types: &["jwt"] };
        let claims = jwt::verify(id_token, &provider.keys, &expected, now, permit).await?;
        let said = claims.text("nonce").unwrap_or_default();
        if verify_slices_are_equal(said.as_bytes(), nonce.as_bytes()).is_err() {
            return Err(jwt::JwtError::Nonce.into());
        }
        let is_shared = claims.all["aud"].as_array().is_some_and(|audiences| audiences.len() > 1);
        let party = claims.all.get("azp");
        if (is_shared || party.is_some()) && claims.text("azp") != Some(&self.config.client_id) {
            return Err(jwt::JwtError::Audience.into());
        }
        Ok(claims)
    }

    /// What the provider says of itself, asked again when it is old.
    async fn provider(&self, now: OffsetDateTime, permit: &Permit) -> Result<Arc<Provider>, OidcError> {
        permit.release();
        self.provider.lock().await.get(&self.config.issuer, &self.client, now).await
    }
}

impl Auth {
    /// Begins the session of a person that the provider vouched for.
    pub(crate) async fn begin_signed_in(
        &self,
        signed_in: SignedIn,
        device: &Device,
        now: OffsetDateTime,
    ) -> Result<(SessionSecret, Principal), AuthError> {
        self.begin_session(signed_in.new, device, now).await
    }
}

/// 256 random bits in 43 characters, as RFC 7636 asks of a verifier.
fn random() -> Result<Zeroizing<String>, OidcError> {
    let mut random = Zeroizing::new([0; 32]);
    aws_lc_rs::rand::fill(random.as_mut_slice()).map_err(|_| OidcError::Random)?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(random.as_slice())))
}
