use crate::support::{CONNECTIONS, TestApp, at};
use serde_json::json;

const DELETE: &str = "/api/v1/connections/delete";

#[tokio::test]
async fn all_are_deleted() {
    let app = TestApp::start().await;
    let (a, b) = (app.create_unverified("a").await, app.create_unverified("b").await);
    app.create_unverified("c").await;
    app.post(DELETE, &json!({"ids": [a["id"], b["id"], a["id"]]})).await.expect(204);
    assert_eq!(app.get(CONNECTIONS).await.json()["items"][0]["name"], "c");
    assert_eq!(app.total().await, 1);
}

#[tokio::test]
async fn or_none_and_the_missing_ones_are_named() {
    let app = TestApp::start().await;
    let a = app.create_unverified("a").await;
    let reply = app.post(DELETE, &json!({"ids": ["x", a["id"], "0198c0de-0000-7000-8000-000000000000"]})).await;
    reply.problem(404, "not_found");
    assert_eq!(reply.refused(), [at("/ids/0", "not_found"), at("/ids/2", "not_found")].concat());
    assert_eq!(app.total().await, 1);
}

#[tokio::test]
async fn a_list_that_is_none_is_refused() {
    let app = TestApp::start().await;
    for (body, code, pointer, error) in [
        (json!({"ids": []}), "validation_failed", "/ids", "ids_count"),
        (json!({"ids": vec!["x"; 1_001]}), "validation_failed", "/ids", "ids_count"),
        (json!({"ids": "x"}), "invalid_body", "/ids", "wrong_type"),
        (json!({"ids": [1]}), "invalid_body", "/ids/0", "wrong_type"),
        (json!({}), "invalid_body", "/ids", "member_missing"),
        (json!({"ids": ["x"], "all": true}), "invalid_body", "/all", "member_unknown"),
    ] {
        let reply = app.post(DELETE, &body).await;
        reply.problem(422, code);
        assert_eq!(reply.refused(), at(pointer, error), "{:.60}", body.to_string());
    }
}
