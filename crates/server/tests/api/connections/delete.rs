use crate::support::{CONNECTIONS, TestApp};
use reqwest::Method;

#[tokio::test]
async fn what_is_deleted_is_gone_and_its_name_free() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let path = format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap());
    let reply = app.send(app.request(Method::DELETE, &path)).await.expect(204);
    assert_eq!(reply.text, "");
    for method in [Method::GET, Method::DELETE] {
        app.send(app.request(method, &path)).await.problem(404, "not_found");
    }
    app.create_unverified("Acme").await;
}

#[tokio::test]
async fn if_match_is_honored() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let path = format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap());
    let stale = app.send(app.request(Method::DELETE, &path).header("if-match", "\"7\"")).await;
    stale.problem(412, "changed_meanwhile");
    assert_eq!(stale.header("etag"), "\"1\"");
    assert_eq!(app.total().await, 1);
    app.send(app.request(Method::DELETE, &path).header("if-match", "\"1\"")).await.expect(204);
}
