use crate::support::{CONNECTIONS, Reply, TestApp};
use reqwest::Method;
use serde_json::Value;

async fn create(app: &TestApp, key: &str, query: &str, input: &Value) -> Reply {
    let request = app.request(Method::POST, &format!("{CONNECTIONS}{query}")).header("idempotency-key", key);
    app.send(request.json(input)).await
}

#[tokio::test]
async fn a_retry_gets_what_the_first_request_made() {
    let app = TestApp::start().await;
    let input = app.input("Acme");
    let first = create(&app, "a-1", "", &input).await.expect(201);
    let again = create(&app, "a-1", "", &input).await.expect(201);
    assert_eq!(again.json(), first.json());
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(create(&app, "\"a-1\"", "", &input).await.json(), first.json());
    assert_eq!(app.total().await, 1);
}

#[tokio::test]
async fn the_same_key_for_another_request_is_a_mistake() {
    let app = TestApp::start().await;
    create(&app, "a-1", "", &app.input("Acme")).await.expect(201);
    create(&app, "a-1", "", &app.input("Other")).await.problem(422, "idempotency_key_reused");
    create(&app, "a-1", "?verify=skip", &app.input("Acme")).await.problem(422, "idempotency_key_reused");
    assert_eq!(app.total().await, 1);
}

#[tokio::test]
async fn twenty_simultaneous_submits_make_one_connection() {
    let app = TestApp::start().await;
    let input = app.input("Acme");
    let replies =
        futures::future::join_all((0..20).map(|_| create(&app, "double-click", "?verify=skip", &input))).await;
    // On a slow machine some are told to come back.
    let (refused, served): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 503);
    for reply in &refused {
        reply.problem(503, "busy");
    }
    let ids: std::collections::BTreeSet<String> =
        served.into_iter().map(|reply| reply.expect(201).json()["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(app.total().await, 1);
}

#[tokio::test]
async fn a_refused_request_does_not_use_its_key_up() {
    let app = TestApp::start_at("wrong_key").await;
    create(&app, "a-1", "", &app.input("Acme")).await.problem(422, "verification_failed");
    app.sim.reset(okta_sim::DEMO_HOST).unwrap();
    app.sim.update(okta_sim::DEMO_HOST, |org| *org = okta_sim::Org::demo()).unwrap();
    create(&app, "a-1", "", &app.input("Acme")).await.expect(201);
}

#[tokio::test]
async fn a_key_must_be_one_visible_text() {
    let app = TestApp::start().await;
    for key in ["", "\"\"", &"x".repeat(256)] {
        create(&app, key, "", &app.input("Acme")).await.problem(400, "invalid_header");
    }
    assert_eq!(app.total().await, 0);
}
