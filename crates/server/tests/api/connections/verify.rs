use crate::support::{CONNECTIONS, Reply, TestApp};
use model::check::CheckId;
use okta_sim::{DEMO_HOST, Org};
use reqwest::Method;
use serde_json::Value;

async fn verify(app: &TestApp, connection: &Value, accept: &str) -> Reply {
    let path = format!("{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
    app.send(app.request(Method::POST, &path).header("accept", accept)).await
}

async fn reload(app: &TestApp, connection: &Value) -> Value {
    app.get(&format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap())).await.expect(200).json()
}

#[tokio::test]
async fn the_status_follows_what_was_found() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    for (scenario, outcome, status) in [
        (None, "passed", "active"),
        (Some("missing_role"), "limited", "limited"),
        (Some("wrong_key"), "failed", "failed"),
        (None, "passed", "active"),
        (Some("outage"), "inconclusive", "active"),
    ] {
        app.sim.update(DEMO_HOST, |org| *org = Org::demo()).unwrap();
        if let Some(scenario) = scenario {
            app.sim.apply(DEMO_HOST, scenario).unwrap();
        }
        let report = verify(&app, &connection, "application/json").await.expect(200).json();
        assert_eq!(report["outcome"], outcome, "{scenario:?}");
        let stored = reload(&app, &connection).await;
        assert_eq!((stored["status"].as_str(), &stored["report"]), (Some(status), &report), "{scenario:?}");
        assert_eq!(stored["version"], 1, "a verification is no change");
        assert!(stored["verified_at"].is_string());
        assert!(stored["settings"]["organization_id"].is_string(), "remembered from the first success on");
    }
}

#[tokio::test]
async fn every_check_is_streamed_once_and_then_the_report() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let reply = verify(&app, &connection, "text/event-stream").await.expect(200);
    assert_eq!(reply.header("content-type"), "text/event-stream");
    let events = reply.events();
    let (report, checks) = events.split_last().unwrap();
    assert!(checks.iter().all(|(event, _)| event == "check"), "{events:?}");
    let mut ids: Vec<&str> = checks.iter().map(|(_, check)| check["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    let mut all = CheckId::ALL.map(CheckId::name);
    all.sort_unstable();
    assert_eq!(ids, all);
    assert_eq!(report.0, "report");
    assert_eq!(reload(&app, &connection).await["report"], report.1);
    for (_, check) in checks {
        assert!(report.1["checks"].as_array().unwrap().contains(check), "{check}");
    }
}

#[tokio::test]
async fn a_failing_verification_is_streamed_to_its_end() {
    let app = TestApp::start_at("wrong_key").await;
    let connection = app.create_unverified("Acme").await;
    let events = verify(&app, &connection, "text/event-stream").await.expect(200).events();
    assert_eq!(events.len(), 10);
    assert_eq!(events[9].1["outcome"], "failed");
    assert_eq!(reload(&app, &connection).await["status"], "failed");
}

#[tokio::test]
async fn another_form_is_not_acceptable() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    verify(&app, &connection, "text/html").await.problem(406, "not_acceptable");
    assert_eq!(reload(&app, &connection).await["status"], "unverified");
}

#[tokio::test]
async fn an_unknown_connection_is_a_problem_before_any_stream() {
    let app = TestApp::start().await;
    let path = format!("{CONNECTIONS}/0198c0de-0000-7000-8000-000000000000/verify");
    let request = app.request(Method::POST, &path).header("accept", "text/event-stream");
    app.send(request).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_body_is_not_needed_and_not_ignored() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let path = format!("{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
    app.post(&path, &serde_json::json!({})).await.expect(200);
    app.post(&path, &serde_json::json!({"deep": true})).await.problem(422, "invalid_body");
    app.send(app.request(Method::POST, &path).body("x")).await.problem(415, "unsupported_media_type");
}
