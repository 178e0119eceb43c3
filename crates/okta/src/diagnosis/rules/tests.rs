#![allow(clippy::unwrap_used)]

use super::*;
use outbound::header::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use zeroize::Zeroizing;

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, HeaderValue::from_str(value).unwrap());
    }
    Answer::new(status, &map, Zeroizing::new(body.as_bytes().to_vec()))
}

/// Okta's words for each cause, as its catalog and recordings have them (`okta-facts.md` §2, §3).
const WORDS: &[(u16, &str, &str, Code)] = &[
    (401, "invalid_client", "The issuer claim for client_assertion is not a valid client_id.", Code::ClientNotFound),
    (401, "invalid_client", "The subject claim for client_assertion is not a valid client_id.", Code::ClientNotFound),
    (401, "invalid_client", "The client_assertion signature is invalid.", Code::KeyNotRegistered),
    (401, "invalid_client", "The client_assertion JWT kid is invalid.", Code::KeyIdNeeded),
    (
        401,
        "invalid_client",
        "The client does not have a JWKSet configured, but the client_assertion requires one.",
        Code::NoPublicKey,
    ),
    (401, "invalid_client", "The client JWKSet is invalid.", Code::PublicKeyInvalid),
    (401, "invalid_client", "The client_assertion JWT signature algorithm is invalid.", Code::KeyAlgorithm),
    (401, "invalid_client", "The parsing of the client_assertion failed.", Code::RequestRefused),
    (
        401,
        "invalid_client",
        "The audience claim for client_assertion must be the endpoint invoked for the request.",
        Code::AudienceRefused,
    ),
    (
        401,
        "invalid_client",
        "The client_assertion must contain the 'exp' claim as seconds since epoch.",
        Code::RequestRefused,
    ),
    (401, "invalid_client", "The client_assertion token is expired.", Code::ClockUnknown),
    (
        401,
        "invalid_client",
        "The client_assertion token has an expiration too far into the future.",
        Code::ClockUnknown,
    ),
    (401, "invalid_client", "The client_assertion token must be issued before the current time.", Code::ClockUnknown),
    (401, "invalid_client", "The client_assertion token has already been used.", Code::AssertionReused),
    (401, "invalid_client", "The client_assertion JWT needs to be signed using a signing key.", Code::KeyNotForSigning),
    (401, "invalid_client", "Error retrieving the client JWKSet from jwks_uri.", Code::PublicKeyUrl),
    (
        401,
        "invalid_client",
        "All keys in the client JWKSet from jwks_uri must have a unique kid.",
        Code::PublicKeyInvalid,
    ),
    (401, "invalid_client", "No client credentials found.", Code::RequestRefused),
    (
        401,
        "invalid_client",
        "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
        Code::ClientAuthMethod,
    ),
    (
        401,
        "invalid_client",
        "Client authentication failed. Either the client or the client credentials are invalid.",
        Code::ClientAuthMethod,
    ),
    (
        401,
        "invalid_client",
        "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
        Code::NotServiceApp,
    ),
    (401, "invalid_client", "Invalid value for 'client_id' parameter.", Code::ClientNotFound),
    (
        401,
        "invalid_client",
        "OAuth Integration Client Credentials requests to the Org Authorization Server must use either private_key_jwt or client_secret_basic as the token_endpoint_auth_method.",
        Code::ClientAuthMethod,
    ),
    (401, "invalid_client", "The client secret supplied for a confidential client is invalid.", Code::ClientAuthMethod),
    (
        401,
        "invalid_client",
        "The public key being used for client assertion has an invalid 'use' parameter. Valid values for the 'use' parameter are sig.",
        Code::KeyNotForSigning,
    ),
    (401, "invalid_client", "The client JWKSet from jwks_uri must contain at least one key.", Code::PublicKeyUrl),
    (401, "invalid_client", "Found Authentication header but was not valid client credentials.", Code::RequestRefused),
    (
        401,
        "invalid_client",
        "Browser requests to the token endpoint must use Proof Key for Code Exchange.",
        Code::RequestRefused,
    ),
    (401, "invalid_client", "Words that nobody has seen yet.", Code::AssertionRefused),
    (
        401,
        "invalid_request",
        "Cannot supply multiple client credentials. Use one of the following: …",
        Code::RequestRefused,
    ),
    (400, "invalid_request", "The client_assertion_type is invalid.", Code::RequestRefused),
    (
        400,
        "unauthorized_client",
        "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].",
        Code::GrantTypeMissing,
    ),
    (
        400,
        "unsupported_grant_type",
        "The authorization grant type is not supported by the authorization server. Configured grant types: [authorization_code].",
        Code::GrantTypeMissing,
    ),
    (
        400,
        "unsupported_grant_type",
        "'client_credentials' grant type can only be used with a custom authorization server.",
        Code::RequestRefused,
    ),
    (400, "unauthorized_client", "Confidential client is required to make this request.", Code::AssertionRefused),
    (
        400,
        "consent_required",
        "The following scopes require user consent and cannot be granted for the client credentials grant type: [x].",
        Code::ScopeRefused,
    ),
    (400, "invalid_scope", "No scopes were requested.", Code::RequestRefused),
    (400, "invalid_scope", "Cannot request 'openid' scopes using client credentials.", Code::ScopeRefused),
    (400, "consent_required", "You are not allowed any of the requested scopes.", Code::NoScopes),
    (400, "invalid_scope", "You are not allowed any of the requested scopes.", Code::NoScopes),
    (400, "invalid_scope", "Custom scopes are not allowed for this request.", Code::ScopeRefused),
    (400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.", Code::DpopRequired),
    (400, "invalid_dpop_proof", "The DPoP proof JWT signature is invalid.", Code::DpopProofRefused),
    (400, "invalid_dpop_proof", "The DPoP proof JWT is issued in the future.", Code::DpopProofRefused),
    (400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.", Code::DpopProofRefused),
    (403, "access_denied", "The request is made from outside the client's permitted network zones.", Code::NetworkZone),
    (
        401,
        "access_denied",
        "Policy evaluation failed for this request, please check the policy configurations.",
        Code::AccessRefused,
    ),
    (403, "server_error", "The requested feature is not enabled in this environment.", Code::AccessRefused),
    (400, "temporarily_unavailable", "The server is temporarily unavailable.", Code::OktaUnavailable),
    (500, "server_error", "", Code::OktaUnavailable),
    (418, "", "", Code::UnexpectedResponse),
];

#[test]
fn oktas_words_at_the_token_endpoint() {
    for (status, error, words, expected) in WORDS {
        let body = serde_json::json!({"error": error, "error_description": words}).to_string();
        let diagnosis = diagnose(Endpoint::Token, &Asked::default(), &answer(*status, &[], &body));
        assert_eq!(diagnosis.code, *expected, "{words}");
        assert_eq!(diagnosis.evidence["status"], *status);
        assert!(words.is_empty() || diagnosis.evidence["error_description"] == *words);
    }
}

#[test]
fn an_unknown_client_is_known_by_either_status() {
    let body = r#"{"errorCode":"invalid_client","errorSummary":"Invalid value for 'client_id' parameter.","errorLink":"invalid_client","errorId":"oae1","errorCauses":[]}"#;
    for status in [400, 401] {
        let found = diagnose(Endpoint::Token, &Asked::default(), &answer(status, &[("x-okta-request-id", "r1")], body));
        assert_eq!((found.code, &found.evidence["request_id"]), (Code::ClientNotFound, &"r1".into()), "{status}");
    }
}

#[test]
fn a_key_id_that_was_sent_makes_another_cause() {
    let asked = Asked { key_id: Some("k1".to_owned()), ..Asked::default() };
    for (words, expected) in [
        ("The client_assertion JWT kid is invalid.", Code::KeyIdUnknown),
        ("The client_assertion signature is invalid.", Code::KeyIdMismatch),
    ] {
        let body = serde_json::json!({"error": "invalid_client", "error_description": words}).to_string();
        assert_eq!(diagnose(Endpoint::Token, &asked, &answer(401, &[], &body)).code, expected);
    }
}

#[test]
fn a_clock_is_the_cause_only_when_it_is_measured_to_be_wrong() {
    let wrong = Asked { clock: ClockSeen::Off, ..Asked::default() };
    let right = Asked { clock: ClockSeen::Right, ..Asked::default() };
    for (error, words) in [
        ("invalid_client", "The client_assertion token is expired."),
        ("invalid_client", "The client_assertion token has an expiration too far into the future."),
        ("invalid_client", "The client_assertion token must be issued before the current time."),
        ("invalid_dpop_proof", "The DPoP proof JWT is issued in the future."),
        ("invalid_dpop_proof", "The DPoP proof JWT is issued more than five minutes in the past."),
    ] {
        let body = serde_json::json!({"error": error, "error_description": words}).to_string();
        assert_eq!(diagnose(Endpoint::Token, &wrong, &answer(401, &[], &body)).code, Code::ClockSkew, "{words}");
        let (agree, nobody_knows) = match error {
            "invalid_client" => (Code::TimeRefused, Code::ClockUnknown),
            _ => (Code::DpopProofRefused, Code::DpopProofRefused),
        };
        assert_eq!(diagnose(Endpoint::Token, &right, &answer(401, &[], &body)).code, agree, "{words}");
        assert_eq!(
            diagnose(Endpoint::Token, &Asked::default(), &answer(401, &[], &body)).code,
            nobody_knows,
            "{words}"
        );
    }
    // A wrong clock does not take the blame for everything.
    let body = r#"{"error":"invalid_client","error_description":"The client_assertion signature is invalid."}"#;
    assert_eq!(diagnose(Endpoint::Token, &wrong, &answer(401, &[], body)).code, Code::KeyNotRegistered);
}

#[test]
fn oktas_words_at_the_api() {
    let scope = "Bearer authorization_uri=\"http://acme.okta.com/oauth2/v1/authorize\", realm=\"http://acme.okta.com\", scope=\"okta.groups.read\", error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\", resource=\"/api/v1/groups\"";
    let expired = "Bearer error=\"invalid_token\", error_description=\"The token has expired.\"";
    let proof = "Bearer error=\"invalid_request\", error_description=\"The resource request requires a DPoP proof.\"";
    for (status, header, body, expected) in [
        (403, scope, "", Code::ScopeMissing),
        (401, expired, "", Code::TokenRefused),
        (400, proof, "", Code::DpopRequired),
        (
            403,
            "",
            r#"{"errorCode":"E0000006","errorSummary":"You do not have permission to perform the requested action"}"#,
            Code::AccessDenied,
        ),
        (403, "", r#"{"errorCode":"E0000005","errorSummary":"Invalid session"}"#, Code::TokenRefused),
        (
            401,
            "",
            r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting"}"#,
            Code::FeatureNotEnabled,
        ),
        (401, "", r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#, Code::TokenRefused),
        (
            404,
            "",
            r#"{"errorCode":"E0000007","errorSummary":"Not found: Resource not found: x (App)"}"#,
            Code::UnexpectedResponse,
        ),
        (
            429,
            "",
            r#"{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}"#,
            Code::RateLimited,
        ),
        (503, "", "<html>Bad gateway</html>", Code::GatewayUnavailable),
        (200, "", "<html>Sign in to the Wi-Fi</html>", Code::HtmlResponse),
        (403, "", "", Code::RequestBlocked),
        (302, "", "", Code::RequestRedirected),
    ] {
        let headers: &[_] = if header.is_empty() { &[] } else { &[("www-authenticate", header)] };
        assert_eq!(
            diagnose(Endpoint::Api, &Asked::default(), &answer(status, headers, body)).code,
            expected,
            "{body}{header}"
        );
    }
}

/// Errors in the API's shape that either endpoint may answer, as Okta's catalog has them (release 2026.08.1).
#[test]
fn oktas_error_codes() {
    for (status, error, words, token, api) in [
        (400, "E0000003", "The request body was not well-formed.", Code::RequestRefused, Code::RequestRefused),
        (401, "E0000004", "Authentication failed", Code::UnexpectedResponse, Code::TokenRefused),
        (403, "E0000005", "Invalid session", Code::UnexpectedResponse, Code::TokenRefused),
        (
            403,
            "E0000006",
            "You do not have permission to perform the requested action",
            Code::BlockedByOkta,
            Code::AccessDenied,
        ),
        (404, "E0000007", "Not found: x", Code::UnexpectedResponse, Code::UnexpectedResponse),
        (404, "E0000008", "The requested path was not found", Code::UnexpectedResponse, Code::UnexpectedResponse),
        (500, "E0000009", "Internal Server Error", Code::OktaUnavailable, Code::OktaUnavailable),
        (503, "E0000010", "Service is in read only mode", Code::OktaUnavailable, Code::OktaUnavailable),
        (401, "E0000011", "Invalid token provided", Code::UnexpectedResponse, Code::TokenRefused),
        (
            405,
            "E0000022",
            "The endpoint does not support the provided HTTP method",
            Code::RequestRefused,
            Code::RequestRefused,
        ),
        (
            429,
            "E0000047",
            "API call exceeded rate limit due to too many requests.",
            Code::RateLimited,
            Code::RateLimited,
        ),
        (503, "E0000181", "Service temporarily unavailable.", Code::OktaUnavailable, Code::OktaUnavailable),
        (403, "E0000212", "Origin validation failed.", Code::RequestRefused, Code::RequestRefused),
        (
            403,
            "E0000260",
            "This developer org has been deactivated. If you need access or have questions, please contact your org admin.",
            Code::OrganizationDeactivated,
            Code::OrganizationDeactivated,
        ),
    ] {
        let body = serde_json::json!({"errorCode": error, "errorSummary": words, "errorId": "oae1"}).to_string();
        for (at, expected) in [(Endpoint::Token, token), (Endpoint::Api, api)] {
            let found = diagnose(at, &Asked::default(), &answer(status, &[("x-okta-request-id", "r1")], &body));
            assert_eq!(found.code, expected, "{at:?} {error}");
            assert_eq!(found.evidence["error_description"], words);
            assert_eq!(found.evidence["request_id"], "r1");
        }
    }
}

/// Each rule is there for a reason that it names: none is hidden behind one before it.
#[test]
fn no_rule_is_dead() {
    for (at, rule) in RULES.iter().enumerate() {
        assert!(!rule.source.is_empty(), "{:?} {} {}", rule.code, rule.error, rule.says);
        let status = match rule.status {
            Status::Any => 400,
            Status::Is(status) => status,
            Status::Redirect => 302,
            Status::Server => 500,
        };
        let body = match rule.shape {
            Shape::Any => serde_json::json!({"error": rule.error, "error_description": rule.says}).to_string(),
            Shape::NoError => String::new(),
            Shape::Page => "<html>".to_owned(),
        };
        let headers: &[_] = match rule.when {
            When::Challenged => &[("cf-mitigated", "challenge")],
            When::Numbered => &[("x-okta-request-id", "r1")],
            // Without a number it is not known to be Okta's.
            When::Always if rule.status == Status::Server => &[("x-okta-request-id", "r1")],
            _ => &[],
        };
        let asked = Asked {
            key_id: (rule.when == When::KeyIdSent).then(|| "k1".to_owned()),
            clock: match rule.when {
                When::ClockOff => ClockSeen::Off,
                When::ClockRight => ClockSeen::Right,
                _ => ClockSeen::Unknown,
            },
            at_okta: rule.when == When::AtOkta,
            algorithm: "RS256",
        };
        let found = diagnose(rule.at.unwrap_or(Endpoint::Token), &asked, &answer(status, headers, &body)).code;
        assert_eq!(found, rule.code, "rule {at}: {} {:?}", rule.error, rule.says);
    }
}

proptest! {
    /// No answer, however odd, makes the client panic, and every answer has a cause with words that fit on a page.
    #[test]
    fn any_answer_has_a_cause(
        status in 100_u16..1000,
        body in prop_oneof![
            any::<Vec<u8>>(),
            "\\PC*".prop_map(String::into_bytes),
            ("[a-z_]{0,20}", "\\PC{0,400}").prop_map(|(error, words)| serde_json::json!({"error": error, "error_description": words}).to_string().into_bytes()),
            ("[A-Z0-9]{0,9}", "\\PC{0,400}").prop_map(|(error, words)| serde_json::json!({"errorCode": error, "errorSummary": words}).to_string().into_bytes()),
            Just("[".repeat(100_000).into_bytes()),
        ],
        headers in prop::collection::vec((0_usize..8, any::<Vec<u8>>()), 0..12),
        api in any::<bool>(),
    ) {
        const NAMES: [&str; 8] = ["www-authenticate", "x-okta-request-id", "date", "x-rate-limit-reset", "dpop-nonce", "location", "link", "content-type"];
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                map.append(HeaderName::from_static(NAMES[name]), value);
            }
        }
        let answer = Answer::new(status, &map, Zeroizing::new(body));
        let endpoint = if api { Endpoint::Api } else { Endpoint::Token };
        let diagnosis = diagnose(endpoint, &Asked::default(), &answer);
        let _ = answer.rate_limit_wait(time::OffsetDateTime::now_utc());
        let _ = crate::check::organization::Organization::read(&answer);
        for words in diagnosis.evidence.values().filter_map(|value| value.as_str()) {
            prop_assert!(words.chars().count() <= 300 && !words.chars().any(char::is_control));
        }
    }

    #[test]
    fn any_challenge_is_read_without_harm(challenge in "\\PC{0,200}") {
        if let Ok(value) = HeaderValue::from_str(&challenge) {
            let mut map = HeaderMap::new();
            map.insert("www-authenticate", value);
            let _ = Answer::new(401, &map, Zeroizing::new(Vec::new())).error();
        }
    }
}
