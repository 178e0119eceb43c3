//! A verification as a whole: what passes, in which order, with how many requests, and what stops it.

use crate::support::{World, check, clock_off_by, code, credentials, evidence, summary};
use model::check::{
    CheckId::{self, *},
    CheckStatus, Outcome,
};
use okta::SigningKey;
use okta_sim::{AppKey, Curve, DEMO_CLIENT_ID, DEMO_HOST, Effect, Fault, KeyPair};
use std::{future::Future, pin::pin, sync::Mutex, task::Poll};

#[tokio::test]
async fn everything_fine() {
    let world = World::with(|org| org).await;
    let verification = world.verify(&world.jwk()).await;
    let (outcome, all) = summary(&verification);
    assert_eq!(outcome, Outcome::Passed, "{all}");
    assert!(verification.report.checks.iter().all(|check| check.status == CheckStatus::Passed), "{all}");
    assert!(verification.report.checks.iter().all(|check| check.fix.is_none() && check.code.is_none()), "{all}");
    assert_eq!(verification.organization_id, Some(world.sim.org(&world.host).unwrap().id));
    assert_eq!(evidence(&verification, Scopes)["granted"].as_array().unwrap().len(), 7);
    let access = evidence(&verification, Access);
    let objects = access["objects"].as_object().unwrap();
    assert_eq!(objects.len(), 7);
    assert!(objects.values().all(|object| object["result"] == "read"), "{objects:?}");
    assert_eq!((&objects["users"]["count"], &objects["users"]["more"]), (&1.into(), &true.into()));
    assert!(
        time::OffsetDateTime::parse(&verification.report.started_at, &time::format_description::well_known::Rfc3339)
            .is_ok()
    );
}

#[tokio::test]
async fn without_a_key_id_one_active_key_is_enough() {
    let world = World::with(|org| org).await;
    let verification = world.verify(&world.pem(None)).await;
    assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
}

#[tokio::test]
async fn several_keys_and_the_right_key_id_pass() {
    let world = World::in_scenario("several_keys").await;
    for credentials in [world.jwk(), world.pem(Some(&world.sim.demo().key_id))] {
        let verification = world.verify(&credentials).await;
        assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
    }
}

#[tokio::test]
async fn proof_of_possession_is_handled_and_praised() {
    let world = World::in_scenario("dpop").await;
    let verification = world.verify(&world.jwk()).await;
    assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
    let found = check(&verification, ProofOfPossession);
    assert_eq!((found.status, found.fix.is_none()), (CheckStatus::Passed, true));
    assert_eq!(evidence(&verification, ProofOfPossession)["dpop"], true);
    assert!(found.detail.contains("is on, which is more secure"), "{}", found.detail);
    let reads: Vec<_> =
        world.sim.requests(&world.host).into_iter().filter(|request| request.path.starts_with("/api/v1")).collect();
    assert!(reads.len() == 7 && reads.iter().all(|read| read.authorization.as_deref() == Some("DPoP")));
    assert!(reads.iter().all(|read| read.proof.as_ref().unwrap().claims.get("ath").is_some()));
}

#[tokio::test]
async fn elliptic_curves_sign_in() {
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let pair = KeyPair::ec(curve).unwrap();
        let key = AppKey::of(&pair);
        let world = World::with(|mut org| {
            org.service_app().keys = vec![key];
            org
        })
        .await;
        for text in [pair.private_jwk().to_json(), pair.pem()] {
            let verification = world.verify(&credentials(DEMO_HOST, DEMO_CLIENT_ID, &text, None)).await;
            assert_eq!(verification.report.outcome, Outcome::Passed, "{curve:?}: {:?}", summary(&verification));
        }
    }
}

