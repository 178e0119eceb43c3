//! Answers that are odd but no misconfiguration: what is asked again, what is waited for, what is never followed.

use crate::support::{TIMEOUTS, World, code, evidence, okta, summary};
use model::check::{
    CheckId::{Access, Authentication, Domain, Organization},
    Outcome,
};
use okta_sim::{DEMO_HOST, Effect, Fault};
use outbound::Timeouts;
use serde_json::json;
use std::time::Duration;

const TOKEN: &str = "/oauth2/v1/token";

fn verbatim(status: u16, headers: &[(&str, &str)], body: &str) -> Effect {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Effect::Verbatim { status, headers, body: body.to_owned() }
}

async fn world_with(fault: Fault) -> World {
    World::with(|mut org| {
        org.faults.push(fault);
        org
    })
    .await
}

/// How often this path was asked for.
fn times(world: &World, path: &str) -> usize {
    world.paths().iter().filter(|asked| *asked == path).count()
}

/// Okta's list of roles names the console's host in `Link`, whatever host was asked (recorded by Okta's SDK for Python).
#[tokio::test]
async fn a_list_that_goes_on_at_the_console_host_is_counted_and_not_followed() {
    let next = r#"<https://acme-backup-demo-admin.okta.com/api/v1/iam/roles?after=x&limit=1>; rel="next""#;
    let page = verbatim(200, &[("link", next), ("content-type", "application/json")], r#"{"roles":[{"id":"cr0x"}]}"#);
    let world = world_with(Fault::on("/api/v1/iam/roles", page)).await;
    let verification = world.verify(&world.jwk()).await;
    assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
    let roles = &evidence(&verification, Access)["objects"]["roles"];
    assert_eq!(*roles, json!({"count": 1, "more": true, "result": "read"}));
    let requests = world.sim.requests(&world.host);
    assert_eq!(requests.len(), 10);
    assert!(requests.iter().all(|request| request.authority == DEMO_HOST), "one host alone is asked");
}

#[tokio::test]
async fn redirects_are_not_followed_wherever_they_come() {
    for (path, to) in [
        (TOKEN, "https://acme-backup-demo.okta.com/elsewhere"),
        ("/api/v1/users", "https://acme-backup-demo.okta.com/api/v1/groups"),
        ("/api/v1/users", "http://169.254.169.254/latest/meta-data/"),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let world = world_with(Fault::on(path, verbatim(status, &[("location", to)], ""))).await;
            let verification = world.verify(&world.jwk()).await;
            assert_eq!(verification.report.outcome, Outcome::Inconclusive, "{status}: {:?}", summary(&verification));
            let paths = world.paths();
            assert!(!paths.iter().any(|asked| asked == "/elsewhere"), "{status}: {paths:?}");
            assert!(times(&world, "/api/v1/groups") <= 1, "{status}: {paths:?}");
        }
    }
}

/// One request may wait long, as long as the whole does not.
#[tokio::test]
async fn the_whole_verification_is_limited_beside_each_request() {
    let world = World::in_scenario("hanging").await;
    let patient = Duration::from_mins(10);
    let timeouts = Timeouts { request: patient, total: Duration::from_millis(500), ..TIMEOUTS };
    let verification =
        tokio::time::timeout(patient / 10, async { okta(&world.sim, timeouts).verify(&world.jwk(), |_| ()).await })
            .await
            .expect("it ends long before a request would");
    assert_eq!(code(&verification, Domain), Some("response_timeout"));
    assert_eq!(verification.report.outcome, Outcome::Inconclusive);
}

/// Neither is believed: JSON is JSON by what it holds.
#[tokio::test]
async fn a_wrong_content_type_neither_helps_nor_harms() {
    let users = r#"[{"id":"00u1"}]"#;
    for kind in ["text/html", "text/plain; charset=utf-16", "application/octet-stream", ""] {
        let world = world_with(Fault::on("/api/v1/users", verbatim(200, &[("content-type", kind)], users))).await;
        let verification = world.verify(&world.jwk()).await;
        assert_eq!(verification.report.outcome, Outcome::Passed, "{kind}: {:?}", summary(&verification));
    }
    let page = verbatim(200, &[("content-type", "application/json")], "<!doctype html><title>Wi-Fi</title>");
    let world = world_with(Fault::on("/api/v1/users", page)).await;
    let verification = world.verify(&world.jwk()).await;
    assert_eq!(code(&verification, Access), Some("html_response"), "{:?}", summary(&verification));
}

