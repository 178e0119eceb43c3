//! Access tokens: JWTs signed by the organization's own key, with the same claims as recorded from Okta.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    call,
    jws::Jws,
    keys::{self, KeyError},
    org::{App, Org, Status},
    random,
};

/// The lifetime of a token in seconds. Okta's is fixed.
pub(crate) const LIFETIME: i64 = 3600;

/// A valid token of this organization.
#[derive(Debug)]
pub(crate) struct AccessToken {
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    /// The thumbprint of the DPoP key that it is bound to.
    pub(crate) bound_to: Option<String>,
}

/// Why a token is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    Expired,
    Issuer,
    Revoked,
    Other,
}

impl Invalid {
    pub(crate) const fn description(self) -> &'static str {
        match self {
            Self::Expired => "The token has expired.",
            Self::Issuer => "The access token has an invalid issuer.",
            Self::Revoked => "The access token has been revoked.",
            Self::Other => "The access token is invalid.",
        }
    }
}

/// Issues a token to `app`; `base` is the URL that the client used.
pub(crate) fn issue(
    org: &Org,
    app: &App,
    base: &str,
    scopes: &[String],
    bound_to: Option<&str>,
    now: i64,
) -> Result<String, KeyError> {
    let key = keys::of_organization(&org.id)?;
    let header = json!({ "kid": key.key_id(), "typ": "application/okta-internal-at+jwt", "alg": "RS256" });
    let mut claims = json!({
        "ver": 1,
        "jti": format!("AT.{}", URL_SAFE_NO_PAD.encode(random::bytes::<32>())),
        "iss": base,
        "aud": base,
        "sub": app.client_id,
        "iat": now,
        "exp": now + LIFETIME,
        "cid": app.client_id,
        "scp": scopes,
    });
    if let Some(thumbprint) = bound_to {
        claims["cnf"] = json!({ "jkt": thumbprint });
    }
    key.sign(&header, &claims)
}

/// Validates a token: issued by `org`, to an application that is still active.
pub(crate) fn read(org: &Org, token: &str, now: i64) -> Result<AccessToken, Invalid> {
    let jws = Jws::parse(token).ok_or(Invalid::Other)?;
    let key = keys::of_organization(&org.id).map_err(|_| Invalid::Other)?;
    if !jws.is_signed_by(key.public_jwk()) {
        let issuer = jws.text("iss").and_then(|iss| iss.split("://").nth(1)).map(call::host_of);
        let ours = issuer.is_some_and(|issuer| org.hosts().any(|host| host == issuer));
        return Err(if ours { Invalid::Other } else { Invalid::Issuer });
    }
    if jws.seconds("exp").is_none_or(|exp| exp <= now) {
        return Err(Invalid::Expired);
    }
    let client_id = jws.text("cid").ok_or(Invalid::Other)?;
    if org.app(client_id).is_none_or(|app| app.status == Status::Inactive) {
        return Err(Invalid::Other);
    }
    let scopes = jws.claims.get("scp").and_then(Value::as_array).ok_or(Invalid::Other)?;
    let bound_to = jws.claims.get("cnf").and_then(|cnf| cnf["jkt"].as_str()).map(str::to_owned);
    let scopes = scopes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(AccessToken { client_id: client_id.to_owned(), scopes, bound_to })
}
