use crate::support::{CONNECTIONS, TestApp, at};
use model::permission::Role;
use okta_sim::KeyPair;
use reqwest::Method;
use serde_json::{Value, json};

async fn history(app: &TestApp, connection: &Value, query: &str) -> Value {
    let id = connection["id"].as_str().unwrap();
    app.get(&format!("{CONNECTIONS}/{id}/history{query}")).await.expect(200).json()
}

fn actions(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_change_says_what_changed_and_who_did_it_newest_first() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let id = connection["id"].as_str().unwrap();
    let mut input = app.keeping_key("Renamed");
    input["description"] = json!("Nightly");
    app.put(id, 1, "", &input).await.expect(200);
    app.send(app.request(Method::POST, &format!("{CONNECTIONS}/{id}/verify"))).await.expect(200);
    let token = app.request_as(Role::Service, Method::POST, &format!("{CONNECTIONS}/{id}/token"));
    app.send(token.json(&json!({"scopes": ["okta.users.read"]}))).await.expect(200);

    let page = history(&app, &connection, "").await;
    assert_eq!(actions(&page), ["token_issued", "verified", "updated", "created"]);
    let by: Vec<_> = page["items"].as_array().unwrap().iter().map(|entry| entry["by"].as_str().unwrap()).collect();
    assert_eq!(by, ["service", "admin", "admin", "admin"]);
    assert_eq!(
        page["items"][2]["details"]["changes"],
        json!({
            "name": {"before": "Acme", "after": "Renamed"},
            "description": {"before": "", "after": "Nightly"},
        })
    );
    assert_eq!(page["items"][1]["details"]["outcome"], "passed");
    assert_eq!(page["items"][0]["details"]["scopes"], json!(["okta.users.read"]));
    assert_eq!(page["items"][3]["details"]["name"], "Acme");
    assert_eq!(page["next_cursor"], Value::Null);
}

#[tokio::test]
async fn only_administrators_see_from_where_somebody_worked() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let path = format!("{CONNECTIONS}/{}/history", connection["id"].as_str().unwrap());
    for (role, address) in [(Role::Admin, json!("127.0.0.1")), (Role::Viewer, Value::Null)] {
        let page = app.send(app.request_as(role, Method::GET, &path)).await.expect(200).json();
        assert_eq!(page["items"][0].get("address").cloned().unwrap_or_default(), address, "{role:?}");
    }
}

#[tokio::test]
async fn a_new_key_is_told_by_its_thumbprint() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let mut input = app.input("Acme");
    input["settings"]["private_key"] = json!(KeyPair::rsa(2048).unwrap().pem());
    let after = app.put(connection["id"].as_str().unwrap(), 1, "?verify=skip", &input).await.expect(200).json();
    let changes = &history(&app, &connection, "").await["items"][0]["details"]["changes"];
    let thumbprint = |connection: &Value| connection["settings"]["key"]["thumbprint"].clone();
    assert_eq!(changes["key_thumbprint"], json!({"before": thumbprint(&connection), "after": thumbprint(&after)}));
}

#[tokio::test]
async fn pages_go_on_where_the_last_ended() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    for version in 1..=6 {
        app.put(connection["id"].as_str().unwrap(), version, "", &app.keeping_key(&format!("Acme {version}")))
            .await
            .expect(200);
    }
    let all = history(&app, &connection, "").await;
    let mut paged = Vec::new();
    let mut query = "?limit=3".to_owned();
    loop {
        let page = history(&app, &connection, &query).await;
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        query = format!("?limit=3&cursor={cursor}");
    }
    assert_eq!(json!(paged), all["items"]);
    assert_eq!(paged.len(), 7);
}

#[tokio::test]
async fn bad_parameters_and_unknown_connections_are_refused() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let path = format!("{CONNECTIONS}/{}/history", connection["id"].as_str().unwrap());
    assert_eq!(app.get(&format!("{path}?limit=0")).await.refused(), at("/limit", "parameter_invalid"));
    assert_eq!(app.get(&format!("{path}?q=x")).await.refused(), at("/q", "parameter_unknown"));
    app.get(&format!("{path}?cursor=x")).await.problem(400, "cursor_invalid");
    let unknown = format!("{CONNECTIONS}/0198c0de-0000-7000-8000-000000000000/history");
    app.get(&unknown).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_deleted_connection_s_history_stays_for_administrators() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let path = format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap());
    let history = format!("{path}/history");
    let viewed = app.send(app.request_as(Role::Viewer, Method::GET, &history)).await.expect(200).json();
    assert_eq!(viewed["items"][0].get("subject"), None, "who somebody is for good is for administrators");
    assert!(app.get(&history).await.expect(200).json()["items"][0]["subject"].as_str().unwrap().starts_with("token "));
    app.send(app.request(Method::DELETE, &path)).await.expect(204);
    assert_eq!(actions(&app.get(&history).await.expect(200).json()), ["deleted", "created"]);
    app.send(app.request_as(Role::Viewer, Method::GET, &history)).await.problem(404, "not_found");
    app.get(&format!("{CONNECTIONS}/0198c0de-0000-7000-8000-000000000000/history")).await.problem(404, "not_found");
}
