use crate::support::{CONNECTIONS, TestApp, at};
use okta_sim::{AppKey, DEMO_HOST, KeyMaterial, KeyPair, Org};
use reqwest::Method;
use serde_json::{Value, json};

fn id(connection: &Value) -> &str {
    connection["id"].as_str().unwrap()
}

#[tokio::test]
async fn the_key_stays_where_none_is_sent() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    let mut input = app.keeping_key("Acme production");
    input["description"] = json!("Nightly");
    let reply = app.put(id(&before), 1, "", &input).await.expect(200);
    let after = reply.json();
    assert_eq!(reply.header("etag"), "\"2\"");
    assert_eq!((after["name"].as_str(), after["version"].as_i64()), (Some("Acme production"), Some(2)));
    assert_eq!(after["settings"], before["settings"]);
    assert_eq!((&after["status"], &after["report"]), (&before["status"], &before["report"]));
    let verified = app.send(app.request(Method::POST, &format!("{CONNECTIONS}/{}/verify", id(&before)))).await;
    assert_eq!(verified.expect(200).json()["outcome"], "passed");
}

#[tokio::test]
async fn a_replace_that_changes_nothing_leaves_nothing() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    let path = format!("{CONNECTIONS}/{}/history", id(&before));
    let entries = app.get(&path).await.expect(200).text;
    let reply = app.put(id(&before), 1, "", &app.keeping_key("Acme")).await.expect(200);
    assert_eq!((reply.header("etag"), reply.json()), ("\"1\"", before.clone()));
    assert_eq!(app.get(&path).await.expect(200).text, entries);
    let mut input = app.keeping_key("Acme");
    input["description"] = json!("Nightly");
    app.put(id(&before), 1, "", &input).await.expect(200);
}

#[tokio::test]
async fn a_version_is_a_version_although_a_proxy_made_it_weak() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    let put = |tag: &'static str| {
        let request = app.request(Method::PUT, &format!("{CONNECTIONS}/{}", id(&before)));
        app.send(request.header("if-match", tag).json(&app.keeping_key("Renamed")))
    };
    put("W/\"7\"").await.problem(412, "changed_meanwhile");
    assert_eq!(put("W/\"1\"").await.expect(200).json()["version"], 2);
}

#[tokio::test]
async fn a_new_name_is_stored_while_okta_is_down() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    app.sim.apply(DEMO_HOST, "outage").unwrap();
    let after = app.put(id(&before), 1, "", &app.keeping_key("Renamed")).await.expect(200).json();
    assert_eq!((after["name"].as_str(), after["status"].as_str()), (Some("Renamed"), Some("active")));
}

#[tokio::test]
async fn without_if_match_nothing_is_replaced() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    let request = app.request(Method::PUT, &format!("{CONNECTIONS}/{}", id(&before)));
    app.send(request.json(&app.keeping_key("Other"))).await.problem(428, "if_match_required");
    assert_eq!(app.get(&format!("{CONNECTIONS}/{}", id(&before))).await.json(), before);
}

#[tokio::test]
async fn a_stale_version_is_refused_with_the_current_one() {
    let app = TestApp::start().await;
    let before = app.create_unverified("Acme").await;
    app.put(id(&before), 1, "", &app.keeping_key("Second")).await.expect(200);
    for tag in ["\"1\"", "W/\"1\"", "2", "\"1\", \"3\""] {
        let request = app.request(Method::PUT, &format!("{CONNECTIONS}/{}", id(&before))).header("if-match", tag);
        let reply = app.send(request.json(&app.keeping_key("Third"))).await;
        reply.problem(412, "changed_meanwhile");
        assert_eq!(reply.header("etag"), "\"2\"", "{tag}");
    }
    for (tag, name) in [("\"1\", \"2\"", "Third"), ("*", "Fourth")] {
        let request = app.request(Method::PUT, &format!("{CONNECTIONS}/{}", id(&before))).header("if-match", tag);
        assert_eq!(app.send(request.json(&app.keeping_key(name))).await.expect(200).json()["name"], name);
    }
}

#[tokio::test]
async fn of_simultaneous_changes_of_one_version_one_wins() {
    let app = TestApp::start().await;
    let before = app.create_unverified("Acme").await;
    let replies = futures::future::join_all((0..16).map(|n| {
        let (app, before) = (&app, &before);
        async move {
            let reply = app.put(id(before), 1, "", &app.keeping_key(&format!("Name {n}"))).await;
            // On a slow machine some are told to come back.
            if reply.status == 503 {
                reply.problem(503, "busy");
            }
            reply.status
        }
    }))
    .await;
    assert_eq!(replies.iter().filter(|status| **status == 200).count(), 1, "{replies:?}");
    assert!(replies.iter().all(|status| [200, 412, 503].contains(status)), "{replies:?}");
    assert_eq!(app.get(&format!("{CONNECTIONS}/{}", id(&before))).await.json()["version"], 2);
}

