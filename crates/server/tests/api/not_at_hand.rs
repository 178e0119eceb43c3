//! What cannot be had for a moment is not wrong: no status changes, nobody is sent to Okta for a new key, nothing sounds
//! like tampering, and the server says that it is not ready.

use crate::support::{CONNECTIONS, TestApp};
use model::permission::Role;
use okta_sim::DEMO_HOST;
use reqwest::Method;
use serde_json::{Value, json};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;
use vault::Rotation;

async fn ready(app: &TestApp) -> crate::support::Reply {
    app.send(app.anonymous(Method::GET, "/readyz")).await
}

/// What people see of a connection, and how much of its history there is.
async fn seen(app: &TestApp, id: &str) -> (Value, usize) {
    let connection = app.get(&format!("{CONNECTIONS}/{id}")).await.expect(200).json();
    let history = app.get(&format!("{CONNECTIONS}/{id}/history")).await.expect(200).json();
    (connection, history["items"].as_array().unwrap().len())
}

#[tokio::test]
async fn a_master_key_that_cannot_be_read_changes_nothing_and_everything_works_when_it_is_back() {
    let app = TestApp::start().await;
    let id = app.create("Acme").await["id"].as_str().unwrap().to_owned();
    let file = app.app.config.vault.master_key_file.clone();
    let first = std::fs::read(&file).unwrap();
    // Another process, so that the server has yet to learn of the new key.
    let store = store::open(&app.app.config.database_url).await.unwrap();
    Rotation::run(&app.app.config.vault, store.as_ref()).await.unwrap();
    store.close().await;
    let second = std::fs::read(&file).unwrap();
    let (before, asked) = (seen(&app, &id).await, app.sim.requests(DEMO_HOST).len());
    let (verify, token) = (format!("{CONNECTIONS}/{id}/verify"), format!("{CONNECTIONS}/{id}/token"));
    for (what, content, mode) in [
        ("others may read it", Some(&second), 0o644),
        ("the one of before was put back", Some(&first), 0o600),
        ("it is gone", None, 0o600),
    ] {
        match content {
            Some(content) => {
                std::fs::write(&file, content).unwrap();
                std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            }
            None => std::fs::remove_file(&file).unwrap(),
        }
        let scopes = json!({"scopes": ["okta.users.read"]});
        for (request, asks) in [
            (app.request(Method::POST, &verify), "a verification"),
            (app.request_as(Role::Service, Method::POST, &token).json(&scopes), "a token"),
            (app.request(Method::POST, "/api/v1/keys"), "a new key pair"),
            (app.request(Method::POST, &format!("{CONNECTIONS}?verify=skip")).json(&app.input("Other")), "a create"),
            (app.anonymous(Method::GET, "/readyz"), "readiness"),
        ] {
            let reply = app.send(request).await;
            let problem = reply.problem(503, "master_key_unavailable");
            assert!(problem["detail"].as_str().unwrap().contains("person who runs this console"), "{what}, {asks}");
            assert_eq!(reply.header("retry-after"), "30", "{what}, {asks}");
        }
        assert_eq!(seen(&app, &id).await, before, "{what}");
    }
    assert_eq!(app.sim.requests(DEMO_HOST).len(), asked, "Okta was not asked");
    std::fs::write(&file, &second).unwrap();
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let report = app.send(app.request(Method::POST, &verify)).await.expect(200).json();
    assert_eq!(report["outcome"], "passed");
    assert_eq!(ready(&app).await.expect(200).text, "ok");
    app.create("Other").await;
}

#[tokio::test]
async fn who_only_reads_does_not_wait_for_a_database_that_another_process_has_locked() {
    let app = TestApp::start().await;
    app.get(CONNECTIONS).await.expect(200);
    let database = sqlx::SqlitePool::connect(&app.app.config.database_url).await.unwrap();
    // The last use, and an hour later what the history says of it, are due to be noted.
    for minutes in [2, 62] {
        app.pass(time::Duration::minutes(minutes));
        let lock = database.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let began = Instant::now();
        app.get(CONNECTIONS).await.expect(200);
        assert!(began.elapsed().as_secs_f32() < 3.0, "{:?}, and a write waits for 5 s", began.elapsed());
        lock.rollback().await.unwrap();
    }
}
