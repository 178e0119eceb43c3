use crate::support::{CONNECTIONS, TestApp};
use reqwest::Method;
use std::collections::BTreeSet;

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
        "appconn_http_requests_total{method=\"GET\",route=\"/api/v1/connections/{id}\",status=\"200\"}",
        "appconn_http_request_duration_seconds_bucket{method=\"POST\",route=\"/api/v1/connections\",status=\"201\",le=",
        "appconn_verifications_total{outcome=\"passed\"}",
    ] {
        assert!(reply.text.contains(line), "{line}\n{}", reply.text);
    }
    let id = connection["id"].as_str().unwrap();
    assert!(!reply.text.contains(id), "no label may grow with the data");
}

/// What `promtool check metrics` looks at.
#[tokio::test]
async fn metrics_have_help_a_type_and_a_prefix() {
    let app = TestApp::start().await;
    app.create("Acme").await;
    let text = app.send(app.anonymous(Method::GET, "/metrics")).await.expect(200).text;
    let (mut helped, mut typed) = (BTreeSet::new(), BTreeSet::new());
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(!help.is_empty() && helped.insert(name), "{line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(typed.insert(name), "{line}");
            assert_eq!(name.ends_with("_total"), kind == "counter", "{line}");
        } else {
            let (series, value) = line.rsplit_once(' ').unwrap();
            value.parse::<f64>().unwrap();
            let name = series.split('{').next().unwrap();
            let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            let base = base.filter(|base| typed.contains(base)).unwrap_or(name);
            assert!(helped.contains(base) && typed.contains(base), "{line}");
            assert!(base.starts_with("appconn_") || base.starts_with("process_"), "{line}");
        }
    }
    for line in [
        "appconn_build_info{version=\"",
        "appconn_connections{status=\"active\"} ",
        "appconn_http_connections ",
        "appconn_http_requests_refused_busy_total ",
        "process_start_time_seconds ",
        "process_open_fds ",
        "process_max_fds ",
        "process_resident_memory_bytes ",
    ] {
        assert!(text.lines().any(|other| other.starts_with(line)), "{line}\n{text}");
    }
}