#[tokio::test]
async fn a_sealed_key_signs_in_as_the_pasted_one_did() {
    let world = World::with(|org| org).await;
    let pasted = world.jwk();
    let sealed = pasted.key.as_ref().unwrap().to_sealed();
    let stored = okta::Credentials { key: SigningKey::from_sealed(sealed.expose()), ..pasted };
    assert_eq!(world.verify(&stored).await.report.outcome, Outcome::Passed);
}

/// The description, the token, then the role and seven reads: nothing twice, nothing more.
#[tokio::test]
async fn ten_requests_and_not_one_more() {
    let world = World::with(|org| org).await;
    world.verify(&world.jwk()).await;
    let paths = world.paths();
    assert_eq!(paths.len(), 10, "{paths:?}");
    assert_eq!(paths[..2], ["/.well-known/okta-organization", "/oauth2/v1/token"]);
}

#[tokio::test]
async fn proof_of_possession_costs_one_request_more() {
    let world = World::in_scenario("dpop").await;
    world.verify(&world.jwk()).await;
    let paths = world.paths();
    assert_eq!(paths.len(), 11, "{paths:?}");
    let ids: Vec<_> = world
        .sim
        .requests(&world.host)
        .iter()
        .filter_map(|r| Some(r.assertion.as_ref()?.claims["jti"].clone()))
        .collect();
    assert!(ids.len() == 2 && ids[0] != ids[1], "every try has its own jti");
}

#[tokio::test]
async fn the_assertion_says_what_okta_wants() {
    let world = World::with(|org| org).await;
    world.verify(&world.jwk()).await;
    let token = world.sim.requests(&world.host).into_iter().find(|request| request.path == "/oauth2/v1/token").unwrap();
    let assertion = token.assertion.as_ref().unwrap();
    let claims = &assertion.claims;
    assert_eq!(claims["iss"], DEMO_CLIENT_ID);
    assert_eq!(claims["sub"], DEMO_CLIENT_ID);
    assert_eq!(claims["aud"], format!("https://{DEMO_HOST}/oauth2/v1/token"));
    let lifetime = claims["exp"].as_i64().unwrap() - token.at;
    assert!((290..=301).contains(&lifetime), "{lifetime} s");
    assert!(claims["iat"].as_i64().unwrap() <= token.at);
    assert_eq!(assertion.header["kid"], world.sim.demo().key_id);
    assert_eq!(
        (token.header("accept"), token.grant_type.as_deref()),
        (Some("application/json"), Some("client_credentials"))
    );
    assert_eq!(token.version, "HTTP/2.0");
}

#[tokio::test]
async fn checks_are_told_once_each_as_they_are_settled() {
    let world = World::with(|org| org).await;
    let told = Mutex::new(Vec::new());
    let verification = world.okta.verify(&world.jwk(), |check| told.lock().unwrap().push(check.clone())).await;
    let mut told = told.into_inner().unwrap();
    let order: Vec<_> = told.iter().map(|check| check.id).collect();
    assert_eq!(order[..7], [PrivateKey, Domain, Organization, Client, Authentication, ProofOfPossession, Scopes]);
    told.sort_by_key(|check| check.id);
    assert_eq!(told, verification.report.checks);
}

#[tokio::test]
async fn checks_that_mean_nothing_are_skipped_with_a_reason() {
    let world = World::in_scenario("unknown_client").await;
    let verification = world.verify(&world.jwk()).await;
    for id in [Authentication, ProofOfPossession, Scopes, Role, Access] {
        let check = check(&verification, id);
        assert_eq!(check.status, CheckStatus::Skipped);
        assert!(check.detail.starts_with("Not checked: ") && check.code.is_none() && check.fix.is_none(), "{check:?}");
    }
    assert_eq!(world.paths(), ["/.well-known/okta-organization", "/oauth2/v1/token"]);
}

