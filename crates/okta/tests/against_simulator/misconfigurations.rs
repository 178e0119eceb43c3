//! Every misconfiguration, against the simulator over real TLS: the check that finds it, its code, the step of the
//! guide that mends it, and what it does to the outcome.

use crate::support::{World, check, code, evidence, summary};
use model::check::{
    CheckId::{self, *},
    CheckStatus,
    Outcome::{self, *},
};

/// With what the console signs in.
#[derive(Clone, Copy)]
enum Key {
    /// A JWK, which brings its key ID.
    Jwk,
    /// A PEM without a key ID.
    Pem,
    /// A PEM under a key ID that nobody has registered.
    PemAs(&'static str),
}

async fn expect(scenario: &str, key: Key, outcome: Outcome, id: CheckId, expected: &str, step: Option<u8>) {
    let world = World::in_scenario(scenario).await;
    let credentials = match key {
        Key::Jwk => world.jwk(),
        Key::Pem => world.pem(None),
        Key::PemAs(key_id) => world.pem(Some(key_id)),
    };
    let verification = world.verify(&credentials).await;
    let summary = summary(&verification);
    assert_eq!(code(&verification, id), Some(expected), "{summary:?}");
    assert_eq!(summary.0, outcome, "{summary:?}");
    let found = check(&verification, id);
    let fix = found.fix.as_ref().expect("every cause says what to do");
    assert_eq!(fix.step, step, "{found:?}");
    for text in [&found.title, &found.detail, &fix.text] {
        assert!(!text.is_empty() && !text.contains(['{', '}']), "{text:?} is not a finished sentence");
    }
    // Nothing before the cause is blamed.
    for before in CheckId::ALL.into_iter().filter(|before| *before < id) {
        let status = check(&verification, before).status;
        assert!(matches!(status, CheckStatus::Passed | CheckStatus::Skipped), "{before:?} is {status:?}: {summary:?}");
    }
}

macro_rules! cases {
    ($($name:ident: $scenario:literal, $key:expr => $outcome:ident, $check:ident, $code:literal, $step:expr;)*) => {
        $(#[tokio::test]
        async fn $name() {
            expect($scenario, $key, $outcome, $check, $code, $step).await;
        })*
    };
}

cases! {
    // The host.
    certificate_of_nobody: "untrusted_certificate", Key::Jwk => Failed, Domain, "tls_untrusted", None;
    certificate_that_ended: "expired_certificate", Key::Jwk => Failed, Domain, "tls_expired", None;
    certificate_of_another_host: "wrong_host_certificate", Key::Jwk => Failed, Domain, "tls_name_mismatch", None;
    no_answer: "hanging", Key::Jwk => Inconclusive, Domain, "response_timeout", None;
    answer_that_drips: "dripping", Key::Jwk => Inconclusive, Domain, "response_timeout", None;
    answer_without_end: "oversized", Key::Jwk => Failed, Domain, "response_too_large", Some(1);
    answer_that_breaks_off: "truncated", Key::Jwk => Inconclusive, Domain, "connection_broken", None;
    connection_that_closes: "dropped_connection", Key::Jwk => Inconclusive, Domain, "connection_broken", None;
    // The organization.
    another_web_site: "not_okta", Key::Jwk => Failed, Organization, "not_okta", Some(1);
    captive_portal: "captive_portal", Key::Jwk => Failed, Organization, "not_okta", Some(1);
    redirect_to_an_address_inside: "redirect", Key::Jwk => Failed, Organization, "domain_redirects", Some(1);
    outage: "outage", Key::Jwk => Inconclusive, Organization, "okta_unavailable", None;
    outage_in_front_of_okta: "bad_gateway", Key::Jwk => Inconclusive, Organization, "okta_unavailable", None;
    // The client.
    unknown_client: "unknown_client", Key::Jwk => Failed, Client, "client_not_found", Some(5);
    unknown_client_the_other_status: "unknown_client_401", Key::Jwk => Failed, Client, "client_not_found", Some(5);
    inactive_app: "inactive_app", Key::Jwk => Failed, Client, "client_not_found", Some(5);
    app_of_another_kind: "web_app", Key::Jwk => Failed, Client, "not_service_app", Some(3);
    // The sign-in.
    client_secret: "client_secret_with_keys", Key::Jwk => Failed, Authentication, "client_auth_method", Some(6);
    client_secret_and_no_keys: "client_secret", Key::Jwk => Failed, Authentication, "no_public_key", Some(7);
    no_keys: "no_keys", Key::Jwk => Failed, Authentication, "no_public_key", Some(7);
    key_not_registered: "key_not_registered", Key::Jwk => Failed, Authentication, "key_not_registered", Some(7);
    key_not_registered_without_kid: "key_not_registered", Key::Pem => Failed, Authentication, "key_not_registered", Some(7);
    key_inactive: "inactive_key", Key::Jwk => Failed, Authentication, "key_not_registered", Some(7);
    key_id_of_another_key: "wrong_key", Key::Jwk => Failed, Authentication, "key_id_mismatch", Some(8);
    key_under_another_key_id: "kid_unknown", Key::Jwk => Failed, Authentication, "key_id_unknown", Some(9);
    key_id_mistyped: "several_keys", Key::PemAs("no-such-kid") => Failed, Authentication, "key_id_unknown", Some(9);
    several_keys_and_no_key_id: "several_keys", Key::Pem => Failed, Authentication, "key_id_needed", Some(8);
    key_for_encryption: "encryption_key", Key::Jwk => Failed, Authentication, "key_not_for_signing", Some(7);
    outside_the_network_zone: "network_zone", Key::Jwk => Failed, Authentication, "network_zone", None;
    our_clock_two_hours_ahead: "clock_behind", Key::Jwk => Failed, Authentication, "clock_skew", None;
    our_clock_two_hours_behind: "clock_ahead", Key::Jwk => Failed, Authentication, "clock_skew", None;
    rate_limited_for_long: "rate_limited_for_long", Key::Jwk => Inconclusive, Authentication, "rate_limited", None;
    outage_of_the_token_endpoint: "token_outage", Key::Jwk => Inconclusive, Authentication, "okta_unavailable", None;
    damaged_token_answer: "token_malformed", Key::Jwk => Inconclusive, Authentication, "unexpected_response", None;
    // Proof of possession.
    no_nonce_is_good: "nonce_loop", Key::Jwk => Inconclusive, ProofOfPossession, "dpop_proof_refused", Some(10);
    // The scopes.
    one_scope_missing: "missing_scope", Key::Jwk => Limited, Scopes, "scope_missing", Some(11);
    several_scopes_missing: "missing_scopes", Key::Jwk => Limited, Scopes, "scope_missing", Some(11);
    no_scope_granted: "no_scopes", Key::Jwk => Failed, Scopes, "no_scopes", Some(11);
    // The role.
    no_role: "missing_role", Key::Jwk => Limited, Role, "role_missing", Some(12);
    organization_administrator: "org_admin_role", Key::Jwk => Limited, Role, "role_missing", Some(12);
    read_only_administrator: "read_only_role", Key::Jwk => Limited, Role, "role_missing", Some(12);
    help_desk_administrator: "help_desk_role", Key::Jwk => Limited, Role, "role_missing", Some(12);
    custom_role: "custom_role", Key::Jwk => Limited, Role, "role_missing", Some(12);
    // The reads.
    outage_of_one_read: "devices_outage", Key::Jwk => Inconclusive, Access, "okta_unavailable", None;
    outage_of_all_reads: "reads_outage", Key::Jwk => Inconclusive, Access, "okta_unavailable", None;
    reads_rate_limited: "reads_rate_limited", Key::Jwk => Inconclusive, Access, "rate_limited", None;
    damaged_reads: "reads_malformed", Key::Jwk => Inconclusive, Access, "unexpected_response", None;
}

#[tokio::test]
async fn organizations_that_answer_nonsense_are_not_called_something_else() {
    for scenario in ["malformed_json", "unexpected_json"] {
        let world = World::in_scenario(scenario).await;
        let verification = world.verify(&world.jwk()).await;
        let summary = summary(&verification);
        assert_eq!(code(&verification, Organization), Some("unexpected_response"), "{scenario}: {summary:?}");
        assert_eq!(summary.0, Inconclusive, "{scenario}");
    }
}

/// A scope that is missing is named once by `scopes`, and seen in what depends on it.
#[tokio::test]
async fn missing_scopes_are_listed_and_what_they_close_is_not_tried() {
    let world = World::in_scenario("missing_scopes").await;
    let verification = world.verify(&world.jwk()).await;
    let missing = &evidence(&verification, Scopes)["missing"];
    assert_eq!(
        *missing,
        serde_json::json!(["okta.devices.read", "okta.orgs.read", "okta.roles.read", "okta.userTypes.read"])
    );
    assert_eq!(code(&verification, Role), Some("role_unreadable"));
    assert_eq!(check(&verification, Role).fix.as_ref().unwrap().step, Some(11));
    assert_eq!(code(&verification, Access), Some("scope_missing"));
    let objects = &evidence(&verification, Access)["objects"];
    assert_eq!(objects["users"]["result"], "read");
    assert_eq!(objects["devices"]["result"], "scope_missing");
    assert!(!world.paths().iter().any(|path| path == "/api/v1/devices"), "{:?}", world.paths());
}

/// `200 []` is not proof of access: every organization has users, groups and a user type.
#[tokio::test]
async fn an_empty_list_of_users_is_not_taken_for_access() {
    for scenario in ["weak_lists", "empty_lists"] {
        let world = World::in_scenario(scenario).await;
        let verification = world.verify(&world.jwk()).await;
        let found = check(&verification, Access);
        let objects = &evidence(&verification, Access)["objects"];
        assert_eq!(objects["users"]["result"], "access_empty", "{scenario}: {found:?}");
        assert_eq!(objects["devices"]["result"], "read", "an organization may have no device");
        assert_eq!(verification.report.outcome, Limited, "{scenario}");
    }
}

#[tokio::test]
async fn denied_reads_name_the_objects_and_the_role_step() {
    let world = World::in_scenario("help_desk_role").await;
    let verification = world.verify(&world.jwk()).await;
    let found = check(&verification, Access);
    assert_eq!((found.code.as_deref(), found.fix.as_ref().unwrap().step), (Some("access_denied"), Some(12)));
    assert!(found.detail.contains("devices") && !found.detail.contains("users,"), "{}", found.detail);
}
