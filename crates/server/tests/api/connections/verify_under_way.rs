//! What happens to a verification while it runs: its client goes away, its connection changes. Okta holds the token back
//! until the test has done what it wants to do meanwhile.

use crate::support::{CONNECTIONS, TestApp};
use model::permission::Role;
use okta_sim::{DEMO_HOST, Effect, Fault};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::time::Duration;
use store::ChainedEntry;

const TOKEN: &str = "/oauth2/v1/token";

async fn start_holding() -> TestApp {
    let app = TestApp::start().await;
    app.sim.update(DEMO_HOST, |org| org.faults.push(Fault::on(TOKEN, Effect::Hold))).unwrap();
    app
}

/// Returns once Okta has been asked for a token.
async fn until_token_is_asked_for(app: &TestApp) {
    app.sim.until(DEMO_HOST, |requests| requests.iter().any(|request| request.path == TOKEN)).await.unwrap();
}

fn release(app: &TestApp) {
    app.sim.update(DEMO_HOST, |org| org.faults.clear()).unwrap();
}

async fn reload(app: &TestApp, connection: &Value) -> Value {
    app.get(&path_of(connection)).await.expect(200).json()
}

fn path_of(connection: &Value) -> String {
    format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap())
}

fn verify_draft(app: &TestApp) -> RequestBuilder {
    let draft = json!({"application": "okta", "settings": app.settings()});
    app.request(Method::POST, "/api/v1/connections/verify").json(&draft)
}

fn verify_stored(app: &TestApp, connection: &Value) -> RequestBuilder {
    app.request(Method::POST, &format!("{}/verify", path_of(connection)))
}

/// Starts, lets the client go away while Okta has not answered, and waits until Okta sees that nobody waits any more.
async fn leave_early(app: &TestApp, request: RequestBuilder) {
    let asking = async {
        let mut response = request.send().await.unwrap();
        while response.chunk().await.unwrap().is_some() {}
    };
    tokio::select! {
        () = asking => panic!("it ended although Okta holds the token back"),
        () = until_token_is_asked_for(app) => {}
    }
    let is_abandoned = |request: &okta_sim::Recorded| request.path == TOKEN && request.abandoned;
    app.sim.until(DEMO_HOST, |requests| requests.iter().any(is_abandoned)).await.unwrap();
}

#[tokio::test]
async fn a_client_that_leaves_cancels_the_work_at_okta() {
    for form in ["text/event-stream", "application/json"] {
        let app = start_holding().await;
        let request = verify_draft(&app).header("accept", form);
        leave_early(&app, request).await;
        release(&app);
        let paths: Vec<_> = app.sim.requests(DEMO_HOST).into_iter().map(|request| request.path).collect();
        assert_eq!(paths, ["/.well-known/okta-organization", TOKEN], "{form}");
    }
}

#[tokio::test]
async fn a_cancelled_verification_leaves_nothing_on_its_connection() {
    let app = start_holding().await;
    let connection = app.create_unverified("Acme").await;
    let request = verify_stored(&app, &connection).header("accept", "text/event-stream");
    leave_early(&app, request).await;
    release(&app);
    assert_eq!(reload(&app, &connection).await, connection);
    let entry = until_written(&app, "verified").await;
    assert_eq!(entry.connection.as_deref(), connection["id"].as_str());
}

/// The entry that says that Okta was asked, although nobody waited for the end.
async fn until_written(app: &TestApp, action: &str) -> ChainedEntry {
    let written = async {
        loop {
            let history = app.app.store.chained_entries(0, 100).await.unwrap();
            if let Some(entry) = history.into_iter().find(|chained| chained.entry.action == action) {
                return entry;
            }
        }
    };
    let entry = tokio::time::timeout(Duration::from_secs(20), written).await.unwrap();
    assert_eq!(entry.entry.details.get("outcome"), Some(&"interrupted".into()));
    assert_eq!(entry.entry.by, "admin");
    assert_eq!(app.app.store.verify_audit_chain().await.unwrap().fault, None);
    entry
}

#[tokio::test]
async fn whoever_hangs_up_leaves_an_entry_that_okta_was_asked() {
    for form in ["text/event-stream", "application/json"] {
        let app = start_holding().await;
        leave_early(&app, verify_draft(&app).header("accept", form)).await;
        let entry = until_written(&app, "draft_verified").await;
        assert_eq!(entry.entry.details.get("client_id"), Some(&app.settings()["client_id"].as_str().unwrap().into()));
    }
    let app = start_holding().await;
    leave_early(&app, app.request(Method::POST, CONNECTIONS).json(&app.input("Acme"))).await;
    until_written(&app, "draft_verified").await;

    let app = start_holding().await;
    let connection = app.create_unverified("Acme").await;
    let token = app.request_as(Role::Service, Method::POST, &format!("{}/token", path_of(&connection)));
    leave_early(&app, token.json(&json!({"scopes": ["okta.users.read"]}))).await;
    let entry = until_refused(&app).await;
    assert_eq!(entry.get("outcome"), Some(&"interrupted".into()));
}

