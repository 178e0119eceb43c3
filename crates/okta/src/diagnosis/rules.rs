//! Which answer of Okta's means what: the first rule that fits. Wordings are Okta's own error catalogue's (release
//! 2026.08.1) unless the row says where else they were seen.
//!
//! Both shapes of error are one here: `error`/`error_description` and `errorCode`/`errorSummary`, else what
//! `WWW-Authenticate` says. No rule but the last ones looks at the status, as Okta answers some causes with 400 here
//! and 401 there. A wording that no row knows falls to the row of its error with an empty wording, which says only
//! what is certain, with Okta's own words in the evidence.

use super::{Code, Diagnosis};
use crate::client::answer::Answer;

/// Whom was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// `/oauth2/v1/token`.
    Token,
    /// `/api/v1/…` and `/oauth2/v1/clients/…`, with an access token.
    Api,
}

/// What the request was, as far as it matters to its answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The `kid` that the assertion named.
    pub(crate) key_id: Option<String>,
    /// The algorithm that the assertion was signed with.
    pub(crate) algorithm: &'static str,
    /// Whether this machine's clock and Okta's differ by more than [`TOLERATED_SKEW`].
    pub(crate) clock_off: bool,
}

/// How far the clocks may differ, in seconds, before a refused time is put down to them. `Date` counts whole seconds,
/// and an answer may be seconds under way.
pub(crate) const TOLERATED_SKEW: i64 = 30;

/// What more must be so for a rule to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    KeyIdSent,
    ClockOff,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Any,
    Is(u16),
    Server,
}

struct Rule {
    at: Option<Endpoint>,
    status: Status,
    /// `error` or `errorCode`; empty fits all.
    error: &'static str,
    /// Part of `error_description` or `errorSummary`; empty fits all.
    says: &'static str,
    when: When,
    code: Code,
}

const fn token(error: &'static str, says: &'static str, code: Code) -> Rule {
    Rule { at: Some(Endpoint::Token), status: Status::Any, error, says, when: When::Always, code }
}

const fn api(error: &'static str, says: &'static str, code: Code) -> Rule {
    Rule { at: Some(Endpoint::Api), status: Status::Any, error, says, when: When::Always, code }
}

const fn both(error: &'static str, says: &'static str, code: Code) -> Rule {
    Rule { at: None, status: Status::Any, error, says, when: When::Always, code }
}

const fn status(status: Status, code: Code) -> Rule {
    Rule { at: None, status, error: "", says: "", when: When::Always, code }
}

const fn when(when: When, rule: &Rule) -> Rule {
    Rule { when, ..*rule }
}

const CLIENT: &str = "invalid_client";
const PROOF: &str = "invalid_dpop_proof";

