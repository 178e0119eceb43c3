use crate::support::{CONNECTIONS, Reply, TestApp, at};
use model::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};

async fn token(app: &TestApp, connection: &Value, body: &Value) -> Reply {
    let path = format!("{CONNECTIONS}/{}/token", connection["id"].as_str().unwrap());
    app.send(app.request_as(Role::Service, Method::POST, &path).json(body)).await
}

#[tokio::test]
async fn a_service_gets_a_short_lived_token_for_the_scopes_it_names() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let reply = token(&app, &connection, &json!({"scopes": ["okta.users.read", "okta.groups.read"]})).await.expect(200);
    let answer = reply.json();
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(answer["access_token"].as_str().is_some_and(|token| token.len() > 40));
    assert_eq!(answer["token_type"], "Bearer");
    assert!((1..=3_600).contains(&answer["expires_in"].as_u64().unwrap()));
    let mut scopes: Vec<_> = answer["scope"].as_str().unwrap().split(' ').collect();
    scopes.sort_unstable();
    assert_eq!(scopes, ["okta.groups.read", "okta.users.read"]);
}

#[tokio::test]
async fn other_scopes_are_refused_by_their_place() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    for (scopes, pointer, code) in [
        (json!(["okta.users.read", "okta.users.manage"]), "/scopes/1", "scope_unknown"),
        (json!(["openid"]), "/scopes/0", "scope_unknown"),
        (json!([]), "/scopes", "scopes_missing"),
    ] {
        let reply = token(&app, &connection, &json!({"scopes": scopes})).await;
        reply.problem(422, "validation_failed");
        assert_eq!(reply.refused(), at(pointer, code));
    }
    assert_eq!(app.sim.requests(okta_sim::DEMO_HOST), []);
}

#[tokio::test]
async fn whoever_is_no_service_is_told_how_to_become_one() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let path = format!("{CONNECTIONS}/{}/token", connection["id"].as_str().unwrap());
    for role in [Role::Admin, Role::Viewer] {
        let asked = app.request_as(role, Method::POST, &path).json(&json!({"scopes": ["okta.users.read"]}));
        let problem = app.send(asked).await.problem(403, "forbidden");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("app-connections token create --role service"), "{role:?}: {detail}");
    }
    let others = app.send(app.request_as(Role::Viewer, Method::POST, CONNECTIONS).json(&json!({}))).await;
    assert!(!others.problem(403, "forbidden")["detail"].as_str().unwrap().contains("token create"));
}

#[tokio::test]
async fn a_refusal_of_okta_says_why() {
    let app = TestApp::start_at("wrong_key").await;
    let connection = app.create_unverified("Acme").await;
    token(&app, &connection, &json!({"scopes": ["okta.users.read"]})).await.problem(502, "token_refused");
    let path = format!("{CONNECTIONS}/{}/history", connection["id"].as_str().unwrap());
    let entry = &app.get(&path).await.json()["items"][0];
    assert_eq!((&entry["action"], &entry["details"]["code"]), (&json!("refused"), &json!("token_refused")));
    assert!(entry["details"]["first_failure"].is_string(), "Okta was asked, and why it gave none");
}

#[tokio::test]
async fn a_token_that_is_bound_to_a_key_of_ours_is_not_handed_out() {
    let app = TestApp::start_at("dpop").await;
    let connection = app.create_unverified("Acme").await;
    let reply = token(&app, &connection, &json!({"scopes": ["okta.users.read"]})).await;
    reply.problem(409, "token_bound");
    assert!(!reply.json().to_string().contains("eyJ"), "no token in the refusal");
    let path = format!("{CONNECTIONS}/{}/history", connection["id"].as_str().unwrap());
    let details = &app.get(&path).await.json()["items"][0]["details"];
    assert_eq!((&details["code"], &details["outcome"]), (&json!("token_bound"), &json!("unused")), "Okta gave one");
}
