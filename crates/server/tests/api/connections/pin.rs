//! The organization that a connection remembers holds on every way: whatever answers at its domain later, another one is
//! a failed check, gets no assertion, and is in the history.

use crate::support::{CONNECTIONS, TestApp};
use model::permission::Role;
use okta_sim::{DEMO_HOST, Effect, Fault, Org};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const OTHER: &str = "00oOther1234567890ab";

async fn start() -> TestApp {
    TestApp::start_with(vec![Org::demo(), Org::demo().at("other.okta.com")], &[]).await
}

fn path(connection: &Value, rest: &str) -> String {
    format!("{CONNECTIONS}/{}{rest}", connection["id"].as_str().unwrap())
}

/// Another organization answers at the domain from now on.
fn lead_elsewhere(app: &TestApp) {
    app.sim.update(DEMO_HOST, |org| OTHER.clone_into(&mut org.id)).unwrap();
}

async fn verify(app: &TestApp, connection: &Value) -> Value {
    app.send(app.request(Method::POST, &path(connection, "/verify"))).await.expect(200).json()
}

async fn entries(app: &TestApp, connection: &Value) -> Vec<Value> {
    let page = app.get(&path(connection, "/history")).await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["checks"].as_array().unwrap().iter().find(|check| check["id"] == id).unwrap()
}

/// Paths that an organization was asked for.
fn asked(app: &TestApp, host: &str) -> Vec<String> {
    app.sim.requests(host).into_iter().map(|request| request.path).collect()
}

#[tokio::test]
async fn another_organization_at_the_domain_fails_and_is_sent_nothing() {
    let app = start().await;
    let connection = app.create("Acme").await;
    lead_elsewhere(&app);
    let before = asked(&app, DEMO_HOST).len();
    let report = verify(&app, &connection).await;
    assert_eq!((&report["outcome"], &report["not_kept"]), (&json!("failed"), &Value::Null));
    let found = check(&report, "organization");
    assert_eq!((&found["code"], &found["status"]), (&json!("organization_changed"), &json!("failed")));
    assert_eq!(
        found["evidence"],
        json!({"expected": connection["settings"]["organization_id"], "organization_id": OTHER})
    );
    assert!(found["fix"]["text"].as_str().unwrap().contains("confirm the change"), "{found}");
    assert_eq!(check(&report, "authentication")["phrase"], "other_organization");
    assert_eq!(asked(&app, DEMO_HOST)[before..], ["/.well-known/okta-organization"], "no assertion goes there");

    let after = app.get(&path(&connection, "")).await.expect(200).json();
    assert_eq!(after["status"], "failed");
    assert_eq!(after["settings"]["organization_id"], connection["settings"]["organization_id"], "and stays remembered");
    let details = &entries(&app, &connection).await[0]["details"];
    let known = &connection["settings"]["organization_id"];
    assert_eq!(details["organization"], json!({"remembered": known, "found": OTHER}));
}

#[tokio::test]
async fn no_token_comes_from_another_organization() {
    let app = start().await;
    let connection = app.create("Acme").await;
    let token = async || {
        let request = app.request_as(Role::Service, Method::POST, &path(&connection, "/token"));
        app.send(request.json(&json!({"scopes": ["okta.users.read"]}))).await
    };
    token().await.expect(200);
    lead_elsewhere(&app);
    let before = asked(&app, DEMO_HOST).len();
    token().await.problem(409, "organization_changed");
    assert_eq!(asked(&app, DEMO_HOST)[before..], ["/.well-known/okta-organization"]);
    let entry = &entries(&app, &connection).await[0];
    assert_eq!(
        (&entry["action"], &entry["details"]["first_failure"]),
        (&json!("refused"), &json!("organization_changed"))
    );
}

#[tokio::test]
async fn storing_without_a_verification_is_no_way_around() {
    let app = start().await;
    let connection = app.create("Acme").await;
    let id = connection["id"].as_str().unwrap();
    let mut input = app.input("Acme");
    input["settings"]["domain"] = json!("other.okta.com");
    let stored = app.put(id, 1, "?verify=skip", &input).await.expect(200).json();
    assert_eq!(stored["settings"]["organization_id"], connection["settings"]["organization_id"]);
    let report = verify(&app, &connection).await;
    assert_eq!(check(&report, "organization")["code"], "organization_changed");
    assert_eq!(app.get(&path(&connection, "")).await.json()["status"], "failed");

    // The cure that the report names: the key again, and the change confirmed.
    app.put(id, 2, "", &input).await.problem(409, "organization_changed");
    let meant = app.put(id, 2, "?organization=change", &input).await.expect(200).json();
    assert_eq!(verify(&app, &connection).await["outcome"], "passed");
    let (before, after) = (&connection["settings"]["organization_id"], &meant["settings"]["organization_id"]);
    let history = entries(&app, &connection).await;
    let updated = history.iter().find(|entry| entry["action"] == "updated").unwrap();
    assert_eq!(updated["details"]["changes"]["organization_id"], json!({"before": before, "after": after}));
}

#[tokio::test]
async fn the_history_says_when_the_organization_was_learned() {
    let app = start().await;
    let created = app.create("Acme").await;
    let learned = &created["settings"]["organization_id"];
    assert_eq!(&entries(&app, &created).await[0]["details"]["organization_id"], learned);

    let connection = app.create_unverified("Acme 2").await;
    app.sim.apply(DEMO_HOST, "wrong_key").unwrap();
    verify(&app, &connection).await;
    let failed = app.get(&path(&connection, "")).await.json();
    assert_eq!(failed["settings"].get("organization_id"), None, "only what works is remembered");
    app.sim.update(DEMO_HOST, |org| *org = Org::demo()).unwrap();
    verify(&app, &connection).await;
    let history = entries(&app, &connection).await;
    let change = json!({"organization_id": {"before": null, "after": learned}});
    assert_eq!(history[0]["details"]["changes"], change);
    verify(&app, &connection).await;
    assert_eq!(entries(&app, &connection).await[0]["details"].get("changes"), None, "once");
}

/// A run that found another organization than the one that is remembered by its end says so, and ends.
#[tokio::test]
async fn what_was_found_before_another_organization_was_remembered_is_not_kept() {
    const TOKEN: &str = "/oauth2/v1/token";
    let app = start().await;
    let connection = app.create_unverified("Acme").await;
    let slow = Fault::on(TOKEN, Effect::Latency { ms: 3_000 }).times(1);
    app.sim.update(DEMO_HOST, |org| org.faults.push(slow)).unwrap();
    let meanwhile = async {
        app.sim.until(DEMO_HOST, |asked| asked.iter().any(|asked| asked.path == TOKEN)).await.unwrap();
        lead_elsewhere(&app);
        assert_eq!(verify(&app, &connection).await["outcome"], "passed");
        app.get(&path(&connection, "")).await.expect(200).json()
    };
    let both = async { tokio::join!(verify(&app, &connection), meanwhile) };
    let (earlier, now) = tokio::time::timeout(Duration::from_secs(30), both).await.unwrap();
    assert_eq!(earlier["not_kept"], "changed_meanwhile");
    assert_eq!(now["settings"]["organization_id"], OTHER);
    assert_eq!(app.get(&path(&connection, "")).await.expect(200).json(), now);
    let of_earlier = &entries(&app, &connection).await[0]["details"];
    assert_eq!(of_earlier["not_kept"], "changed_meanwhile", "{of_earlier}");
}
