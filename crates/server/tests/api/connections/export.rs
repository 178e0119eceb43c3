use crate::support::{CONNECTIONS, TestApp, at};
use model::permission::Role;
use reqwest::Method;
use serde_json::json;
use time::OffsetDateTime;

const EXPORT: &str = "/api/v1/connections/export";
const HEAD: &str = "\u{feff}id,name,description,application,domain,client_id,key_id,key_thumbprint,status,verified_at,updated_at,updated_by,created_at,created_by";

async fn create(app: &TestApp, name: &str, description: &str) -> String {
    let mut input = app.input(name);
    input["description"] = json!(description);
    let created = app.post(&format!("{CONNECTIONS}?verify=skip"), &input).await.expect(201).json();
    created["id"].as_str().unwrap().to_owned()
}

/// The lines after the head, each cut off behind the description.
async fn lines(app: &TestApp, query: &str) -> Vec<String> {
    let text = app.get(&format!("{EXPORT}?{query}")).await.expect(200).text;
    let mut lines = text.split("\r\n");
    assert_eq!(lines.next(), Some(HEAD));
    let begin = |line: &str| line.split(",okta,").next().unwrap().split_once(',').map(|(_, rest)| rest.to_owned());
    lines.filter_map(begin).collect()
}

#[tokio::test]
async fn an_empty_list_is_a_file_with_heads() {
    let app = TestApp::start().await;
    assert_eq!(app.get(EXPORT).await.expect(200).text, format!("{HEAD}\r\n"));
}

#[tokio::test]
async fn a_file_has_a_name_a_type_and_a_line_for_each_connection() {
    let app = TestApp::start().await;
    let acme = app.create("Acme, Inc.").await;
    let reply = app.get(EXPORT).await.expect(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8; header=present");
    let today = OffsetDateTime::now_utc().date();
    assert_eq!(reply.header("content-disposition"), format!("attachment; filename=\"connections-{today}.csv\""));
    assert_eq!(reply.header("cache-control"), "no-store");
    let text = |pointer: &str| acme.pointer(pointer).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    // One in sixty-four begins like a formula.
    let harmless = |pointer: &str| {
        let text = text(pointer);
        if text.starts_with('-') { format!("'{text}") } else { text }
    };
    let expected = [
        text("/id"),
        "\"Acme, Inc.\"".to_owned(),
        String::new(),
        "okta".to_owned(),
        text("/settings/domain"),
        text("/settings/client_id"),
        harmless("/settings/key/key_id"),
        harmless("/settings/key/thumbprint"),
        "active".to_owned(),
        text("/verified_at"),
        text("/updated_at"),
        "admin".to_owned(),
        text("/created_at"),
        "admin".to_owned(),
    ];
    assert_eq!(reply.text, format!("{HEAD}\r\n{}\r\n", expected.join(",")));
}

#[tokio::test]
async fn what_a_spreadsheet_would_run_or_misread_is_harmless() {
    let app = TestApp::start().await;
    create(&app, "=cmd|' /C calc'!A0", "@SUM(1)").await;
    create(&app, "-1", "two\nlines, \"quoted\"").await;
    create(&app, "Ärzte", "+49").await;
    let expected = ["'-1,\"two\nlines, \"\"quoted\"\"\"", "'=cmd|' /C calc'!A0,'@SUM(1)", "Ärzte,'+49"];
    assert_eq!(lines(&app, "").await, expected);
}

#[tokio::test]
async fn search_filter_and_order_are_those_of_the_list() {
    let app = TestApp::start().await;
    for (name, description) in [("delta", "nightly"), ("Alpha", ""), ("charlie", "Nightly")] {
        create(&app, name, description).await;
    }
    app.create("verified").await;
    for (query, expected) in [
        ("", &["Alpha,", "charlie,Nightly", "delta,nightly", "verified,"][..]),
        ("sort=-name", &["verified,", "delta,nightly", "charlie,Nightly", "Alpha,"]),
        ("q=NIGHTLY", &["charlie,Nightly", "delta,nightly"]),
        ("status=active&application=okta", &["verified,"]),
        ("q=nobody", &[]),
    ] {
        assert_eq!(lines(&app, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_file_goes_on_over_the_pages_of_the_store() {
    let app = TestApp::start().await;
    let made: Vec<usize> = (0..1_001).collect();
    for some in made.chunks(2) {
        futures::future::join_all(some.iter().map(|at| {
            let app = &app;
            async move { app.create_unverified(&format!("n{at:04}")).await }
        }))
        .await;
    }
    let names = lines(&app, "sort=-name").await;
    let expected: Vec<String> = made.iter().rev().map(|at| format!("n{at:04},")).collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn parameters_of_pages_are_refused() {
    let app = TestApp::start().await;
    for (query, parameter, code) in [
        ("limit=10", "limit", "parameter_unknown"),
        ("cursor=x", "cursor", "parameter_unknown"),
        ("status=broken", "status", "parameter_invalid"),
        ("sort=created_at", "sort", "parameter_invalid"),
    ] {
        let reply = app.get(&format!("{EXPORT}?{query}")).await;
        reply.problem(400, "invalid_query");
        assert_eq!(reply.refused(), at(&format!("/{parameter}"), code), "{query}");
    }
}

#[tokio::test]
async fn a_viewer_may_export() {
    let app = TestApp::start().await;
    create(&app, "Acme", "").await;
    let reply = app.send(app.request_as(Role::Viewer, Method::GET, EXPORT)).await.expect(200);
    assert!(reply.text.contains(",Acme,"), "{}", reply.text);
}

#[tokio::test]
async fn a_selection_is_exported_in_its_order_without_what_is_gone() {
    let app = TestApp::start().await;
    let [a, b, c] = [create(&app, "a", "").await, create(&app, "b", "=1").await, create(&app, "c", "").await];
    app.send(app.request(Method::DELETE, &format!("{CONNECTIONS}/{c}"))).await.expect(204);
    let reply = app.post(EXPORT, &json!({"ids": [b, "no id", c, a]})).await.expect(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(reply.header("content-disposition").starts_with("attachment; filename=\"connections-"));
    let starts: Vec<_> = reply.text.split("\r\n").map(|line| line.split(",okta,").next().unwrap().to_owned()).collect();
    assert_eq!(starts, [HEAD.to_owned(), format!("{b},b,'=1"), format!("{a},a,"), String::new()]);
}

#[tokio::test]
async fn a_selection_has_a_size() {
    let app = TestApp::start().await;
    for count in [0, 1_001] {
        let reply = app.post(EXPORT, &json!({"ids": vec!["x"; count]})).await;
        reply.problem(422, "validation_failed");
        assert_eq!(reply.refused(), at("/ids", "ids_count"), "{count}");
    }
    app.post(EXPORT, &json!({"ids": vec!["x"; 1_000]})).await.expect(200);
}
