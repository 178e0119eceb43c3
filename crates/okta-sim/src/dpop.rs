//! DPoP proofs (RFC 9449 §4.3) as Okta checks them.

use aws_lc_rs::digest;
use axum::http::HeaderMap;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{
    call::Call,
    error::{dpop as no, token::TokenError},
    jws::Jws,
    keys::PublicJwk,
    world::Replay,
};

/// How far a proof's time may be ahead of the organization's clock, in seconds.
const AHEAD: i64 = 5;
/// The lifetime of a proof, in seconds.
const LIFETIME: i64 = 300;

/// A proof that is valid for the request that it came with. Its `jti` is not used up yet.
#[derive(Debug)]
pub(crate) struct Proof {
    /// The RFC 7638 thumbprint of its key.
    pub(crate) thumbprint: String,
    pub(crate) nonce: Option<String>,
    jti: String,
    ath: Option<String>,
}

impl Proof {
    /// Validates the proof in the `DPoP` header.
    pub(crate) fn of(call: &Call) -> Result<Self, TokenError> {
        let jws = Jws::parse(the_header(&call.headers)?).ok_or(no::UNPARSABLE)?;
        if jws.header.get("typ").and_then(Value::as_str) != Some("dpop+jwt") {
            return Err(no::TYP);
        }
        jws.algorithm().ok_or(no::ALGORITHM)?;
        let key = public_key(&jws).ok_or(no::INVALID)?;
        if !jws.is_signed_by(&key) {
            return Err(no::SIGNATURE);
        }
        if jws.text("htm") != Some(call.method.as_str()) {
            return Err(no::HTM);
        }
        if !jws.text("htu").is_some_and(|htu| is_url_of(htu, call)) {
            return Err(no::HTU);
        }
        let issued = jws.seconds("iat").ok_or(no::IAT)?;
        let jti = jws.text("jti").filter(|jti| !jti.is_empty()).ok_or(no::JTI)?;
        if issued > call.now + AHEAD {
            return Err(no::FUTURE);
        }
        if issued < call.now - LIFETIME {
            return Err(no::OLD);
        }
        if jws.seconds("exp").is_some_and(|exp| exp < call.now) {
            return Err(no::EXPIRED);
        }
        let text = |claim| jws.text(claim).map(str::to_owned);
        Ok(Self { thumbprint: key.thumbprint(), nonce: text("nonce"), jti: jti.to_owned(), ath: text("ath") })
    }

    /// Uses up the proof's `jti`.
    pub(crate) fn use_once(&self, proofs: &mut Replay, now: i64) -> Result<(), TokenError> {
        if proofs.use_once(&format!("{} {}", self.thumbprint, self.jti), now) { Ok(()) } else { Err(no::REPLAYED) }
    }

    /// Whether the proof is for this access token.
    pub(crate) fn names(&self, access_token: &str) -> bool {
        let hash = digest::digest(&digest::SHA256, access_token.as_bytes());
        self.ath.as_deref() == Some(URL_SAFE_NO_PAD.encode(hash).as_str())
    }
}

fn the_header(headers: &HeaderMap) -> Result<&str, TokenError> {
    let mut lines = headers.get_all("dpop").iter();
    let line = lines.next().ok_or(no::MISSING)?;
    if lines.next().is_some() {
        return Err(no::SEVERAL);
    }
    line.to_str().map_err(|_| no::UNPARSABLE)
}

/// The `jwk` header, if it is a public key without private members.
pub(crate) fn public_key(jws: &Jws<'_>) -> Option<PublicJwk> {
    let jwk = jws.header.get("jwk")?;
    let private = ["d", "p", "q", "dp", "dq", "qi", "k"].iter().any(|member| jwk.get(member).is_some());
    if private { None } else { serde_json::from_value(jwk.clone()).ok() }
}

/// Whether `htu` is the URL as called, apart from query and fragment. Okta decodes the path of the request, but not
/// that of `htu`, before it compares them: an `htu` with `%40` in it fails (okta-sdk-python #541).
fn is_url_of(htu: &str, call: &Call) -> bool {
    let htu = htu.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = htu.split_once("://") else { return false };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let default_port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let without = |authority: &str| authority.strip_suffix(default_port).unwrap_or(authority).to_ascii_lowercase();
    scheme.eq_ignore_ascii_case(call.scheme)
        && without(authority) == without(&call.authority)
        && path == decoded(&format!("{}{}", call.prefix, call.path))
}

fn decoded(path: &str) -> String {
    // In a path `+` is literal.
    let escaped = path.replace('+', "%2B");
    form_urlencoded::parse(escaped.as_bytes()).next().map(|(path, _)| path.into_owned()).unwrap_or_default()
}
