//! Fault injection.

use std::time::{Duration, Instant};

use okta_sim::{DEMO_HOST, Effect, Fault};

use crate::support::{Caller, now, refusal, start_with};

const DOCUMENT: &str = "/.well-known/okta-organization";

async fn with(effect: Effect) -> (okta_sim::Sim, Caller) {
    start_with(|org| org.faults = vec![Fault::everywhere(effect)]).await
}

#[tokio::test]
async fn a_rate_limit_names_its_end_and_no_retry_after() {
    let (_sim, caller) = with(Effect::RateLimit { reset_in: 30 }).await;
    let answer = caller.ask(&caller.assertion()).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.json()["errorCode"], "E0000047");
    assert_eq!(answer.json()["errorSummary"], "API call exceeded rate limit due to too many requests.");
    assert_eq!(
        (answer.header("x-rate-limit-limit"), answer.header("x-rate-limit-remaining")),
        (Some("150"), Some("0"))
    );
    let reset: i64 = answer.header("x-rate-limit-reset").unwrap().parse().unwrap();
    assert!((20..=30).contains(&(reset - now())), "{reset}");
    assert_eq!(answer.header("retry-after"), None);
}

#[tokio::test]
async fn a_concurrency_limit_has_a_limit_of_zero() {
    let (_sim, caller) = with(Effect::ConcurrencyLimit).await;
    let answer = caller.ask(&caller.assertion()).await;
    assert_eq!(answer.status, 429);
    assert_eq!((answer.header("x-rate-limit-limit"), answer.header("x-rate-limit-remaining")), (Some("0"), Some("0")));
}

#[tokio::test]
async fn limits_are_kept_when_they_are_enforced() {
    let (_sim, caller) = start_with(|org| org.enforce_rate_limits = true).await;
    let path = format!("/oauth2/v1/clients/{}/roles", caller.client_id);
    let token = caller.token().await;
    for left in (0..25).rev() {
        let answer = caller.get(&path, &token).await;
        assert_eq!((answer.status, answer.header("x-rate-limit-remaining")), (200, Some(left.to_string().as_str())));
    }
    assert_eq!(caller.get(&path, &token).await.status, 429);
    assert_eq!(caller.get("/api/v1/users", &token).await.status, 200, "another limit");
}

#[tokio::test]
async fn a_fault_strikes_its_own_paths_for_its_own_number_of_times() {
    let (_sim, caller) =
        start_with(|org| org.faults = vec![Fault::on("/oauth2/v1/token", Effect::Outage).times(2)]).await;
    for status in [503, 503, 200] {
        assert_eq!(caller.open(DOCUMENT).await.status, 200);
        assert_eq!(caller.ask(&caller.assertion()).await.status, status);
    }
}

#[tokio::test]
async fn an_outage_has_the_shape_of_its_path() {
    let (_sim, caller) = with(Effect::Outage).await;
    let (status, error, _) = caller.ask(&caller.assertion()).await.error();
    assert_eq!((status, error.as_str()), (503, "temporarily_unavailable"));
    let answer = caller.open("/api/v1/users").await;
    assert_eq!((answer.status, answer.json()["errorCode"].as_str()), (503, Some("E0000010")));
    assert!(answer.header("x-rate-limit-reset").is_some());
}

