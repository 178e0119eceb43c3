//! The rows, most telling first: within one `error` the ones with words come before the one without.

use super::rule::{Endpoint, Rule, Shape, Status, When};
use crate::diagnosis::catalog::Code;

/// `data/oauth2-error-codes.json` of okta/okta-developer-docs: every `error` and `error_description`.
const OAUTH: &str = "Okta's OAuth error catalog, 2026.08.1";
/// `data/error-codes.json` of the same: every `errorCode` and `errorSummary`.
const API: &str = "Okta's API error catalog, 2026.08.1";
const SUPPORT: &str = "support.okta.com";
const RFC_6750: &str = "RFC 6750 §3.1";
const RFC_9110: &str = "RFC 9110 §15.6";
/// What a row says that no answer of Okta's has.
const IN_FRONT: &str = "nothing of Okta's: what stands in front of it";
const NUMBERED: &str = "only Okta numbers its answers (recorded by okta-sdk-python)";

const CLIENT: &str = "invalid_client";
const PROOF: &str = "invalid_dpop_proof";

pub(in crate::diagnosis) const RULES: &[Rule] = &[
    // Before Okta: whatever the body says.
    when(When::Challenged, &status(Status::Any, Code::BrowserChallenge, "developers.cloudflare.com, *cf-mitigated*")),
    // Okta's state.
    status(Status::Is(429), Code::RateLimited, "RFC 6585 §4; recorded by okta-sdk-python"),
    both("E0000047", "", Code::RateLimited, API),
    both("temporarily_unavailable", "", Code::OktaUnavailable, OAUTH),
    // With 403 and no outage: an organization that lacks something.
    token("server_error", "feature is not enabled", Code::AccessRefused, OAUTH),
    both("server_error", "", Code::OktaUnavailable, OAUTH),
    both("E0000009", "", Code::OktaUnavailable, API),
    both("E0000010", "", Code::OktaUnavailable, API),
    both("E0000181", "", Code::OktaUnavailable, API),
    when(When::Unnumbered, &shaped(Shape::NoError, &status(Status::Server, Code::GatewayUnavailable, IN_FRONT))),
    status(Status::Server, Code::OktaUnavailable, RFC_9110),
    both("E0000260", "", Code::OrganizationDeactivated, API),
    // The client ID. The first in either shape, with 400 and with 401.
    token(
        CLIENT,
        "Invalid value for 'client_id' parameter",
        Code::ClientNotFound,
        "seen with 400 by terraform-provider-okta, with 401 in Okta's OAuth error catalog",
    ),
    token(CLIENT, "The issuer claim for client_assertion is not a valid client_id", Code::ClientNotFound, OAUTH),
    token(CLIENT, "The subject claim for client_assertion is not a valid client_id", Code::ClientNotFound, OAUTH),
    // A deactivated app most likely answers as an unknown one; these words are in no other message of the catalog.
    token(CLIENT, "is inactive", Code::AppInactive, "no recording: the words say it"),
    token(CLIENT, "is not active", Code::AppInactive, "no recording: the words say it"),
    token(CLIENT, "deactivated", Code::AppInactive, "no recording: the words say it"),
    token(CLIENT, "'application_type' of 'service'", Code::NotServiceApp, OAUTH),
    token("unauthorized_client", "not authorized to use the provided grant type", Code::GrantTypeMissing, OAUTH),
    token("unauthorized_client", "", Code::AssertionRefused, OAUTH),
    token("unsupported_grant_type", "Configured grant types", Code::GrantTypeMissing, OAUTH),
    token("unsupported_grant_type", "", Code::RequestRefused, OAUTH),
    // The client authentication method.
    token(CLIENT, "must use the private_key_jwt", Code::ClientAuthMethod, OAUTH),
    token(CLIENT, "must use either private_key_jwt", Code::ClientAuthMethod, OAUTH),
    token(CLIENT, "Either the client or the client credentials are invalid", Code::ClientAuthMethod, OAUTH),
    token(CLIENT, "The client secret supplied", Code::ClientAuthMethod, OAUTH),
    // An app that is set to a client secret has no keys at all.
    token(CLIENT, "does not have a JWKSet configured", Code::NoPublicKey, "terraform-provider-okta #1035"),
    // The key. A missing kid with several active keys answers as an unknown one does.
    when(When::KeyIdSent, &token(CLIENT, "The client_assertion JWT kid is invalid", Code::KeyIdUnknown, SUPPORT)),
    token(CLIENT, "The client_assertion JWT kid is invalid", Code::KeyIdNeeded, "okta-sdk-python #289"),
    when(When::KeyIdSent, &token(CLIENT, "The client_assertion signature is invalid", Code::KeyIdMismatch, SUPPORT)),
    token(CLIENT, "The client_assertion signature is invalid", Code::KeyNotRegistered, SUPPORT),
    token(CLIENT, "The client JWKSet is invalid", Code::PublicKeyInvalid, OAUTH),
    token(CLIENT, "must have a unique kid", Code::PublicKeyInvalid, OAUTH),
    token(CLIENT, "Error retrieving the client JWKSet from jwks_uri", Code::PublicKeyUrl, OAUTH),
    token(CLIENT, "JWKSet from jwks_uri must contain at least one key", Code::PublicKeyUrl, OAUTH),
    token(CLIENT, "needs to be signed using a signing key", Code::KeyNotForSigning, OAUTH),
    token(CLIENT, "has an invalid 'use' parameter", Code::KeyNotForSigning, OAUTH),
    token(CLIENT, "JWT signature algorithm is invalid", Code::KeyAlgorithm, OAUTH),
    // The assertion's times: the clock is the cause only where it was measured to be off.
    when(When::ClockOff, &token(CLIENT, "token is expired", Code::ClockSkew, OAUTH)),
    when(When::ClockOff, &token(CLIENT, "expiration too far into the future", Code::ClockSkew, OAUTH)),
    when(When::ClockOff, &token(CLIENT, "must be issued before the current time", Code::ClockSkew, OAUTH)),
    when(When::ClockRight, &token(CLIENT, "token is expired", Code::TimeRefused, OAUTH)),
    when(When::ClockRight, &token(CLIENT, "expiration too far into the future", Code::TimeRefused, OAUTH)),
    when(When::ClockRight, &token(CLIENT, "must be issued before the current time", Code::TimeRefused, OAUTH)),
    token(CLIENT, "token is expired", Code::ClockUnknown, OAUTH),
    token(CLIENT, "expiration too far into the future", Code::ClockUnknown, OAUTH),
    token(CLIENT, "must be issued before the current time", Code::ClockUnknown, OAUTH),
    token(CLIENT, "'exp' claim", Code::RequestRefused, OAUTH),
    // The assertion's other claims.
    token(CLIENT, "The audience claim for client_assertion", Code::AudienceRefused, SUPPORT),
    token(CLIENT, "has already been used", Code::AssertionReused, OAUTH),
    token(CLIENT, "The parsing of the client_assertion failed", Code::RequestRefused, OAUTH),
    // What the console sends did not arrive, or something added to it.
    token(CLIENT, "No client credentials found", Code::RequestRefused, OAUTH),
    token(CLIENT, "Found Authentication header", Code::RequestRefused, OAUTH),
    token(CLIENT, "Browser requests to the token endpoint", Code::RequestRefused, OAUTH),
    // Any other wording: the sign-in was refused, and no more is known.
    token(CLIENT, "", Code::AssertionRefused, OAUTH),
    token("access_denied", "network zone", Code::NetworkZone, OAUTH),
    token("access_denied", "", Code::AccessRefused, OAUTH),
    // Proof of possession. Its times, too, hang on the clock.
    when(When::ClockOff, &both(PROOF, "issued in the future", Code::ClockSkew, OAUTH)),
    when(When::ClockOff, &both(PROOF, "more than five minutes in the past", Code::ClockSkew, OAUTH)),
    when(When::ClockOff, &both(PROOF, "is expired", Code::ClockSkew, OAUTH)),
    both(PROOF, "header is missing", Code::DpopRequired, "recorded by okta-sdk-python"),
    both("", "requires a DPoP proof", Code::DpopRequired, "developer.okta.com, blog on DPoP"),
    both("", "must use the DPoP authentication scheme", Code::DpopRequired, OAUTH),
    both("", "is not DPoP bound", Code::DpopProofRefused, OAUTH),
    both(PROOF, "", Code::DpopProofRefused, OAUTH),
    both("use_dpop_nonce", "", Code::DpopProofRefused, "RFC 9449 §8"),
    // Scopes.
    token("consent_required", "not allowed any of the requested scopes", Code::NoScopes, "okta-sdk-golang #246"),
    token("consent_required", "", Code::ScopeRefused, OAUTH),
    token("invalid_scope", "not allowed any of the requested scopes", Code::NoScopes, "RFC 6749 §5.2"),
    token("invalid_scope", "No scopes were requested", Code::RequestRefused, OAUTH),
    token("invalid_scope", "", Code::ScopeRefused, OAUTH),
    token("invalid_request", "", Code::RequestRefused, OAUTH),
    // At these two the app is not signed in yet, so that no role can be too weak.
    organization("E0000006", "", Code::BlockedByOkta, "no recording: no role is asked for there"),
    token("E0000006", "", Code::BlockedByOkta, "no recording: no role is asked for there"),
    token("E0000015", "", Code::AccessRefused, API),
    // The API. A missing scope has no body, only WWW-Authenticate.
    api("insufficient_scope", "", Code::ScopeMissing, "okta-sdk-golang #145, terraform-provider-okta #2375"),
    // The scope is there, the role too weak.
    api("E0000006", "", Code::AccessDenied, SUPPORT),
    api("E0000015", "", Code::FeatureNotEnabled, "recorded by terraform-provider-okta"),
    // Okta knows of no token, or not of this one.
    api("E0000004", "", Code::TokenRefused, API),
    api("E0000005", "", Code::TokenRefused, "terraform-provider-okta #1083"),
    api("E0000011", "", Code::TokenRefused, "okta-sdk-nodejs #427"),
    api("invalid_token", "", Code::TokenRefused, RFC_6750),
    api("invalid_request", "", Code::RequestRefused, RFC_6750),
    api(CLIENT, "Invalid value for 'client_id' parameter", Code::ClientNotFound, OAUTH),
    // What was sent is not what arrived, at either endpoint.
    both("E0000001", "", Code::RequestRefused, API),
    both("E0000002", "", Code::RequestRefused, API),
    both("E0000003", "", Code::RequestRefused, API),
    both("E0000018", "", Code::RequestRefused, API),
    both("E0000019", "", Code::RequestRefused, API),
    both("E0000020", "", Code::RequestRefused, API),
    both("E0000021", "", Code::RequestRefused, API),
    both("E0000022", "", Code::RequestRefused, API),
    both("E0000028", "", Code::RequestRefused, API),
    both("E0000122", "", Code::RequestRefused, API),
    both("E0000149", "", Code::RequestRefused, API),
    both("E0000212", "", Code::RequestRefused, API),
    both("E0000243", "", Code::RequestRefused, API),
    // No error of Okta's at all: who answered is known by the number, by the host, by the page.
    when(When::Numbered, &shaped(Shape::NoError, &organization_status(Status::Is(403), Code::BlockedByOkta, NUMBERED))),
    when(When::Numbered, &shaped(Shape::NoError, &token_status(Status::Is(403), Code::BlockedByOkta, NUMBERED))),
    shaped(Shape::NoError, &status(Status::Is(403), Code::RequestBlocked, IN_FRONT)),
    shaped(Shape::NoError, &organization_status(Status::Is(401), Code::RequestBlocked, IN_FRONT)),
    organization_status(Status::Redirect, Code::DomainRedirects, RFC_9110),
    status(Status::Redirect, Code::RequestRedirected, "Okta redirects none of these"),
    when(
        When::AtOkta,
        &shaped(
            Shape::NoError,
            &organization_status(Status::Is(404), Code::OrganizationNotFound, "every organization has the page"),
        ),
    ),
    when(When::AtOkta, &shaped(Shape::Page, &organization("", "", Code::HtmlResponse, IN_FRONT))),
    when(When::AtOkta, &organization("", "", Code::UnexpectedResponse, "nothing that is known")),
    organization("", "", Code::NotOkta, "every organization has the page"),
    shaped(Shape::Page, &both("", "", Code::HtmlResponse, IN_FRONT)),
];

