//! What happens to a verification while it runs: its client goes away, its connection changes. Okta holds the token back
//! until the test has done what it wants to do meanwhile.

use crate::support::{CONNECTIONS, TestApp};
use okta_sim::{DEMO_HOST, Effect, Fault};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

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
    let history = app.get(&format!("{}/history", path_of(&connection))).await.expect(200).json();
    assert_eq!(history["items"].as_array().unwrap().len(), 1, "created, nothing else");
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
    assert_eq!(connection["settings"]["client_id"], "0oa99999999999999999");
    assert_eq!((&connection["status"], &connection["report"]), (&json!("unverified"), &Value::Null));
}

#[tokio::test]
async fn a_new_name_is_no_other_value() {
    let (report, connection) = verify_while_replacing(|app| app.keeping_key("Acme Europe")).await;
    assert_eq!((&connection["name"], &connection["status"]), (&json!("Acme Europe"), &json!("active")));
    assert_eq!(connection["report"], report);
}