#[tokio::test]
async fn bodies_can_be_of_every_wrong_kind() {
    let redirect = Effect::Redirect { to: "http://169.254.169.254/".to_owned() };
    for (effect, status, kind, is_json) in [
        (Effect::MalformedJson, 200, "application/json", false),
        (Effect::Html, 200, "text/html;charset=utf-8", false),
        (Effect::Page { status: 403 }, 403, "text/html;charset=utf-8", false),
        (Effect::OktaPage { status: 404 }, 404, "text/html", false),
        (Effect::BrowserChallenge, 403, "text/html;charset=utf-8", false),
        (Effect::Empty, 200, "application/json", false),
        (Effect::UnexpectedJson, 200, "application/json", true),
        (Effect::BadGateway, 503, "text/html;charset=utf-8", false),
        (Effect::ServerError, 500, "application/json", true),
        (redirect, 302, "", false),
    ] {
        let (_sim, caller) = with(effect.clone()).await;
        let answer = caller.open(DOCUMENT).await;
        assert_eq!(answer.status, status, "{effect:?}");
        assert_eq!(answer.header("content-type").unwrap_or_default(), kind, "{effect:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&answer.body).is_ok(), is_json, "{effect:?}");
    }
}

/// Only Okta's own responses have a request id: a proxy's have nothing of Okta's.
#[tokio::test]
async fn what_is_in_front_of_okta_has_no_number() {
    for (effect, is_oktas) in [
        (Effect::Html, false),
        (Effect::Page { status: 403 }, false),
        (Effect::BadGateway, false),
        (Effect::BrowserChallenge, false),
        (Effect::OktaPage { status: 403 }, true),
        (Effect::Outage, true),
    ] {
        let (_sim, caller) = with(effect.clone()).await;
        let answer = caller.open(DOCUMENT).await;
        assert_eq!(answer.header("x-okta-request-id").is_some(), is_oktas, "{effect:?}");
        assert_eq!(answer.header("x-rate-limit-limit").is_some(), is_oktas, "{effect:?}");
        let challenge = (effect == Effect::BrowserChallenge).then_some("challenge");
        assert_eq!(answer.header("cf-mitigated"), challenge, "{effect:?}");
    }
}

#[tokio::test]
async fn connections_can_break() {
    let (_sim, caller) = with(Effect::Drop).await;
    assert!(caller.read(DOCUMENT).send().await.is_err());
    let (_sim, caller) = with(Effect::Truncated).await;
    let response = caller.read(DOCUMENT).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn answers_can_be_long_in_coming() {
    let (_sim, caller) = with(Effect::Latency { ms: 150 }).await;
    let asked = Instant::now();
    assert_eq!(caller.open(DOCUMENT).await.status, 200);
    assert!(asked.elapsed() >= Duration::from_millis(150));
    let (_sim, caller) = with(Effect::Drip { every_ms: 1 }).await;
    let asked = Instant::now();
    let answer = caller.open(DOCUMENT).await;
    assert!(asked.elapsed() >= Duration::from_millis(answer.body.len() as u64));
    assert_eq!(answer.json()["pipeline"], "idx");
}

#[tokio::test]
async fn answers_can_be_large() {
    let (_sim, caller) = with(Effect::Oversized { mib: 3 }).await;
    assert!(caller.open(DOCUMENT).await.body.len() > 3 * 1024 * 1024);
}

#[tokio::test]
async fn small_answers_can_unpack_to_large_ones() {
    let (_sim, caller) = with(Effect::GzipBomb { mib: 3 }).await;
    let answer = caller.open(DOCUMENT).await;
    assert_eq!((answer.status, answer.body.len()), (200, 3 * 1024 * 1024));
}

#[tokio::test]
async fn an_answer_can_be_written_out() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = vec![pair("content-type", "text/plain"), pair("link", "a"), pair("link", "b"), pair("no good", "\n")];
    let (_sim, caller) = with(Effect::Verbatim { status: 418, headers, body: "tea".to_owned() }).await;
    let answer = caller.open(DOCUMENT).await;
    assert_eq!((answer.status, answer.body.as_str()), (418, "tea"));
    assert_eq!((answer.header("content-type"), answer.header("link")), (Some("text/plain"), Some("a")));
    assert!(answer.header("x-okta-request-id").is_some(), "what is not named stays");
}

#[tokio::test]
async fn a_held_answer_comes_when_the_fault_is_gone() {
    let (sim, caller) = with(Effect::Hold).await;
    let (answer, ()) = tokio::join!(caller.open(DOCUMENT), async {
        sim.until(DEMO_HOST, |requests| requests.len() == 1).await.unwrap();
        sim.update(DEMO_HOST, |org| org.faults.clear()).unwrap();
    });
    assert_eq!(answer.status, 200);
    assert!(!sim.requests(DEMO_HOST)[0].abandoned);
}

#[tokio::test]
async fn a_client_that_goes_away_is_noticed() {
    let (sim, caller) = with(Effect::Hold).await;
    {
        let asking = caller.open(DOCUMENT);
        let asked = sim.until(DEMO_HOST, |requests| requests.len() == 1);
        futures::pin_mut!(asking, asked);
        let first = futures::future::select(asking, asked).await;
        assert!(matches!(first, futures::future::Either::Right(_)), "nothing is answered");
    }
    sim.until(DEMO_HOST, |requests| requests[0].abandoned).await.unwrap();
}

#[tokio::test]
async fn a_date_can_be_missing() {
    let (_sim, caller) = with(Effect::NoDate).await;
    assert_eq!(caller.open(DOCUMENT).await.header("date"), None);
}

#[tokio::test]
async fn what_is_broken_can_be_mended_while_it_runs() {
    let (sim, caller) = with(Effect::ServerError).await;
    assert_eq!(caller.ask(&caller.assertion()).await.status, 500);
    sim.update(DEMO_HOST, |org| org.faults.clear()).unwrap();
    assert_eq!(caller.ask(&caller.assertion()).await.status, 200);
    sim.apply(DEMO_HOST, "no_scopes").unwrap();
    let consent = refusal(400, "consent_required", "You are not allowed any of the requested scopes.");
    assert_eq!(caller.ask(&caller.assertion()).await.error(), consent);
    sim.reset(DEMO_HOST).unwrap();
    assert_eq!(caller.ask(&caller.assertion()).await.status, 500, "as it was at the start");
}
