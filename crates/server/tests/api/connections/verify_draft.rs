use crate::support::{CONNECTIONS, TestApp, at};
use okta_sim::DEMO_HOST;
use reqwest::Method;
use serde_json::{Value, json};

const VERIFY: &str = "/api/v1/connections/verify";

fn draft(app: &TestApp) -> Value {
    json!({"application": "okta", "settings": app.settings()})
}

/// With the stored key of a connection.
fn with_key_of(app: &TestApp, connection: &Value) -> Value {
    let mut draft = draft(app);
    draft["settings"].as_object_mut().unwrap().remove("private_key");
    draft["id"] = connection["id"].clone();
    draft
}

#[tokio::test]
async fn a_draft_is_verified_and_not_stored() {
    let app = TestApp::start().await;
    assert_eq!(app.post(VERIFY, &draft(&app)).await.expect(200).json()["outcome"], "passed");
    let mut whole = app.input("Acme");
    whole["settings"]["private_key"] = json!(app.sim.demo().pem);
    assert_eq!(app.post(VERIFY, &whole).await.expect(200).json()["outcome"], "passed");
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn a_failing_draft_is_an_answer_and_not_an_error() {
    for (scenario, outcome) in
        [("wrong_key", "failed"), ("missing_scope", "limited"), ("outage", "inconclusive"), ("not_okta", "failed")]
    {
        let app = TestApp::start_at(scenario).await;
        assert_eq!(app.post(VERIFY, &draft(&app)).await.expect(200).json()["outcome"], outcome, "{scenario}");
    }
}

#[tokio::test]
async fn checks_are_streamed() {
    let app = TestApp::start().await;
    let request = app.request(Method::POST, VERIFY).header("accept", "text/event-stream").json(&draft(&app));
    let events = app.send(request).await.expect(200).events();
    assert_eq!(events.len(), 10);
    assert!(events[..9].iter().all(|(name, _)| name == "check") && events[9].0 == "report");
}

#[tokio::test]
async fn a_bad_draft_is_a_problem_before_any_stream() {
    let app = TestApp::start().await;
    let mut bad = draft(&app);
    bad["application"] = json!("entra");
    bad["settings"]["domain"] = json!("acme");
    let request = app.request(Method::POST, VERIFY).header("accept", "text/event-stream").json(&bad);
    let reply = app.send(request).await;
    reply.problem(422, "validation_failed");
    assert_eq!(
        reply.refused(),
        [at("/application", "application_unknown"), at("/settings/domain", "domain_single_label")].concat()
    );
}

#[tokio::test]
async fn a_stored_key_is_used_for_its_own_destination() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let report = app.post(VERIFY, &with_key_of(&app, &connection)).await.expect(200).json();
    assert_eq!(report["outcome"], "passed");
    let stored = app.get(&format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap())).await.json();
    assert_eq!(stored, connection, "nothing is stored");
}

#[tokio::test]
async fn and_for_no_other() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    for (pointer, value) in [("/settings/domain", "other.okta.com"), ("/settings/client_id", "0oa99999999999999999")] {
        let mut other = with_key_of(&app, &connection);
        *other.pointer_mut(pointer).unwrap() = json!(value);
        let reply = app.post(VERIFY, &other).await;
        reply.problem(422, "key_required");
        assert_eq!(reply.refused(), at("/settings/private_key", "key_required"));
    }
    assert_eq!(app.sim.requests(DEMO_HOST), []);
}

#[tokio::test]
async fn a_draft_needs_a_key_from_somewhere() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let mut none = with_key_of(&app, &connection);
    none["id"] = Value::Null;
    assert_eq!(app.post(VERIFY, &none).await.refused(), at("/settings/private_key", "private_key_missing"));
    for id in ["x", "0198c0de-0000-7000-8000-000000000000"] {
        let mut unknown = with_key_of(&app, &connection);
        unknown["id"] = json!(id);
        let reply = app.post(VERIFY, &unknown).await;
        reply.problem(422, "validation_failed");
        assert_eq!(reply.refused(), at("/id", "connection_unknown"));
    }
}
