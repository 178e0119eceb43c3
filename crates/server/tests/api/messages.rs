//! What holds for a message whatever it is about: what it says of its body, where it ends, how large its head may be, and
//! what an answer says when something fails here.

use crate::support::{CONNECTIONS, Reply, TestApp, build_console};
use okta_sim::Org;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What the server answers to these bytes, until it closes the connection.
async fn say(app: &TestApp, bytes: &str) -> String {
    let mut stream = TcpStream::connect(app.origin.strip_prefix("http://").unwrap()).await.unwrap();
    // A server that has had enough may close before everything is sent.
    let _ = stream.write_all(bytes.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// The status of each answer.
fn statuses(answer: &str) -> Vec<&str> {
    answer.split("HTTP/1.1 ").skip(1).map(|rest| &rest[..3]).collect()
}

#[tokio::test]
async fn every_body_says_what_it_is_and_every_text_its_charset() {
    let app = TestApp::start().await;
    build_console(&app.data.path().join("dist"));
    let id = app.create_unverified("Acme").await["id"].as_str().unwrap().to_owned();
    for (method, path, expected) in [
        (Method::GET, "/", "text/html; charset=utf-8"),
        (Method::GET, "/boot.js", "text/javascript; charset=utf-8"),
        (Method::GET, "/icons/logo.svg", "image/svg+xml; charset=utf-8"),
        (Method::GET, "/console-0123456789abcdef_bg.wasm", "application/wasm"),
        (Method::GET, "/missing.js", "application/problem+json"),
        (Method::GET, "/healthz", "text/plain; charset=utf-8"),
        (Method::GET, "/readyz", "text/plain; charset=utf-8"),
        (Method::GET, "/metrics", "text/plain; version=0.0.4; charset=utf-8"),
        (Method::GET, "/api/openapi.json", "application/json"),
        (Method::GET, "/api/docs/", "text/html; charset=utf-8"),
        (Method::GET, "/api/docs/swagger-ui.css", "text/css; charset=utf-8"),
        (Method::GET, "/api/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        (Method::GET, CONNECTIONS, "application/json"),
        (Method::GET, "/api/v1/connections/export", "text/csv; charset=utf-8; header=present"),
        (Method::GET, "/api/v1/applications", "application/json"),
        (Method::GET, "/api/v1/session", "application/json"),
        (Method::GET, "/api/v1/sessions", "application/json"),
        (Method::GET, &format!("{CONNECTIONS}/{id}/history"), "application/json"),
        (Method::POST, &format!("{CONNECTIONS}/{id}/verify"), "application/json"),
        (Method::POST, "/api/v1/keys", "application/json"),
        (Method::POST, CONNECTIONS, "application/problem+json"),
        (Method::PATCH, CONNECTIONS, "application/problem+json"),
        (Method::GET, "/api/v1/nothing", "application/problem+json"),
    ] {
        let reply = app.send(app.request(method.clone(), path).header("accept", "*/*")).await;
        assert_eq!(reply.header("content-type"), expected, "{method} {path}: {}", reply.status);
    }
}

/// A program that speaks HTTP by mistake must notice it, and not be led over once its token has been read on the way.
#[tokio::test]
async fn nothing_is_led_over_to_https() {
    let app = TestApp::start_with(vec![Org::demo()], &[("APPCONN_PUBLIC_URL", "https://console.example.com")]).await;
    build_console(&app.data.path().join("dist"));
    for path in ["/", "/connections", "/healthz", "/api/openapi.json", CONNECTIONS, "/api/v1/session"] {
        assert_eq!(app.get(path).await.expect(200).header("location"), "", "{path}");
    }
}

#[tokio::test]
async fn a_method_that_nobody_needs_is_refused_and_repeats_nothing() {
    let app = TestApp::start().await;
    build_console(&app.data.path().join("dist"));
    for method in ["TRACE", "OPTIONS", "PROPFIND", "PURGE", "BREW"] {
        for path in ["/", "/boot.js", CONNECTIONS, "/healthz"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = app.request(method.clone(), path).header("x-marker", "repeated");
            let reply = app.send(request).await;
            reply.problem(405, "method_not_allowed");
            let said = format!("{:?}{}", reply.headers, reply.text);
            assert!(!said.contains("repeated") && !said.contains("Bearer"), "{method} {path}: {said}");
        }
    }
    let tunnel = say(&app, "CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: 127.0.0.1:22\r\nconnection: close\r\n\r\n").await;
    assert_eq!(statuses(&tunnel), ["405"], "{tunnel}");
}

/// Request smuggling needs two readers who see the end of a request in different places. What could be read in two ways
/// is refused, or read as RFC 9112 says, and nothing behind it is taken for a request of its own.
#[tokio::test]
async fn where_a_request_ends_is_not_a_matter_of_opinion() {
    let app = TestApp::start().await;
    let smuggled = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let length = smuggled.len();
    for (what, head, body) in [
        ("two lengths", format!("content-length: 0\r\ncontent-length: {length}\r\n"), smuggled),
        ("a list of lengths", format!("content-length: 0, {length}\r\n"), smuggled),
        ("a length with a sign", "content-length: +0\r\n".to_owned(), smuggled),
        ("a negative length", "content-length: -1\r\n".to_owned(), smuggled),
        ("a length beyond counting", format!("content-length: {}\r\n", "9".repeat(40)), smuggled),
        ("a length in hexadecimal", "content-length: 0x0\r\n".to_owned(), smuggled),
        ("a coding that is not known", "transfer-encoding: xchunked\r\n".to_owned(), smuggled),
        ("chunks that are not the last coding", "transfer-encoding: chunked, identity\r\n".to_owned(), smuggled),
        ("a space before the colon", format!("content-length : {length}\r\n"), smuggled),
        ("a folded line", format!("transfer-encoding:\r\n chunked\r\ncontent-length: {length}\r\n"), smuggled),
        ("a line that ends in CR", format!("x: y\rcontent-length: {length}\r\n"), smuggled),
        ("a NUL", "x: \0\r\n".to_owned(), smuggled),
        ("a chunk of no number", "transfer-encoding: chunked\r\n".to_owned(), "zz\r\n\r\n"),
        ("a chunk beyond counting", "transfer-encoding: chunked\r\n".to_owned(), "fffffffffffffffff\r\n\r\n"),
    ] {
        let request =
            format!("POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{head}\r\n{body}");
        let answer = say(&app, &request).await;
        assert_eq!(statuses(&answer), ["400"], "{what}: {answer}");
    }
    let both = "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
        connection: close\r\ntransfer-encoding: chunked\r\n\r\ne\r\n{\"token\":\"x\"} \r\n0\r\n\r\n";
    let answer = say(&app, both).await;
    assert_eq!(statuses(&answer), ["401"], "the chunks are the body, and its length is not looked at: {answer}");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused_and_holds_nobody_up() {
    let app = TestApp::start().await;
    for (what, head, expected) in [
        ("many headers", "x: y\r\n".repeat(1_000), "431"),
        ("a long header", format!("x: {}\r\n", "y".repeat(1_000_000)), "431"),
        ("many cookies", format!("cookie: session={}\r\n", "acs_A; session=".repeat(60_000)), "431"),
    ] {
        let answer =
            say(&app, &format!("GET {CONNECTIONS} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{head}\r\n")).await;
        assert_eq!(statuses(&answer), [expected], "{what}");
    }
    let answer =
        say(&app, &format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "y".repeat(1_000_000))).await;
    assert!(matches!(statuses(&answer)[..], ["414" | "431"]), "a long address: {answer}");
    app.get(CONNECTIONS).await.expect(200);
}

/// The database is taken apart under the server: what it says of that must be of use to nobody but its operator.
#[tokio::test]
async fn what_fails_here_is_answered_without_a_word_of_the_inside() {
    let app = TestApp::start().await;
    let id = app.create_unverified("Acme").await["id"].as_str().unwrap().to_owned();
    let database = sqlx::SqlitePool::connect(&app.app.config.database_url).await.unwrap();
    for table in ["connection_keys", "connections"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("ALTER TABLE {table} RENAME TO taken_{table}")))
            .execute(&database)
            .await
            .unwrap();
    }
    let path = format!("{CONNECTIONS}/{id}");
    let edit = app.request(Method::PUT, &path).header("if-match", "\"1\"").json(&app.keeping_key("Other"));
    for (request, what) in [
        (app.request(Method::GET, CONNECTIONS), "a list"),
        (app.request(Method::GET, &format!("{CONNECTIONS}/export")), "an export"),
        (app.request(Method::POST, &format!("{CONNECTIONS}/export")).json(&json!({"ids": [id]})), "a selection"),
        (app.request(Method::GET, &path), "a connection"),
        (app.request(Method::POST, &format!("{path}/verify")), "a verification"),
        (app.request(Method::POST, &format!("{CONNECTIONS}?verify=skip")).json(&app.input("New")), "a create"),
        (edit, "an edit"),
        (app.request(Method::DELETE, &path), "a deletion"),
        (app.request(Method::POST, &format!("{CONNECTIONS}/delete")).json(&json!({"ids": [id]})), "deletions"),
    ] {
        let reply = app.send(request).await;
        assert_tells_nothing(&reply, what);
    }
}

#[track_caller]
fn assert_tells_nothing(reply: &Reply, what: &str) {
    reply.problem(500, "internal");
    let said = reply.text.to_lowercase();
    for inside in
        ["sql", "table", "column", "connection_keys", ".rs", "panick", "/src/", "/tmp/", ".db", "error returned"]
    {
        assert!(!said.contains(inside), "{inside} in the answer to {what}: {said}");
    }
}