#[tokio::test]
async fn what_okta_said_is_in_the_evidence() {
    let world = World::in_scenario("key_not_registered").await;
    let verification = world.verify(&world.pem(None)).await;
    let evidence = evidence(&verification, Authentication);
    assert_eq!(evidence["error"], "invalid_client");
    assert_eq!(evidence["error_description"], "The client_assertion signature is invalid.");
    assert_eq!(evidence["status"], 401);
    assert!(!evidence["request_id"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_description_that_cannot_be_read_does_not_stop_a_sign_in_that_works() {
    for effect in [Effect::Html, Effect::Outage, Effect::MalformedJson, Effect::Drop] {
        let world = World::with(|mut org| {
            org.faults.push(Fault::on("/.well-known", effect.clone()));
            org
        })
        .await;
        let verification = world.verify(&world.jwk()).await;
        let summary = summary(&verification);
        assert_eq!(summary.0, Outcome::Passed, "{effect:?}: {summary:?}");
        let found = check(&verification, Organization);
        assert_eq!((found.status, found.code.as_deref()), (CheckStatus::Warning, Some("organization_unreadable")));
        assert_eq!(verification.organization_id, None);
    }
}

#[tokio::test]
async fn a_damaged_key_is_told_and_nothing_is_signed() {
    let world = World::with(|org| org).await;
    let other = KeyPair::rsa(2048).unwrap();
    let mut jwk: serde_json::Value = serde_json::from_str(&world.sim.demo().jwk.to_json()).unwrap();
    jwk["d"] = serde_json::from_str::<serde_json::Value>(&other.private_jwk().to_json()).unwrap()["d"].clone();
    let verification = world.verify(&credentials(DEMO_HOST, DEMO_CLIENT_ID, &jwk.to_string(), None)).await;
    assert_eq!(code(&verification, PrivateKey), Some("private_key_invalid"));
    assert_eq!(check(&verification, PrivateKey).fix.as_ref().unwrap().step, Some(8));
    assert_eq!(verification.report.outcome, Outcome::Failed);
    assert_eq!(check(&verification, Organization).status, CheckStatus::Passed, "what needs no key is still checked");
    assert_eq!(world.paths(), ["/.well-known/okta-organization"]);
}

#[tokio::test]
async fn deep_links_open_the_organizations_own_admin_console() {
    let world = World::in_scenario("missing_role").await;
    let url = check(&world.verify(&world.jwk()).await, Role).fix.clone().unwrap().url.unwrap();
    let expected =
        "https://acme-backup-demo-admin.okta.com/admin/app/oidc_client/instance/0oa8mk2wq4BackupX5d7/#tab-admin-roles";
    assert_eq!(url, expected);
}

#[tokio::test]
async fn deep_links_of_a_custom_domain_lead_to_okta() {
    let world = World::with(|mut org| {
        org.aliases = vec!["login.acme-corp.com".to_owned()];
        org.with("missing_role")
    })
    .await;
    let demo = world.sim.demo();
    let credentials = credentials("login.acme-corp.com", DEMO_CLIENT_ID, &demo.jwk.to_json(), None);
    let verification = world.verify(&credentials).await;
    let url = check(&verification, Role).fix.clone().unwrap().url;
    assert!(url.as_deref().is_some_and(|url| url.starts_with("https://acme-backup-demo-admin.okta.com/")), "{url:?}");
}

#[tokio::test]
async fn a_short_rate_limit_is_waited_for() {
    let world = World::in_scenario("rate_limited").await;
    let verification = world.verify(&world.jwk()).await;
    assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
    assert_eq!(world.paths().iter().filter(|path| *path == "/oauth2/v1/token").count(), 2);
}

#[tokio::test]
async fn a_failure_of_oktas_own_is_tried_once_more() {
    for path in ["/.well-known", "/oauth2/v1/token", "/oauth2/v1/clients", "/api/v1/users"] {
        let world = World::with(|mut org| {
            org.faults.push(Fault::on(path, Effect::Outage).times(1));
            org
        })
        .await;
        let verification = world.verify(&world.jwk()).await;
        assert_eq!(verification.report.outcome, Outcome::Passed, "{path}: {:?}", summary(&verification));
    }
}

#[tokio::test]
async fn a_clock_a_little_off_is_no_obstacle_and_a_minute_is_worth_a_word() {
    let world = World::with(|org| org).await;
    for (seconds, note) in
        [(-4, false), (4, false), (7, false), (12, false), (20, false), (28, false), (45, true), (-90, true)]
    {
        let okta = world.okta.clone().with_clock(clock_off_by(seconds));
        let verification = okta.verify(&world.jwk(), |_| ()).await;
        assert_eq!(verification.report.outcome, Outcome::Passed, "{seconds}: {:?}", summary(&verification));
        assert_eq!(check(&verification, Authentication).evidence.get("skew_seconds").is_some(), note, "{seconds}");
    }
}

/// Whatever the clock is off by, it works or is named: there is no gap between the two, with proof of possession, too.
#[tokio::test]
async fn no_clock_fails_unnamed() {
    for scenario in [None, Some("dpop")] {
        let world = World::with(|org| org).await;
        if let Some(scenario) = scenario {
            world.sim.apply(&world.host, scenario).unwrap();
        }
        for seconds in [-400, -310, -295, -245, -235, -60, -31, -20, 20, 31, 55, 63, 70, 90, 400] {
            let verification = world.okta.clone().with_clock(clock_off_by(seconds)).verify(&world.jwk(), |_| ()).await;
            let found = check(&verification, Authentication);
            let works = verification.report.outcome == Outcome::Passed;
            let is_named = found.code.as_deref() == Some("clock_skew");
            assert!(works || is_named, "{scenario:?} {seconds}: {:?}", summary(&verification));
            assert!(works || !(-235..=60).contains(&seconds), "{scenario:?} {seconds}: {:?}", summary(&verification));
        }
    }
}

#[tokio::test]
async fn a_wrong_clock_is_named_with_side_and_size() {
    let world = World::with(|org| org).await;
    for (seconds, words) in
        [(7 * 60 + 10, "7 minutes ahead of"), (-7 * 60 - 10, "7 minutes behind"), (100, "seconds ahead of")]
    {
        let verification = world.okta.clone().with_clock(clock_off_by(seconds)).verify(&world.jwk(), |_| ()).await;
        let found = check(&verification, Authentication);
        assert_eq!(found.code.as_deref(), Some("clock_skew"), "{seconds}: {found:?}");
        assert!(found.detail.contains(words), "{}", found.detail);
    }
}

#[tokio::test]
async fn dropping_the_future_cancels_the_work() {
    let world = World::with(|mut org| {
        org.faults.push(Fault::on("/oauth2/v1/token", Effect::Latency { ms: 600_000 }));
        org
    })
    .await;
    let credentials = world.jwk();
    let reached = Mutex::new(false);
    {
        let mut run = pin!(world.okta.verify(&credentials, |check| {
            *reached.lock().unwrap() |= check.id == CheckId::Organization;
        }));
        std::future::poll_fn(|context| {
            assert!(run.as_mut().poll(context).is_pending());
            if *reached.lock().unwrap() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
    assert!(!world.paths().iter().any(|path| path.starts_with("/api")), "{:?}", world.paths());
}

/// The token is sealed off from everything a report, an error or a test prints.
#[tokio::test]
async fn no_token_and_no_key_in_a_report() {
    for scenario in ["dpop", "missing_scopes", "key_not_registered", "clock_behind"] {
        let world = World::in_scenario(scenario).await;
        let jwk: serde_json::Value = serde_json::from_str(&world.sim.demo().jwk.to_json()).unwrap();
        let verification = world.verify(&world.jwk()).await;
        let report = serde_json::to_string(&verification.report).unwrap();
        for name in ["d", "p", "q", "dp", "dq", "qi"] {
            assert!(!report.contains(jwk[name].as_str().unwrap()));
        }
        assert!(!report.contains("eyJ"), "a JWT in {report}");
    }
}