#[tokio::test]
async fn what_fails_at_okta_is_asked_once_more_and_no_more() {
    for (effect, expected) in [
        (Effect::Outage, "okta_unavailable"),
        (Effect::ServerError, "okta_unavailable"),
        (Effect::BadGateway, "gateway_unavailable"),
    ] {
        for path in [TOKEN, "/api/v1/devices"] {
            let world = world_with(Fault::on(path, effect.clone())).await;
            let verification = world.verify(&world.jwk()).await;
            let id = if path == TOKEN { Authentication } else { Access };
            assert_eq!(code(&verification, id), Some(expected), "{effect:?}: {:?}", summary(&verification));
            assert_eq!(verification.report.outcome, Outcome::Inconclusive, "{effect:?}");
            assert_eq!(times(&world, path), 2, "{effect:?}");
        }
    }
}

/// Okta sends no `Retry-After`; when the limit resets stands in `X-Rate-Limit-Reset`.
#[tokio::test]
async fn a_rate_limit_is_waited_for_only_when_it_resets_within_seconds() {
    for (reset_in, asked, outcome) in
        [(-60, 2, Outcome::Passed), (1, 2, Outcome::Passed), (3600, 1, Outcome::Inconclusive)]
    {
        for path in [TOKEN, "/api/v1/groups"] {
            let world = world_with(Fault::on(path, Effect::RateLimit { reset_in }).times(1)).await;
            let verification = world.verify(&world.jwk()).await;
            assert_eq!(verification.report.outcome, outcome, "{path}, {reset_in} s: {:?}", summary(&verification));
            assert_eq!(times(&world, path), asked, "{path}, {reset_in} s");
        }
    }
}

/// A token goes into a header: what no header can carry is none.
#[tokio::test]
async fn a_token_that_no_header_can_carry_is_not_used() {
    for token in ["", "a\\nb: c", "tök\u{20ac}n", "a b"] {
        let body = format!(
            r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"{token}","scope":"okta.users.read"}}"#
        );
        let world = world_with(Fault::on(TOKEN, verbatim(200, &[("content-type", "application/json")], &body))).await;
        let verification = world.verify(&world.jwk()).await;
        assert_eq!(code(&verification, Authentication), Some("unexpected_response"), "{token:?}");
        assert_eq!(verification.report.outcome, Outcome::Inconclusive, "{token:?}");
        assert!(!world.paths().iter().any(|path| path.starts_with("/api")), "{token:?}");
    }
}

#[tokio::test]
async fn a_description_that_is_a_bomb_does_not_stop_the_sign_in() {
    for effect in [Effect::GzipBomb { mib: 4 }, Effect::Oversized { mib: 4 }] {
        let world = world_with(Fault::on("/.well-known", effect.clone())).await;
        let verification = world.verify(&world.jwk()).await;
        assert_eq!(verification.report.outcome, Outcome::Passed, "{effect:?}: {:?}", summary(&verification));
        assert_eq!(code(&verification, Organization), Some("organization_unreadable"), "{effect:?}");
    }
}

/// What is on the next page is looked at: an empty first page proves nothing, either way.
#[tokio::test]
async fn a_list_is_read_on_where_its_first_page_is_empty() {
    let world = World::in_scenario("first_page_empty").await;
    let verification = world.verify(&world.jwk()).await;
    let users = &evidence(&verification, Access)["objects"]["users"];
    assert_eq!((&users["result"], &users["count"]), (&"read".into(), &1.into()), "{users}");
    let pages: Vec<_> = world.paths().into_iter().filter(|path| path.starts_with("/api/v1/users")).collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
}
