use crate::support::{CONNECTIONS, TestApp};
use reqwest::Method;

#[tokio::test]
async fn what_is_not_there_is_a_problem_for_programs() {
    let app = TestApp::start().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/connections",
        "/api/v1/connections/",
        "/api/v1/nothing",
        "/api//v1/connections",
    ] {
        app.get(path).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_method_that_is_not_there_names_those_that_are() {
    let app = TestApp::start().await;
    for (method, path, allow) in [
        (Method::PATCH, CONNECTIONS, &["GET", "HEAD", "POST"][..]),
        (Method::GET, "/api/v1/keys", &["POST"]),
        (Method::POST, "/api/v1/applications", &["GET", "HEAD"]),
        (Method::PATCH, "/api/v1/connections/0198c0de-0000-7000-8000-000000000000", &["DELETE", "GET", "HEAD", "PUT"]),
        (Method::POST, "/healthz", &["GET", "HEAD"]),
        (Method::POST, "/connections", &["GET", "HEAD"]),
    ] {
        let reply = app.send(app.request(method.clone(), path)).await;
        reply.problem(405, "method_not_allowed");
        let mut allowed: Vec<_> = reply.header("allow").split(',').map(str::trim).collect();
        allowed.sort_unstable();
        assert_eq!(allowed, allow, "{method} {path}");
    }
    let made_up = Method::from_bytes(&[b'Z'; 1_000]).unwrap();
    let problem = app.send(app.anonymous(made_up, CONNECTIONS)).await.problem(405, "method_not_allowed");
    assert!(problem["detail"].as_str().unwrap().starts_with("… is not possible here"), "{problem}");
}

#[tokio::test]
async fn every_answer_has_an_id_of_ours() {
    let app = TestApp::start().await;
    let request = app.request(Method::GET, CONNECTIONS).header("x-request-id", "mine");
    let first = app.send(request).await;
    let second = app.get("/api/v1/nothing").await;
    let (first, second) = (first.header("x-request-id"), second.header("x-request-id"));
    assert!(first.len() == 36 && second.len() == 36 && first != second, "{first} {second}");
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let app = TestApp::start().await;
    app.create_unverified("Acme").await;
    let reply = app.send(app.request(Method::HEAD, CONNECTIONS)).await.expect(200);
    assert_eq!(reply.text, "");
}
