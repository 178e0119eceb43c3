//! Who did what, from where: everything but what a connection's own history shows.

use crate::support::{CONNECTIONS, TestApp};
use model::api::HistoryEntry;
use model::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};
use store::ChainedEntry;

async fn all(app: &TestApp) -> Vec<ChainedEntry> {
    assert_eq!(app.app.store.verify_audit_chain().await.unwrap().fault, None);
    app.app.store.chained_entries(0, 1_000).await.unwrap()
}

async fn last(app: &TestApp, action: &str) -> HistoryEntry {
    let all = all(app).await;
    let found = all.iter().rev().find(|chained| chained.entry.action == action);
    found.unwrap_or_else(|| panic!("no {action} in {all:#?}")).entry.clone()
}

fn details(entry: &HistoryEntry) -> Value {
    serde_json::from_str(&entry.details.to_string()).unwrap()
}

#[tokio::test]
async fn changes_and_verifications_say_from_where_they_came() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let id = connection["id"].as_str().unwrap();
    app.send(app.request(Method::POST, &format!("{CONNECTIONS}/{id}/verify"))).await.expect(200);
    app.post("/api/v1/connections/verify", &json!({"application": "okta", "settings": app.settings()}))
        .await
        .expect(200);
    app.send(app.request(Method::POST, "/api/v1/keys")).await.expect(201);
    app.send(app.request(Method::DELETE, &format!("{CONNECTIONS}/{id}"))).await.expect(204);
    for action in ["token_used", "created", "verified", "draft_verified", "key_generated", "deleted"] {
        let entry = last(&app, action).await;
        assert_eq!((entry.by.as_str(), entry.address.as_deref()), ("admin", Some("127.0.0.1")), "{action}");
    }
    let draft = details(&last(&app, "draft_verified").await);
    assert_eq!((&draft["outcome"], &draft["client_id"]), (&json!("passed"), &app.settings()["client_id"]));
}

#[tokio::test]
async fn sign_ins_good_and_bad_are_in_it() {
    let app = TestApp::start().await;
    let sign_in = |token: &str| app.anonymous(Method::POST, "/api/v1/session").json(&json!({"token": token}));
    let cookie = app.send(sign_in(app.token(Role::Viewer))).await.expect(201).header("set-cookie").to_owned();
    assert_eq!(last(&app, "signed_in").await.by, "viewer");
    app.send(sign_in("act_guessed")).await.expect(401);
    let refused = last(&app, "refused").await;
    assert_eq!((refused.by.as_str(), refused.address.as_deref()), ("unknown", Some("127.0.0.1")));
    assert_eq!(
        details(&refused),
        json!({"method": "POST", "route": "/api/v1/session", "status": 401, "code": "unauthenticated"})
    );
    let cookie = cookie.split(';').next().unwrap();
    app.send(
        app.anonymous(Method::DELETE, "/api/v1/session")
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin"),
    )
    .await
    .expect(204);
    assert_eq!(last(&app, "signed_out").await.by, "viewer");
}

#[tokio::test]
async fn refused_attempts_say_who_tried_what() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let path = format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap());
    let stale = app.request(Method::DELETE, &path).header("if-match", "\"7\"");
    for (request, status, by, code) in [
        (app.request_as(Role::Viewer, Method::DELETE, &path), 403, "viewer", "forbidden"),
        (app.request_as(Role::Service, Method::GET, &path), 403, "service", "forbidden"),
        (app.anonymous(Method::GET, &path).bearer_auth("act_stolen"), 401, "unknown", "unauthenticated"),
        (stale, 412, "admin", "changed_meanwhile"),
        (app.request(Method::POST, CONNECTIONS).json(&app.input("Acme")), 409, "admin", "name_taken"),
    ] {
        app.send(request).await.expect(status);
        let refused = last(&app, "refused").await;
        let details = details(&refused);
        assert_eq!((refused.by.as_str(), &details["code"], &details["status"]), (by, &json!(code), &json!(status)));
    }
    let before = all(&app).await.len();
    app.send(app.anonymous(Method::GET, CONNECTIONS)).await.expect(401);
    app.get(&format!("{CONNECTIONS}?limit=0")).await.expect(400);
    assert_eq!(all(&app).await.len(), before, "who sends no credentials tried nothing; a wrong read harms nobody");
}

#[tokio::test]
async fn nobody_fills_the_disk_with_refusals() {
    let app = TestApp::start().await;
    for _ in 0..80 {
        app.send(app.anonymous(Method::GET, CONNECTIONS).bearer_auth("act_stolen")).await;
    }
    let refusals = all(&app).await.iter().filter(|chained| chained.entry.action == "refused").count();
    assert!((60..70).contains(&refusals), "{refusals}");
}