async fn until_refused(app: &TestApp) -> serde_json::Value {
    let written = async {
        loop {
            let history = app.app.store.chained_entries(0, 100).await.unwrap();
            if let Some(entry) = history.into_iter().find(|chained| chained.entry.action == "refused") {
                return entry.entry.details;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), written).await.unwrap()
}

#[tokio::test]
async fn a_create_that_okta_refused_says_that_okta_was_asked() {
    let app = TestApp::start_at("wrong_key").await;
    app.post(CONNECTIONS, &app.input("Acme")).await.problem(422, "verification_failed");
    let history = app.app.store.chained_entries(0, 100).await.unwrap();
    let entry = history.iter().find(|chained| chained.entry.action == "draft_verified").unwrap();
    assert_eq!(entry.entry.details.get("outcome"), Some(&"failed".into()));
}

#[tokio::test]
async fn what_began_earlier_and_ends_later_changes_nothing() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    app.sim.update(DEMO_HOST, |org| org.faults.push(Fault::on(TOKEN, Effect::Latency { ms: 4_000 }).times(1))).unwrap();
    let later = async {
        until_token_is_asked_for(&app).await;
        let report = app.send(verify_stored(&app, &connection)).await.expect(200).json();
        assert_eq!((&report["outcome"], &report["not_kept"]), (&json!("passed"), &Value::Null));
        app.sim.apply(DEMO_HOST, "missing_role").unwrap();
        reload(&app, &connection).await
    };
    let (earlier, now) = tokio::join!(app.send(verify_stored(&app, &connection)), later);
    let earlier = earlier.expect(200).json();
    assert_eq!((&earlier["outcome"], &earlier["not_kept"]), (&json!("limited"), &json!("newer_result")));
    assert_eq!(now["status"], "active");
    assert_eq!(reload(&app, &connection).await, now);
    let history = app.get(&format!("{}/history", path_of(&connection))).await.expect(200).json();
    assert_eq!(history["items"][0]["details"]["not_kept"], "newer_result", "and yet Okta was asked");
}

#[tokio::test]
async fn checks_arrive_while_okta_is_still_thinking() {
    let app = start_holding().await;
    let request = verify_draft(&app).header("accept", "text/event-stream");
    let mut response = request.send().await.unwrap();
    let mut text = String::new();
    while text.matches("event: check").count() < 3 {
        text.push_str(std::str::from_utf8(&response.chunk().await.unwrap().unwrap()).unwrap());
    }
    for id in ["private_key", "domain", "organization"] {
        assert!(text.contains(&format!("\"id\":\"{id}\"")), "{text}");
    }
    release(&app);
    while let Some(chunk) = response.chunk().await.unwrap() {
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    assert_eq!((text.matches("event: check").count(), text.matches("event: report").count()), (9, 1));
}

/// Verifies a stored connection, and replaces it with `input` while Okta holds the token back. Gives the report and the
/// connection as it is afterwards.
async fn verify_while_replacing(change: impl FnOnce(&TestApp) -> Value) -> (Value, Value) {
    let app = start_holding().await;
    let connection = app.create_unverified("Acme").await;
    let meanwhile = async {
        until_token_is_asked_for(&app).await;
        let input = change(&app);
        app.put(connection["id"].as_str().unwrap(), 1, "?verify=skip", &input).await.expect(200);
        release(&app);
    };
    let (reply, ()) = tokio::join!(app.send(verify_stored(&app, &connection)), meanwhile);
    (reply.expect(200).json(), reload(&app, &connection).await)
}

#[tokio::test]
async fn a_result_is_kept_only_for_the_values_it_was_made_from() {
    let (report, connection) = verify_while_replacing(|app| {
        let mut other = app.input("Acme");
        other["settings"]["client_id"] = json!("0oa99999999999999999");
        other
    })
    .await;
    assert_eq!(report["outcome"], "passed", "of the values that were asked for");
    assert_eq!(report["not_kept"], "changed_meanwhile");
    assert_eq!(connection["settings"]["client_id"], "0oa99999999999999999");
    assert_eq!((&connection["status"], &connection["report"]), (&json!("unverified"), &Value::Null));
}

#[tokio::test]
async fn a_new_name_is_no_other_value() {
    let (report, connection) = verify_while_replacing(|app| app.keeping_key("Acme Europe")).await;
    assert_eq!((&connection["name"], &connection["status"]), (&json!("Acme Europe"), &json!("active")));
    assert_eq!(connection["report"], report);
}
