//! Client assertions (RFC 7523) as Okta's organization authorization server checks them.

use serde_json::Value;

use crate::{
    error::token::{self as no, TokenError},
    jws::Jws,
    org::{App, AppKey, KeyMaterial, KeySet, KeyUse, Status},
    world::Replay,
};

/// How far in the future `exp` may be, in seconds.
const MAX_LIFETIME: i64 = 3600;
/// The clock difference that is tolerated, in seconds. Okta's own figure is not known.
const LEEWAY: i64 = 5;

/// An assertion that was parsed. Nothing in it is verified yet.
#[derive(Debug)]
pub(crate) struct Assertion<'a> {
    jws: Jws<'a>,
    client_id: String,
}

impl<'a> Assertion<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, TokenError> {
        let jws = Jws::parse(text).ok_or(no::UNPARSABLE)?;
        if !jws.header.get("kid").is_none_or(Value::is_string) {
            return Err(no::UNPARSABLE);
        }
        jws.algorithm().ok_or(no::WRONG_ALGORITHM)?;
        let issuer = jws.text("iss").filter(|iss| !iss.is_empty()).ok_or(no::ISSUER)?;
        let subject = jws.text("sub").filter(|sub| !sub.is_empty()).ok_or(no::SUBJECT)?;
        if issuer != subject {
            return Err(no::SUBJECT);
        }
        let client_id = issuer.to_owned();
        Ok(Self { jws, client_id })
    }

    /// The client that it claims to come from.
    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Whether `aud` is the URL as called, alone or in a list.
    pub(crate) fn check_audience(&self, url: &str) -> Result<(), TokenError> {
        let named = match self.jws.claims.get("aud") {
            Some(Value::String(audience)) => audience == url,
            Some(Value::Array(audiences)) => audiences.iter().any(|audience| audience == url),
            _ => false,
        };
        if named { Ok(()) } else { Err(no::AUDIENCE) }
    }

    /// Verifies the signature with the active key of the application that `kid` selects.
    pub(crate) fn check_signature(&self, app: &App) -> Result<(), TokenError> {
        match app.key_set {
            KeySet::Readable => {}
            KeySet::Damaged => return Err(no::BAD_JWKS),
            KeySet::UrlUnreachable => return Err(no::JWKS_URI),
            KeySet::UrlEmpty => return Err(no::EMPTY_JWKS_URI),
            KeySet::UrlDuplicate => return Err(no::SAME_KIDS),
        }
        let active: Vec<&AppKey> = app.keys.iter().filter(|key| key.status == Status::Active).collect();
        let kid = self.jws.header.get("kid").and_then(Value::as_str);
        let key = match (active.as_slice(), kid) {
            ([], _) => return Err(no::NO_JWKS),
            ([only], None) => only,
            (_, None) => return Err(no::KID),
            (keys, Some(kid)) => keys.iter().find(|key| key.kid.as_deref() == Some(kid)).ok_or(no::KID)?,
        };
        if key.use_ != KeyUse::Sig {
            return Err(no::NOT_A_SIGNING_KEY);
        }
        match &key.jwk {
            KeyMaterial::Jwk(jwk) if self.jws.is_signed_by(jwk) => Ok(()),
            _ => Err(no::SIGNATURE),
        }
    }

    /// Checks its times, and then its single use if it has a `jti`. The `jti` is used up whatever becomes of the
    /// request.
    pub(crate) fn use_once(&self, assertions: &mut Replay, now: i64) -> Result<(), TokenError> {
        let expires = self.jws.seconds("exp").ok_or(no::NO_EXP)?;
        if expires <= now {
            return Err(no::EXPIRED);
        }
        if expires > now + MAX_LIFETIME + LEEWAY {
            return Err(no::EXP_TOO_FAR);
        }
        if self.jws.seconds("iat").is_some_and(|issued| issued > now + LEEWAY) {
            return Err(no::ISSUED_LATER);
        }
        match self.jws.text("jti") {
            Some(jti) if !assertions.use_once(&format!("{} {jti}", self.client_id), now) => Err(no::REPLAYED),
            _ => Ok(()),
        }
    }
}
