//! `POST /oauth2/v1/token`: client credentials at the organization authorization server.
//!
//! The order of the checks, as far as recordings show it: the request, the client, `aud`, the key, the times, `jti`,
//! the application, DPoP, the scopes. A `jti` is used up even if DPoP or the scopes then fail.

use axum::http::{HeaderName, StatusCode, header};
use serde::Serialize;

use crate::{
    access_token,
    assertion::Assertion,
    call::Call,
    dpop::Proof,
    error::{
        api, dpop as no_proof,
        token::{self as no, TokenError},
    },
    org::{App, ApplicationType, AuthMethod, Org, Status},
    reply::Reply,
    world::{Entry, LiveState},
};

const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const CREDENTIALS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
const OIDC_SCOPES: [&str; 7] = ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"];
const GRANTS: [&str; 6] = [
    "authorization_code",
    "client_credentials",
    "password",
    "refresh_token",
    "implicit",
    "urn:ietf:params:oauth:grant-type:device_code",
];

/// The response, its members in Okta's order.
#[derive(Serialize)]
struct Granted {
    token_type: &'static str,
    expires_in: i64,
    access_token: String,
    scope: String,
}

/// Why no token is issued.
enum No {
    Because(TokenError),
    UnknownClient,
    /// The organization's signing key could not be generated.
    Broken,
}

impl From<TokenError> for No {
    fn from(error: TokenError) -> Self {
        Self::Because(error)
    }
}

pub(super) fn token(entry: &mut Entry, call: &Call) -> Reply {
    let reply = match grant(entry, call) {
        Ok((granted, nonce)) => {
            let reply = Reply::json(StatusCode::OK, &granted);
            nonce.into_iter().fold(reply, |reply, nonce| reply.with(DPOP_NONCE, &nonce))
        }
        Err(No::Because(error)) if error == no_proof::USE_NONCE => {
            error.reply().with(DPOP_NONCE, &entry.live.nonces.current(call.now))
        }
        Err(No::Because(error)) => error.reply(),
        Err(No::UnknownClient) => api::unknown_client(entry.org.unknown_client_status),
        Err(No::Broken) => api::server_error(),
    };
    reply.with(header::CACHE_CONTROL, "no-cache, no-store").with(header::PRAGMA, "no-cache").with(header::EXPIRES, "0")
}

fn grant(entry: &mut Entry, call: &Call) -> Result<(Granted, Option<String>), No> {
    let form = Form::of(call)?;
    let grant_type = form.required("grant_type").ok_or(no::NO_GRANT)?;
    if !GRANTS.contains(&grant_type) {
        return Err(no::unknown_grant(&["client_credentials"]).into());
    }
    let Entry { org, live, .. } = entry;
    let app = match form.credentials(call)? {
        Credentials::Assertion(text) => {
            let assertion = Assertion::parse(text)?;
            let named = form.required("client_id").is_none_or(|id| id == assertion.client_id());
            let app = org.app(assertion.client_id()).filter(|app| named && app.status == Status::Active);
            let app = app.ok_or(No::UnknownClient)?;
            assertion.check_audience(&call.url())?;
            assertion.check_signature(app)?;
            if app.token_endpoint_auth_method != AuthMethod::PrivateKeyJwt {
                return Err(no::WRONG_METHOD.into());
            }
            assertion.use_once(&mut live.assertions, call.now)?;
            app
        }
        Credentials::Secret(client_id) => {
            let app = org.app(&client_id).filter(|app| app.status == Status::Active).ok_or(No::UnknownClient)?;
            let refusal = match app.token_endpoint_auth_method {
                AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost => no::NOT_PRIVATE_KEY_JWT,
                _ => no::WRONG_METHOD,
            };
            return Err(refusal.into());
        }
    };
    check_application(app, grant_type)?;
    let proof = check_proof(app, live, call)?;
    let scopes = granted_scopes(org, app, form.required("scope").unwrap_or_default())?;
    let bound_to = proof.as_ref().map(|proof| proof.thumbprint.as_str());
    let access_token =
        access_token::issue(org, app, &call.base(), &scopes, bound_to, call.now).map_err(|_| No::Broken)?;
    let token_type = if bound_to.is_some() { "DPoP" } else { "Bearer" };
    let nonce = bound_to.map(|_| live.nonces.current(call.now));
    let expires_in = access_token::LIFETIME;
    Ok((Granted { token_type, expires_in, access_token, scope: scopes.join(" ") }, nonce))
}

