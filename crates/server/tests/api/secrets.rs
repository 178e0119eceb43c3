//! A private key enters and never leaves. Answers are looked at by `TestApp::send` in every test; here files and logs are.

use crate::support::{CONNECTIONS, TestApp};
use model::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::Write;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};

thread_local! {
    /// What is logged on this thread, once somebody listens. The runtime of a test has no other thread.
    static LOG: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.with_borrow_mut(|log| log.get_or_insert_default().extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps everything that is logged on this thread, down to the traces of libraries.
fn listen() {
    LOG.set(Some(Vec::new()));
    let listening = dynamic_filter_fn(|_, _| LOG.with_borrow(Option::is_some));
    let layer = fmt::layer().with_ansi(false).with_writer(|| Log).with_filter(listening);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer)).unwrap();
}

/// Everything that may go right or wrong with a key.
async fn exercise(app: &TestApp) -> Value {
    let connection = app.create("Acme").await;
    let id = connection["id"].as_str().unwrap();
    let jwk = app.sim.demo().jwk.to_json();
    for (pointer, value) in [
        ("/settings/private_key", json!(app.sim.demo().pem[..600])),
        ("/settings/private_key", json!(jwk[..jwk.len() - 9])),
        ("/settings/private_key", json!([jwk])),
        ("/settings/private_key", json!([serde_json::from_str::<Value>(&jwk).unwrap()])),
        ("/settings/domain", json!(app.sim.demo().pem)),
        ("/settings/client_id", json!(jwk)),
        ("/name", json!(app.sim.demo().pem)),
        ("/application", json!(jwk)),
    ] {
        let mut input = app.input("Other");
        *input.pointer_mut(pointer).unwrap() = value;
        app.post(CONNECTIONS, &input).await.expect(422);
    }
    let raw = app.request(Method::POST, CONNECTIONS).header("content-type", "application/json");
    app.send(raw.body(app.sim.demo().pem)).await.expect(400);
    app.put(id, 1, "", &app.input("Acme 2")).await.expect(200);
    app.post("/api/v1/connections/verify", &app.input("x")).await.expect(200);
    app.send(app.request(Method::POST, &format!("{CONNECTIONS}/{id}/verify"))).await.expect(200);
    app.send(app.request(Method::POST, "/api/v1/keys")).await.expect(201);
    let token = app.request_as(Role::Service, Method::POST, &format!("{CONNECTIONS}/{id}/token"));
    app.send(token.json(&json!({"scopes": ["okta.users.read"]}))).await.expect(200).json()
}

#[tokio::test]
async fn no_file_and_no_log_line_holds_a_piece_of_a_key_or_a_token() {
    listen();
    let app = TestApp::start().await;
    let token = exercise(&app).await;

    let mut secrets = app.key_pieces();
    secrets.push(token["access_token"].as_str().unwrap().to_owned());
    secrets.extend(Role::ALL.map(|role| app.token(role).to_owned()));
    let mut files = 0;
    for entry in std::fs::read_dir(app.data.path()).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        files += 1;
        for secret in &secrets {
            let found = content.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "a secret in {}", path.display());
        }
    }
    assert!(files >= 2, "the database is somewhere else");

    let log = String::from_utf8(LOG.take().unwrap()).unwrap();
    for expected in ["answered", "verified", "TRACE"] {
        assert!(log.contains(expected), "{expected} was not logged");
    }
    for secret in &secrets {
        let line = log.lines().find(|line| line.contains(secret.as_str()));
        assert!(line.is_none(), "a secret in the log, by {:?}", line.map(|line| &line[..line.len().min(80)]));
    }
}

#[tokio::test]
async fn the_binary_forms_of_the_key_are_not_in_the_database_either() {
    let app = TestApp::start().await;
    app.create("Acme").await;
    let jwk: Value = serde_json::from_str(&app.sim.demo().jwk.to_json()).unwrap();
    let decode = |member: &str| {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jwk[member].as_str().unwrap()).unwrap()
    };
    for name in ["connections.db", "connections.db-wal"] {
        let Ok(content) = std::fs::read(app.data.path().join(name)) else { continue };
        for member in ["d", "p", "q", "dp", "dq", "qi"] {
            let piece = &decode(member)[..16];
            assert!(!content.windows(16).any(|window| window == piece), "{member} in {name}");
        }
    }
}