#[tokio::test]
async fn a_stored_key_never_follows_to_another_destination() {
    let app = TestApp::start_with(vec![Org::demo(), Org::demo().at("other.okta.com")], &[]).await;
    let before = app.create("Acme").await;
    for (pointer, value) in
        [("/settings/domain", "https://other.okta.com"), ("/settings/client_id", "0oa99999999999999999")]
    {
        for query in ["", "?verify=skip", "?organization=change"] {
            let mut input = app.keeping_key("Acme");
            *input.pointer_mut(pointer).unwrap() = json!(value);
            let reply = app.put(id(&before), 1, query, &input).await;
            reply.problem(422, "key_required");
            assert_eq!(reply.refused(), at("/settings/private_key", "key_required"));
        }
    }
    assert_eq!(app.sim.requests("other.okta.com"), []);
    assert_eq!(app.get(&format!("{CONNECTIONS}/{}", id(&before))).await.json(), before);
}

#[tokio::test]
async fn a_new_key_is_verified_before_it_takes_the_place_of_the_old() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    let pair = KeyPair::rsa(2048).unwrap();
    let mut input = app.input("Acme");
    input["settings"]["private_key"] = json!(pair.pem());
    app.put(id(&before), 1, "", &input).await.problem(422, "verification_failed");
    assert_eq!(app.get(&format!("{CONNECTIONS}/{}", id(&before))).await.json(), before);

    let public = AppKey::new(KeyMaterial::Jwk(pair.public_jwk().clone()));
    app.sim.update(DEMO_HOST, |org| org.apps[0].keys = vec![public]).unwrap();
    let after = app.put(id(&before), 1, "", &input).await.expect(200).json();
    assert_eq!(after["status"], "active");
    assert_ne!(after["settings"]["key"]["thumbprint"], before["settings"]["key"]["thumbprint"]);
    let verified = app.send(app.request(Method::POST, &format!("{CONNECTIONS}/{}/verify", id(&before)))).await;
    assert_eq!(verified.json()["outcome"], "passed");
}

#[tokio::test]
async fn another_organization_must_be_meant() {
    let app = TestApp::start_with(vec![Org::demo(), Org::demo().at("other.okta.com")], &[]).await;
    let before = app.create("Acme").await;
    let mut input = app.input("Acme");
    input["settings"]["domain"] = json!("other.okta.com");
    let problem = app.put(id(&before), 1, "", &input).await.problem(409, "organization_changed");
    assert!(problem["detail"].as_str().unwrap().contains("organization=change"));
    assert_eq!(app.get(&format!("{CONNECTIONS}/{}", id(&before))).await.json(), before);
    let after = app.put(id(&before), 1, "?organization=change", &input).await.expect(200).json();
    assert_eq!(after["settings"]["domain"], "https://other.okta.com");
    assert_ne!(after["settings"]["organization_id"], before["settings"]["organization_id"]);
}

#[tokio::test]
async fn verify_skip_stores_changed_settings_as_unverified() {
    let app = TestApp::start().await;
    let before = app.create("Acme").await;
    let mut input = app.input("Acme");
    input["settings"]["client_id"] = json!("0oa99999999999999999");
    let after = app.put(id(&before), 1, "?verify=skip", &input).await.expect(200).json();
    assert_eq!(after["status"], "unverified");
    assert!(after.get("report").is_none() && after.get("verified_at").is_none());
}

#[tokio::test]
async fn a_name_is_taken_by_others_and_not_by_itself() {
    let app = TestApp::start().await;
    let first = app.create_unverified("First").await;
    app.create_unverified("Second").await;
    let reply = app.put(id(&first), 1, "", &app.keeping_key("SECOND")).await;
    reply.problem(409, "name_taken");
    assert_eq!(reply.refused(), at("/name", "name_taken"));
    app.put(id(&first), 1, "", &app.keeping_key("FIRST")).await.expect(200);
}

#[tokio::test]
async fn an_unknown_connection_cannot_be_replaced() {
    let app = TestApp::start().await;
    app.put("0198c0de-0000-7000-8000-000000000000", 1, "", &app.keeping_key("Acme")).await.problem(404, "not_found");
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn the_same_rules_hold_as_for_a_create() {
    let app = TestApp::start().await;
    let before = app.create_unverified("Acme").await;
    let mut input = app.keeping_key("");
    input["settings"]["domain"] = json!("acme");
    let reply = app.put(id(&before), 1, "", &input).await;
    reply.problem(422, "validation_failed");
    assert_eq!(reply.refused(), [at("/name", "name_missing"), at("/settings/domain", "domain_single_label")].concat());
    let unknown = app.put(id(&before), 1, "?organization=other", &app.keeping_key("Acme")).await;
    assert_eq!(unknown.refused(), at("/organization", "parameter_invalid"));
}
