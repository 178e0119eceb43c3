use crate::support::{CONNECTIONS, TestApp};
use reqwest::Method;

#[tokio::test]
async fn alive_and_ready_need_no_token() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(app.send(app.anonymous(Method::GET, path)).await.expect(200).text, "ok");
    }
}

#[tokio::test]
async fn figures_count_requests_by_route_and_verifications_by_outcome() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    app.get(&format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap())).await;
    let reply = app.send(app.anonymous(Method::GET, "/metrics")).await.expect(200);
    assert!(reply.header("content-type").starts_with("text/plain; version=0.0.4"));
    for line in [
        "http_requests_total{method=\"GET\",route=\"/api/v1/connections/{id}\",status=\"200\"}",
        "http_request_duration_seconds_bucket{method=\"POST\",route=\"/api/v1/connections\",status=\"201\",le=",
        "verifications_total{outcome=\"passed\"}",
    ] {
        assert!(reply.text.contains(line), "{line}\n{}", reply.text);
    }
    let id = connection["id"].as_str().unwrap();
    assert!(!reply.text.contains(id), "no label may grow with the data");
}