fn check_application(app: &App, grant_type: &str) -> Result<(), TokenError> {
    if !app.network_zone_allowed {
        return Err(no::NETWORK_ZONE);
    }
    let configured = app.grants();
    if grant_type == "client_credentials" && app.application_type != ApplicationType::Service {
        return Err(no::NOT_SERVICE);
    }
    if !configured.contains(&grant_type) || grant_type != "client_credentials" {
        return Err(no::grant_not_allowed(&configured));
    }
    Ok(())
}

/// The proof, if the application requires one. A proof that is not required is ignored (okta-sdk-nodejs #453).
fn check_proof(app: &App, live: &mut LiveState, call: &Call) -> Result<Option<Proof>, TokenError> {
    if !app.dpop_bound_access_tokens {
        return Ok(None);
    }
    let proof = Proof::of(call)?;
    let known = proof.nonce.as_deref().is_some_and(|nonce| live.nonces.accepts(nonce, call.now));
    if call.quirks.nonce_loop || !known {
        return Err(no_proof::USE_NONCE);
    }
    proof.use_once(&mut live.proofs, call.now)?;
    Ok(Some(proof))
}

/// The requested scopes that are granted, in the requested order.
fn granted_scopes(org: &Org, app: &App, requested: &str) -> Result<Vec<String>, TokenError> {
    let requested: Vec<&str> = requested.split_ascii_whitespace().collect();
    if requested.is_empty() {
        return Err(no::NO_SCOPE);
    }
    if let Some(scope) = requested.iter().find(|scope| OIDC_SCOPES.contains(scope)) {
        return Err(no::oidc_scope(scope));
    }
    let is_known = |scope: &str| is_okta_scope(scope) && !org.unknown_scopes.iter().any(|unknown| unknown == scope);
    if !requested.iter().all(|scope| is_known(scope)) {
        return Err(no::CUSTOM_SCOPE);
    }
    let mut granted: Vec<String> = Vec::new();
    for scope in requested {
        if app.scopes.iter().any(|own| own == scope) && !granted.iter().any(|seen| seen == scope) {
            granted.push(scope.to_owned());
        }
    }
    if granted.is_empty() { Err(no::NOTHING_GRANTED) } else { Ok(granted) }
}

/// `okta.{things}.read` or `.manage`.
fn is_okta_scope(scope: &str) -> bool {
    let mut parts = scope.split('.');
    let things =
        |part: Option<&str>| part.is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    parts.next() == Some("okta")
        && things(parts.next())
        && matches!(parts.next_back(), Some("read" | "manage"))
        && parts.all(|part| things(Some(part)))
}

/// The form in the body, without duplicate parameters.
struct Form(Vec<(String, String)>);

enum Credentials<'a> {
    Assertion(&'a str),
    /// Whether there is a client secret, by header or form, for the client with this id.
    Secret(String),
}

impl Form {
    fn of(call: &Call) -> Result<Self, TokenError> {
        if CREDENTIALS.iter().any(|name| call.query(name).is_some()) {
            return Err(no::QUERY_CREDENTIALS);
        }
        let pairs = call.form();
        let mut names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|two| two[0] == two[1]) {
            return Err(no::REPEATED);
        }
        Ok(Self(pairs))
    }

    /// A parameter that is present and not empty.
    fn required(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    fn credentials(&self, call: &Call) -> Result<Credentials<'_>, TokenError> {
        let basic = call.header(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Basic "));
        let secret = self.required("client_secret");
        let assertion = self.required("client_assertion");
        match (basic, secret, assertion) {
            (None, None, None) => Err(no::NO_CREDENTIALS),
            (None, None, Some(assertion)) if self.required("client_assertion_type") == Some(ASSERTION_TYPE) => {
                Ok(Credentials::Assertion(assertion))
            }
            (None, None, Some(_)) => Err(no::ASSERTION_TYPE),
            (Some(basic), None, None) => Ok(Credentials::Secret(user_of(basic))),
            (None, Some(_), None) => Ok(Credentials::Secret(self.required("client_id").unwrap_or_default().to_owned())),
            _ => Err(no::SEVERAL_CREDENTIALS),
        }
    }
}

fn user_of(basic: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let decoded = STANDARD.decode(basic).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    decoded.split(':').next().unwrap_or_default().to_owned()
}
