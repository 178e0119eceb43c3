//! Scenarios: the table of misconfigurations.

use okta_sim::{Org, SCENARIOS, Sim};
use serde_json::Value;

use crate::support::Caller;

/// The result of a token request: status and the words that identify the cause; `None` if a token is issued.
const TOKEN: &[(&str, u16, &str)] = &[
    ("not_okta", 404, "Not Found"),
    ("captive_portal", 200, "Wi-Fi"),
    ("redirect", 302, ""),
    ("blocked", 403, "This page is not Okta's."),
    ("blocked_by_okta", 403, "<title>Okta"),
    ("nobody_may", 403, "E0000006"),
    ("browser_challenge", 403, "Just a moment"),
    ("gone", 404, "<title>Okta"),
    ("classic", 200, "token_type"),
    ("classic_refused", 400, "Custom scopes are not allowed for this request."),
    ("token_blocked", 403, "This page is not Okta's."),
    ("token_blocked_by_okta", 403, "<title>Okta"),
    ("token_nobody_may", 403, "E0000006"),
    ("token_browser_challenge", 403, "Just a moment"),
    ("token_redirect", 302, ""),
    ("unknown_scopes", 400, "Custom scopes are not allowed for this request."),
    ("outage", 503, "temporarily_unavailable"),
    ("bad_gateway", 503, "Service Unavailable"),
    ("unknown_client", 400, "Invalid value for 'client_id' parameter."),
    ("unknown_client_401", 401, "Invalid value for 'client_id' parameter."),
    ("inactive_app", 400, "Invalid value for 'client_id' parameter."),
    ("client_secret", 401, "does not have a JWKSet configured"),
    ("client_secret_with_keys", 401, "Client authentication failed."),
    ("deactivated_organization", 403, "E0000260"),
    ("limited_everywhere", 429, "E0000047"),
    ("native_app", 401, "'application_type' of 'service'"),
    ("browser_app", 401, "'application_type' of 'service'"),
    ("no_client_credentials", 400, "Configured grant types: [urn:ietf:params:oauth:grant-type:token-exchange]."),
    ("policy_denied", 401, "please check the policy configurations"),
    ("several_keys_none_ours", 401, "kid is invalid"),
    ("key_rotated", 401, "kid is invalid"),
    ("damaged_keys", 401, "The client JWKSet is invalid."),
    ("key_url_unreachable", 401, "Error retrieving the client JWKSet from jwks_uri."),
    ("key_url_empty", 401, "must contain at least one key."),
    ("duplicate_kids", 401, "must have a unique kid."),
    ("clock_minutes_behind", 401, "must be issued before the current time."),
    ("clock_minutes_ahead", 401, "is expired"),
    ("repeated", 401, "has already been used"),
    ("body_stripped", 400, "must specify a 'grant_type'"),
    ("dpop_stripped", 400, "header is missing"),
    ("token_bare_401", 401, ""),
    ("unknown_scope", 400, "Custom scopes are not allowed for this request."),
    ("web_app", 401, "'application_type' of 'service'"),
    ("network_zone", 403, "permitted network zones"),
    ("no_keys", 401, "does not have a JWKSet configured"),
    ("wrong_key", 401, "signature is invalid"),
    ("key_not_registered", 401, "kid is invalid"),
    ("kid_unknown", 401, "kid is invalid"),
    ("inactive_key", 401, "kid is invalid"),
    ("encryption_key", 401, "signing key"),
    ("clock_behind", 401, "too far into the future"),
    ("clock_ahead", 401, "is expired"),
    ("dpop", 400, "invalid_dpop_proof"),
    ("nonce_loop", 400, "invalid_dpop_proof"),
    ("rate_limited", 429, "E0000047"),
    ("rate_limited_for_long", 429, "E0000047"),
    ("concurrency_limited", 429, "E0000047"),
    ("token_outage", 503, "temporarily_unavailable"),
    ("no_scopes", 400, "consent_required"),
    ("missing_scope", 200, "token_type"),
    ("missing_scopes", 200, "okta.users.read"),
    ("several_keys", 200, "token_type"),
    ("missing_role", 200, "token_type"),
    ("weak_lists", 200, "token_type"),
];

#[tokio::test]
async fn each_scenario_shows_where_it_should() {
    let sim = Sim::builder().every_scenario().start().await.unwrap();
    for (name, status, words) in TOKEN {
        let caller = Caller::of(&sim, &format!("{}.okta.com", name.replace('_', "-")));
        let answer = caller.ask(&caller.assertion()).await;
        assert_eq!(answer.status, *status, "{name}: {}", answer.body);
        assert!(answer.body.contains(words), "{name}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_rate_limited_client_that_waits_gets_its_token() {
    let sim = Sim::builder().every_scenario().start().await.unwrap();
    let caller = Caller::of(&sim, "rate-limited.okta.com");
    assert_eq!(caller.ask(&caller.assertion()).await.status, 429);
    assert_eq!(caller.ask(&caller.assertion()).await.status, 200);
}

#[test]
fn names_are_unique_and_described() {
    for (index, scenario) in SCENARIOS.iter().enumerate() {
        assert!(scenario.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
        assert!(!scenario.about.is_empty());
        assert!(SCENARIOS[..index].iter().all(|other| other.name != scenario.name), "{}", scenario.name);
    }
}

#[tokio::test]
async fn every_scenario_changes_something() {
    let sim = Sim::builder().every_scenario().start().await.unwrap();
    let plain = Sim::builder().start().await.unwrap();
    let of = |sim: &Sim, host: &str| {
        let mut org: Value = serde_json::to_value(sim.org(host).unwrap()).unwrap();
        for name in ["host", "id", "subdomain"] {
            org[name] = Value::Null;
        }
        org
    };
    let demo = of(&plain, &plain.hosts()[0]);
    for host in sim.hosts() {
        assert_ne!(of(&sim, &host), demo, "{host}");
    }
}

/// Every scenario can be written as data, so that a state file or the admin API can do the same.
#[test]
fn every_scenario_can_be_written_in_both_formats() {
    for scenario in SCENARIOS {
        let org = Org::demo().with(scenario.name);
        let json = serde_json::to_string(&org).unwrap();
        assert_eq!(serde_json::from_str::<Org>(&json).unwrap(), org, "{}", scenario.name);
        let toml = toml::to_string(&org).unwrap();
        assert_eq!(toml::from_str::<Org>(&toml).unwrap(), org, "{}", scenario.name);
    }
}