const fn organization(error: &'static str, says: &'static str, code: Code, source: &'static str) -> Rule {
    Rule { at: Some(Endpoint::Organization), ..both(error, says, code, source) }
}

const fn organization_status(status: Status, code: Code, source: &'static str) -> Rule {
    Rule { status, ..organization("", "", code, source) }
}

const fn token_status(status: Status, code: Code, source: &'static str) -> Rule {
    Rule { status, ..token("", "", code, source) }
}

const fn token(error: &'static str, says: &'static str, code: Code, source: &'static str) -> Rule {
    Rule { at: Some(Endpoint::Token), ..both(error, says, code, source) }
}

const fn api(error: &'static str, says: &'static str, code: Code, source: &'static str) -> Rule {
    Rule { at: Some(Endpoint::Api), ..both(error, says, code, source) }
}

const fn both(error: &'static str, says: &'static str, code: Code, source: &'static str) -> Rule {
    Rule { at: None, status: Status::Any, shape: Shape::Any, error, says, when: When::Always, code, source }
}

const fn status(status: Status, code: Code, source: &'static str) -> Rule {
    Rule { status, ..both("", "", code, source) }
}

const fn when(when: When, rule: &Rule) -> Rule {
    Rule { when, ..*rule }
}

const fn shaped(shape: Shape, rule: &Rule) -> Rule {
    Rule { shape, ..*rule }
}
