use crate::support::{CONNECTIONS, TestApp, at};
use okta_sim::{AppKey, DEMO_HOST, KeyMaterial};
use reqwest::Method;
use serde_json::{Value, json};

async fn generate(app: &TestApp) -> Value {
    app.send(app.request(Method::POST, "/api/v1/keys")).await.expect(201).json()
}

#[tokio::test]
async fn only_the_public_half_is_shown() {
    let app = TestApp::start().await;
    let key = generate(&app).await;
    let mut members: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["id", "key_id", "public_jwk", "public_pem"]);
    let mut jwk: Vec<_> = key["public_jwk"].as_object().unwrap().keys().map(String::as_str).collect();
    jwk.sort_unstable();
    assert_eq!(jwk, ["alg", "e", "kid", "kty", "n", "use"]);
    assert_eq!(key["public_jwk"]["kid"], key["key_id"]);
    assert!(key["public_pem"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_ne!(generate(&app).await["key_id"], key["key_id"]);
}

#[tokio::test]
async fn a_connection_takes_it_once_and_works_with_it() {
    let app = TestApp::start().await;
    let key = generate(&app).await;
    let public = serde_json::from_value(key["public_jwk"].clone()).unwrap();
    let registered =
        AppKey { kid: Some(key["key_id"].as_str().unwrap().to_owned()), ..AppKey::new(KeyMaterial::Jwk(public)) };
    app.sim.update(DEMO_HOST, |org| org.apps[0].keys = vec![registered]).unwrap();
    let mut input = app.keeping_key("Acme");
    input["settings"]["generated_key"] = key["id"].clone();
    let connection = app.post(CONNECTIONS, &input).await.expect(201).json();
    assert_eq!(connection["status"], "active");
    assert_eq!(connection["settings"]["key"]["key_id"], key["key_id"]);
    let verified = format!("{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
    assert_eq!(app.send(app.request(Method::POST, &verified)).await.expect(200).json()["outcome"], "passed");

    input["name"] = json!("Second");
    let reply = app.post(CONNECTIONS, &input).await;
    reply.problem(422, "validation_failed");
    assert_eq!(reply.refused(), at("/settings/generated_key", "generated_key_unknown"));
}

#[tokio::test]
async fn of_many_connections_that_want_one_generated_key_one_gets_it() {
    let app = TestApp::start().await;
    for round in 0..4 {
        let key = generate(&app).await;
        let create = |number: usize| {
            let mut input = app.keeping_key(&format!("{round} {number}"));
            input["settings"]["generated_key"] = key["id"].clone();
            let app = &app;
            async move { app.post(&format!("{CONNECTIONS}?verify=skip"), &input).await }
        };
        let replies = futures::future::join_all((0..6).map(create)).await;
        let made = replies.iter().filter(|reply| reply.status == 201).count();
        assert_eq!(made, 1, "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
        // Where much is sent at once, some may hear that the server is busy: those were not begun.
        for reply in replies.iter().filter(|reply| reply.status != 201 && reply.status != 503) {
            reply.problem(422, "validation_failed");
            assert_eq!(reply.refused(), at("/settings/generated_key", "generated_key_unknown"));
        }
    }
}

#[tokio::test]
async fn a_refused_create_leaves_the_generated_key_for_the_next_try() {
    let app = TestApp::start().await;
    let key = generate(&app).await;
    let mut input = app.keeping_key("Acme");
    input["settings"]["generated_key"] = key["id"].clone();
    for _ in 0..2 {
        app.post(CONNECTIONS, &input).await.problem(422, "verification_failed");
    }
}
