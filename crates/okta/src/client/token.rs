//! The token request (client credentials, RFC 6749 §4.4) at the organization's own authorization server, the only one
//! that gives `okta.*` scopes.
//!
//! The first request already carries a proof of possession. An app that does not demand one ignores it, and the token
//! is there after one round trip; an app that does answers `use_dpop_nonce`, and it takes a second. Without the proof
//! the second kind would need three (`invalid_dpop_proof`, `use_dpop_nonce`, the token).
//!
//! Every try has a new assertion: Okta takes each `jti` once, even where it answers `use_dpop_nonce`.

use super::{
    Session,
    answer::Answer,
    assertion::{Assertion, unique_id},
    dpop::{Proof, ProofKey},
    grant::{AccessToken, Grant},
};
use crate::{
    Code, Credentials, Diagnosis, SigningKey,
    diagnosis::{Asked, Endpoint, diagnose},
};
use model::{field::KeyId, okta::SCOPES, secret::Secret};
use serde::Deserialize;

const PATH: &str = "/oauth2/v1/token";
/// The only scope of the seven that an organization can be without: devices came with Identity Engine.
pub(crate) const DEVICES: &str = "okta.devices.read";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Answers that lead to another try: a nonce, perhaps a second as they rotate, a reset rate limit, a `jti` taken.
const MAX_TRIES: usize = 4;

#[derive(Deserialize)]
struct Body {
    token_type: String,
    expires_in: u64,
    access_token: Secret<String>,
    #[serde(default)]
    scope: String,
}

/// Asks for a token with these scopes, under the credentials' own key ID. Where the organization does not take one of
/// them, it is asked again without: one that it cannot have must not take the others along.
pub(crate) async fn request(
    session: &Session,
    credentials: &Credentials,
    key: &SigningKey,
    scopes: &[&str],
) -> Result<Grant, Diagnosis> {
    let key_id = credentials.key_id.as_ref().map(KeyId::as_str);
    let refusal = match request_as(session, credentials, key, key_id, scopes).await {
        Err(refusal) if refusal.code == Code::ScopeRefused => refusal,
        other => return other,
    };
    let (refused, rest) = without_refused(&refusal, scopes);
    if refused.is_empty() || rest.is_empty() {
        return Err(refusal);
    }
    match request_as(session, credentials, key, key_id, &rest).await {
        Ok(grant) => Ok(Grant { refused, ..grant }),
        Err(second) if second.code == Code::ScopeRefused => Err(refusal),
        Err(second) => Err(second),
    }
}

/// The scopes that Okta names in its refusal, else the one that not every organization has; and the rest.
fn without_refused<'a>(refusal: &Diagnosis, scopes: &[&'a str]) -> (Vec<String>, Vec<&'a str>) {
    let words = refusal.evidence.get("error_description").and_then(|words| words.as_str()).unwrap_or_default();
    let is_named =
        |scope: &str| words.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').any(|word| word == scope);
    let names_any = scopes.iter().any(|scope| is_named(scope));
    let is_refused = |scope: &str| if names_any { is_named(scope) } else { scope == DEVICES };
    let (refused, rest): (Vec<&str>, Vec<&str>) = scopes.iter().copied().partition(|scope| is_refused(scope));
    (refused.into_iter().map(str::to_owned).collect(), rest)
}

