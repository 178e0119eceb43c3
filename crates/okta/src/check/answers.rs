//! What Okta answers, by which check asked: the same answer means something else at the door, at the token endpoint, when
//! the app's roles are asked for, and when objects are read.

#![allow(clippy::unwrap_used)]

use super::{access, organization, role};
use crate::{
    client::answer::Answer,
    diagnosis::{Asked, Endpoint, diagnose},
};
use outbound::header::{HeaderMap, HeaderValue};
use zeroize::Zeroizing;

/// An answer, and its code at each of the places that may get it.
struct Row {
    what: &'static str,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    /// Of `/.well-known/okta-organization` at `acme.okta.com`, and at `login.acme.com`.
    at_okta: &'static str,
    at_custom: &'static str,
    /// Of `/oauth2/v1/token`.
    token: &'static str,
    /// Of `/oauth2/v1/clients/{id}/roles`.
    role: &'static str,
    /// Of `/api/v1/users`.
    users: &'static str,
}

const PAGE: &str = "<!doctype html><title>Not for you</title>";
const NUMBERED: (&str, &str) = ("x-okta-request-id", "abc123");
const SCOPE_MISSING: &str = r#"Bearer realm="acme", error="insufficient_scope", error_description="The access token provided does not contain the required scopes.""#;

macro_rules! rows {
    ($($what:literal: $status:literal $headers:expr, $body:expr => $at_okta:literal, $at_custom:literal, $token:literal, $role:literal, $users:literal;)*) => {
        &[$(Row {
            what: $what, status: $status, headers: &$headers, body: $body,
            at_okta: $at_okta, at_custom: $at_custom, token: $token, role: $role, users: $users,
        },)*]
    };
}

#[rustfmt::skip]
const ROWS: &[Row] = rows! {
    // answer => organization at okta.com, at a custom domain, token, role, users
    "403, a page": 403 [], PAGE => "request_blocked", "request_blocked", "request_blocked", "role_unknown", "request_blocked";
    "403, a page with Okta's number": 403 [NUMBERED], PAGE => "blocked_by_okta", "blocked_by_okta", "blocked_by_okta", "role_unknown", "request_blocked";
    "403 and nothing": 403 [], "" => "request_blocked", "request_blocked", "request_blocked", "role_unknown", "request_blocked";
    "403 of a web application firewall, in JSON": 403 [], r#"{"message":"Forbidden"}"# => "request_blocked", "request_blocked", "request_blocked", "role_unknown", "request_blocked";
    "401 of a proxy with passwords": 401 [("www-authenticate", "Basic realm=\"staff\"")], PAGE => "request_blocked", "request_blocked", "html_response", "role_unknown", "html_response";
    "Cloudflare's challenge": 403 [("cf-mitigated", "challenge"), ("server", "cloudflare")], PAGE => "browser_challenge", "browser_challenge", "browser_challenge", "role_unknown", "browser_challenge";
    "E0000006": 403 [NUMBERED], r#"{"errorCode":"E0000006","errorSummary":"You do not have permission to perform the requested action"}"# => "blocked_by_okta", "blocked_by_okta", "blocked_by_okta", "role_missing", "access_denied";
    "E0000015 with 401": 401 [NUMBERED], r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting"}"# => "unexpected_response", "unexpected_response", "access_refused", "role_unknown", "feature_not_enabled";
    "E0000015 with 403": 403 [NUMBERED], r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting"}"# => "unexpected_response", "unexpected_response", "access_refused", "role_unknown", "feature_not_enabled";
    "E0000007": 404 [NUMBERED], r#"{"errorCode":"E0000007","errorSummary":"Not found: Resource not found: x"}"# => "unexpected_response", "unexpected_response", "unexpected_response", "role_unknown", "unexpected_response";
    "404, a page": 404 [], PAGE => "organization_not_found", "not_okta", "html_response", "role_unknown", "html_response";
    "404, a page with Okta's number": 404 [NUMBERED], PAGE => "organization_not_found", "organization_not_found", "html_response", "role_unknown", "html_response";
    "200, a page": 200 [], PAGE => "html_response", "not_okta", "html_response", "role_unknown", "html_response";
    "200 and nothing": 200 [], "" => "unexpected_response", "not_okta", "unexpected_response", "role_unknown", "unexpected_response";
    "302": 302 [("location", "https://elsewhere.example.com/")], "" => "domain_redirects", "domain_redirects", "request_redirected", "role_unknown", "request_redirected";
    "E0000260": 403 [NUMBERED], r#"{"errorCode":"E0000260","errorSummary":"This developer org has been deactivated."}"# => "organization_deactivated", "organization_deactivated", "organization_deactivated", "role_unknown", "organization_deactivated";
    "429": 429 [NUMBERED], r#"{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}"# => "rate_limited", "rate_limited", "rate_limited", "role_unknown", "rate_limited";
    "503 of Okta's": 503 [NUMBERED], r#"{"errorCode":"E0000010","errorSummary":"Service is in read only mode"}"# => "okta_unavailable", "okta_unavailable", "okta_unavailable", "role_unknown", "okta_unavailable";
    "502, a page of a gateway": 502 [("server", "nginx")], PAGE => "gateway_unavailable", "gateway_unavailable", "gateway_unavailable", "role_unknown", "gateway_unavailable";
    "a scope is missing": 403 [NUMBERED, ("www-authenticate", SCOPE_MISSING)], "" => "unexpected_response", "unexpected_response", "unexpected_response", "role_unreadable", "scope_missing";
    "a scope is missing, on two lines": 403 [("www-authenticate", "Bearer realm=\"acme\""), ("www-authenticate", SCOPE_MISSING)], "" => "unexpected_response", "not_okta", "unexpected_response", "role_unreadable", "scope_missing";
    "a scope is missing, without quotation marks": 403 [("www-authenticate", "Bearer realm=acme, error=insufficient_scope")], "" => "unexpected_response", "not_okta", "unexpected_response", "role_unreadable", "scope_missing";
    "a token that is not good": 401 [("www-authenticate", "Bearer error=\"invalid_token\"")], "" => "unexpected_response", "not_okta", "unexpected_response", "role_unknown", "token_refused";
    "an empty list": 200 [], "[]" => "unexpected_response", "not_okta", "unexpected_response", "role_missing", "access_empty";
    "an empty page of a longer list": 200 [("link", "<https://acme.okta.com/api/v1/users?after=x>; rel=\"next\"")], "[]" => "unexpected_response", "not_okta", "unexpected_response", "role_missing", "passed";
};