const RULES: &[Rule] = &[
    // Okta's state, whatever else the body says. 429: recorded at the API; the token endpoint shares the shape.
    status(Status::Is(429), Code::RateLimited),
    both("E0000047", "", Code::RateLimited),
    both("temporarily_unavailable", "", Code::OktaUnavailable),
    both("server_error", "", Code::OktaUnavailable),
    status(Status::Server, Code::OktaUnavailable),
    // The client ID. The first in the API's shape, with 400 and with 401 (both seen in other projects' fixtures).
    token(CLIENT, "Invalid value for 'client_id' parameter", Code::ClientNotFound),
    token(CLIENT, "The issuer claim for client_assertion is not a valid client_id", Code::ClientNotFound),
    token(CLIENT, "The subject claim for client_assertion is not a valid client_id", Code::ClientNotFound),
    // A deactivated app: no recording exists; these words are in no other message of the catalogue.
    token(CLIENT, "is inactive", Code::AppInactive),
    token(CLIENT, "is not active", Code::AppInactive),
    token(CLIENT, "deactivated", Code::AppInactive),
    token(CLIENT, "'application_type' of 'service'", Code::NotServiceApp),
    token("unauthorized_client", "", Code::GrantTypeMissing),
    token("unsupported_grant_type", "", Code::GrantTypeMissing),
    // The client authentication method.
    token(CLIENT, "must use the private_key_jwt", Code::ClientAuthMethod),
    token(CLIENT, "Either the client or the client credentials are invalid", Code::ClientAuthMethod),
    // An app that is set to a client secret has no keys at all (terraform-provider-okta #1035).
    token(CLIENT, "does not have a JWKSet configured", Code::NoPublicKey),
    // The key. A missing kid with several active keys answers as an unknown one does (okta-sdk-python #289).
    when(When::KeyIdSent, &token(CLIENT, "The client_assertion JWT kid is invalid", Code::KeyIdUnknown)),
    token(CLIENT, "The client_assertion JWT kid is invalid", Code::KeyIdNeeded),
    when(When::KeyIdSent, &token(CLIENT, "The client_assertion signature is invalid", Code::KeyIdMismatch)),
    token(CLIENT, "The client_assertion signature is invalid", Code::KeyNotRegistered),
    token(CLIENT, "The client JWKSet is invalid", Code::PublicKeyInvalid),
    token(CLIENT, "must have a unique kid", Code::PublicKeyInvalid),
    token(CLIENT, "Error retrieving the client JWKSet from jwks_uri", Code::PublicKeyUrl),
    token(CLIENT, "needs to be signed using a signing key", Code::KeyNotForSigning),
    token(CLIENT, "JWT signature algorithm is invalid", Code::KeyAlgorithm),
    // The assertion's times: the clock is the cause only where it was measured to be off.
    when(When::ClockOff, &token(CLIENT, "token is expired", Code::ClockSkew)),
    when(When::ClockOff, &token(CLIENT, "expiration too far into the future", Code::ClockSkew)),
    when(When::ClockOff, &token(CLIENT, "must be issued before the current time", Code::ClockSkew)),
    token(CLIENT, "token is expired", Code::TimeRefused),
    token(CLIENT, "expiration too far into the future", Code::TimeRefused),
    token(CLIENT, "must be issued before the current time", Code::TimeRefused),
    token(CLIENT, "'exp' claim", Code::RequestRefused),
    // The assertion's other claims.
    token(CLIENT, "The audience claim for client_assertion", Code::AudienceRefused),
    token(CLIENT, "has already been used", Code::AssertionReused),
    token(CLIENT, "The parsing of the client_assertion failed", Code::RequestRefused),
    token(CLIENT, "No client credentials found", Code::RequestRefused),
    // Any other wording: the sign-in was refused, and nobody knows more.
    token(CLIENT, "", Code::AssertionRefused),
    token("access_denied", "network zone", Code::NetworkZone),
    token("access_denied", "", Code::AccessRefused),
    // Proof of possession. Its times, too, hang on the clock.
    when(When::ClockOff, &both(PROOF, "issued in the future", Code::ClockSkew)),
    when(When::ClockOff, &both(PROOF, "more than five minutes in the past", Code::ClockSkew)),
    when(When::ClockOff, &both(PROOF, "is expired", Code::ClockSkew)),
    both(PROOF, "header is missing", Code::DpopRequired),
    both("", "requires a DPoP proof", Code::DpopRequired),
    both("", "must use the DPoP authentication scheme", Code::DpopRequired),
    both("", "is not DPoP bound", Code::DpopProofRefused),
    both(PROOF, "", Code::DpopProofRefused),
    both("use_dpop_nonce", "", Code::DpopProofRefused),
    // Scopes. None granted: seen live, and in okta-sdk-golang #246.
    token("consent_required", "", Code::NoScopes),
    token("invalid_scope", "not allowed any of the requested scopes", Code::NoScopes),
    token("invalid_scope", "", Code::ScopeRefused),
    token("invalid_request", "", Code::RequestRefused),
    // The API. A missing scope has no body, only WWW-Authenticate (okta-sdk-golang #145, terraform #2375).
    api("insufficient_scope", "", Code::ScopeMissing),
    // The scope is there, the role too weak (Okta support; seen live).
    api("E0000006", "", Code::AccessDenied),
    // Seen for operations that tokens of apps are refused (terraform-provider-okta #1083).
    api("E0000005", "", Code::AccessDenied),
    api("E0000015", "", Code::FeatureNotEnabled),
    api("E0000011", "", Code::TokenRefused),
    api("E0000004", "", Code::TokenRefused),
    api("invalid_token", "", Code::TokenRefused),
    api(CLIENT, "Invalid value for 'client_id' parameter", Code::ClientNotFound),
];

/// What an answer says went wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// `error`, `errorCode`, or `error` of `WWW-Authenticate`.
    pub(crate) error: String,
    /// The words that go with it.
    pub(crate) description: String,
}

/// The cause of a refusal. Every answer has one.
pub(crate) fn diagnose(at: Endpoint, asked: &Asked, answer: &Answer) -> Diagnosis {
    let said = answer.said();
    let fits = |rule: &&Rule| {
        rule.at.is_none_or(|endpoint| endpoint == at)
            && match rule.status {
                Status::Any => true,
                Status::Is(status) => answer.status == status,
                Status::Server => answer.status >= 500,
            }
            && (rule.error.is_empty() || rule.error == said.error)
            && said.description.contains(rule.says)
            && match rule.when {
                When::Always => true,
                When::KeyIdSent => asked.key_id.is_some(),
                When::ClockOff => asked.clock_off,
            }
    };
    let code = RULES.iter().find(fits).map_or(Code::UnexpectedResponse, |rule| rule.code);
    let mut diagnosis = Diagnosis::new(code).with("status", answer.status).fill("algorithm", asked.algorithm);
    for (name, words) in [("error", said.error), ("error_description", said.description)] {
        if !words.is_empty() {
            diagnosis = diagnosis.with(name, words);
        }
    }
    if let Some(id) = &answer.request_id {
        diagnosis = diagnosis.with("request_id", id.as_str());
    }
    if let Some(kid) = &asked.key_id {
        diagnosis = diagnosis.fill("kid", kid.as_str());
    }
    diagnosis
}

#[cfg(test)]
mod tests;