/// The same under another key ID, or none.
pub(crate) async fn request_as(
    session: &Session,
    credentials: &Credentials,
    key: &SigningKey,
    key_id: Option<&str>,
    scopes: &[&str],
) -> Result<Grant, Diagnosis> {
    let url = session.url(PATH);
    let scope = scopes.join(" ");
    let proof_key = ProofKey::generate().map_err(|error| Diagnosis::from(&error))?;
    let mut nonce: Option<String> = None;
    let mut waited = false;
    let mut last = None;
    for _ in 0..MAX_TRIES {
        let id = unique_id().map_err(|error| Diagnosis::from(&error))?;
        let client_id = credentials.client_id.as_str();
        let assertion = Assertion { client_id, key_id, audience: &url, id: &id, now: session.now() };
        let assertion = assertion.sign(key).map_err(|error| Diagnosis::from(&error))?;
        let proof = Proof { method: "POST", url: &url, nonce: nonce.as_deref(), access_token: None };
        let proof = session.proof(&proof_key, &proof)?;
        let form = vec![
            ("grant_type", "client_credentials".to_owned()),
            ("scope", scope.clone()),
            ("client_assertion_type", ASSERTION_TYPE.to_owned()),
            ("client_assertion", assertion),
        ];
        let answer = session.post(PATH, vec![("dpop", proof)], form).await?;
        if answer.status == 200 {
            return granted(&answer, proof_key);
        }
        let asked = Asked { key_id: key_id.map(str::to_owned), algorithm: key.algorithm().name(), ..session.asked() };
        let diagnosis = refused(diagnose(Endpoint::Token, &asked, &answer), session, scopes);
        let new_nonce = answer.dpop_nonce.clone().filter(|_| answer.error().error == "use_dpop_nonce");
        let again = match (new_nonce, diagnosis.code) {
            (Some(new), _) if nonce.as_ref() != Some(&new) => {
                nonce = Some(new);
                true
            }
            (_, Code::AssertionReused) => true,
            _ if waited => false,
            _ => {
                waited = true;
                session.wait_for_second_try(&answer).await
            }
        };
        if !again {
            return Err(diagnosis);
        }
        last = Some(diagnosis);
    }
    Err(last.unwrap_or_else(|| Diagnosis::new(Code::UnexpectedResponse)))
}

fn granted(answer: &Answer, proof_key: ProofKey) -> Result<Grant, Diagnosis> {
    let body: Option<Body> = serde_json::from_slice(answer.body()).ok();
    let body = body.filter(|body| is_token(body.access_token.expose()));
    let bound_to = match body.as_ref().map(|body| body.token_type.as_str()) {
        Some(kind) if kind.eq_ignore_ascii_case("bearer") => None,
        Some(kind) if kind.eq_ignore_ascii_case("dpop") => Some(proof_key),
        _ => {
            let found = diagnose(Endpoint::Token, &Asked::default(), answer);
            let is_page = found.code == Code::HtmlResponse;
            return Err(if is_page { found } else { found.recast(Code::UnexpectedResponse) });
        }
    };
    let body = body.ok_or_else(|| Diagnosis::new(Code::UnexpectedResponse))?;
    Ok(Grant {
        access_token: AccessToken {
            token: body.access_token,
            token_type: body.token_type,
            expires_in: body.expires_in,
            scopes: body.scope.split_ascii_whitespace().map(str::to_owned).collect(),
        },
        bound_to,
        refused: Vec::new(),
    })
}

/// Whether it can be sent in a header: visible ASCII (RFC 6750 §2.1).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Puts in what the sentences need.
fn refused(diagnosis: Diagnosis, session: &Session, scopes: &[&str]) -> Diagnosis {
    let mut diagnosis = diagnosis.fill_as("missing", scopes.join(", "), scopes.to_vec());
    if diagnosis.code == Code::NoScopes {
        diagnosis = diagnosis.with("missing", scopes.to_vec()).fill_as("objects", objects(scopes), scopes.to_vec());
    }
    match (diagnosis.code, session.clock_off()) {
        (Code::ClockSkew, Some(skew)) => {
            diagnosis.with("skew_seconds", skew).fill_as("skew", skew_in_words(skew), skew)
        }
        _ => diagnosis,
    }
}

/// What the scopes open, as a list in words.
pub(crate) fn objects(scopes: &[&str]) -> String {
    let names: Vec<_> = SCOPES.iter().filter(|scope| scopes.contains(&scope.name)).map(|scope| scope.objects).collect();
    crate::check::in_words(&names)
}

/// `7 minutes behind`: where this machine's clock is, seen from Okta's.
pub(crate) fn skew_in_words(skew: i64) -> String {
    let side = if skew > 0 { "behind" } else { "ahead of" };
    let seconds = skew.unsigned_abs();
    let (count, unit) = match seconds {
        0..120 => (seconds, "seconds"),
        120..7200 => (seconds / 60, "minutes"),
        7200..172_800 => (seconds / 3600, "hours"),
        _ => (seconds / 86_400, "days"),
    };
    format!("{count} {unit} {side}")
}