#[test]
fn what_an_answer_means_depends_on_what_was_asked() {
    for row in ROWS {
        let mut headers = HeaderMap::new();
        for (name, value) in row.headers {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let answer = || Answer::new(row.status, &headers, Zeroizing::new(row.body.as_bytes().to_vec()));
        let organization = |host, at_okta| {
            let asked = Asked { at_okta, ..Asked::default() };
            organization::unreadable(host, &asked, &Ok(answer()), None, false).code()
        };
        let found = [
            organization("acme.okta.com", true),
            organization("login.acme.com", false),
            diagnose(Endpoint::Token, &Asked::default(), &answer()).code.name(),
            role::evaluate(&answer()).code(),
            access::judged_users(&answer()),
        ];
        assert_eq!(found, [row.at_okta, row.at_custom, row.token, row.role, row.users], "{}", row.what);
    }
}

/// Nothing is said of an organization by its page alone while something blocks the way to its token endpoint.
#[test]
fn a_missing_page_is_no_missing_organization_where_the_token_endpoint_is_blocked() {
    let answer = |status, body: &str| Answer::new(status, &HeaderMap::new(), Zeroizing::new(body.as_bytes().to_vec()));
    let asked = Asked { at_okta: true, ..Asked::default() };
    for (status, body, expected) in [
        (404, PAGE, "organization_not_found"),
        (405, "", "organization_not_found"),
        (403, PAGE, "request_blocked"),
        (503, "", "gateway_unavailable"),
        (429, "", "rate_limited"),
    ] {
        let token = diagnose(Endpoint::Token, &asked, &answer(status, body));
        let found = organization::unreadable("acme.okta.com", &asked, &Ok(answer(404, PAGE)), Some(&token), false);
        assert_eq!(found.code(), expected, "{status} {body}");
    }
}
