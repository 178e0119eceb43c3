//! Somebody changes the database behind the server's back: the keys in it sign nothing for anybody else.

use crate::support::{CONNECTIONS, TestApp};
use okta_sim::{DEMO_HOST, KeyPair, Org};
use reqwest::Method;
use serde_json::{Value, json};

async fn run(app: &TestApp, sql: &str) {
    let database = sqlx::SqlitePool::connect(&app.app.config.database_url).await.unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&database).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{sql}");
    database.close().await;
}

/// What the check of the private key says of this connection.
async fn verdict(app: &TestApp, connection: &Value) -> Value {
    let path = format!("{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
    let report = app.send(app.request(Method::POST, &path)).await.expect(200).json();
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["id"] == "private_key").unwrap()["status"].clone()
}

/// An organization that takes the same key.
const ELSEWHERE: &str = "elsewhere.okta.com";

fn tokens_asked_for(app: &TestApp) -> usize {
    let requests = [DEMO_HOST, ELSEWHERE].into_iter().flat_map(|host| app.sim.requests(host));
    requests.filter(|request| request.path == "/oauth2/v1/token").count()
}

/// A sealed key, some bytes of which (counted from 1, the last one excluded) are another's.
fn spliced(other: &str, before: &str, part: std::ops::Range<u32>, rest: u32) -> String {
    let (start, length) = (part.start, part.len());
    let middle = format!("substr({other}, {start}, {length})");
    format!("sealed_key = CAST({before} || {middle} || substr(sealed_key, {rest}) AS BLOB)")
}

#[tokio::test]
async fn a_key_that_was_moved_set_back_or_pointed_elsewhere_signs_nothing() {
    let app = TestApp::start_with(vec![Org::demo(), Org::demo().at(ELSEWHERE)], &[]).await;
    let other = app.create_unverified("Other").await;
    let other_key =
        format!("(SELECT sealed_key FROM connection_keys WHERE connection_id = '{}')", other["id"].as_str().unwrap());
    for (what, table, change) in [
        ("another row's key", "connection_keys", format!("sealed_key = {other_key}")),
        ("the key of another number", "connection_keys", "secret_version = 2".to_owned()),
        ("a key that is not counted", "connection_keys", "secret_version = 0".to_owned()),
        (
            "the format of before",
            "connection_keys",
            "sealed_key = CAST(x'01' || substr(sealed_key, 2) AS BLOB), secret_version = 0".to_owned(),
        ),
        ("another row's data key", "connection_keys", spliced(&other_key, "substr(sealed_key, 1, 9)", 10..70, 70)),
        ("another row's data", "connection_keys", spliced(&other_key, "substr(sealed_key, 1, 69)", 70..9_999, 9_999)),
        (
            "a changed byte",
            "connection_keys",
            "sealed_key = CAST(substr(sealed_key, 1, 99) || x'00ff00ff' || substr(sealed_key, 104) AS BLOB)".to_owned(),
        ),
        (
            "cut short",
            "connection_keys",
            "sealed_key = CAST(substr(sealed_key, 1, length(sealed_key) - 1) AS BLOB)".to_owned(),
        ),
        ("nothing", "connection_keys", "sealed_key = x''".to_owned()),
        (
            "a format of the future",
            "connection_keys",
            "sealed_key = CAST(x'03' || substr(sealed_key, 2) AS BLOB)".to_owned(),
        ),
        ("another organization", "connections", format!("domain = 'https://{ELSEWHERE}'")),
        ("another client", "connections", "client_id = '0oa00000000000000000'".to_owned()),
        ("another public key", "connections", "key_thumbprint = 'x'".to_owned()),
    ] {
        let victim = app.create_unverified(what).await;
        assert_eq!(verdict(&app, &victim).await, "passed", "{what}: before");
        let before = tokens_asked_for(&app);
        let column = if table == "connections" { "id" } else { "connection_id" };
        run(&app, &format!("UPDATE {table} SET {change} WHERE {column} = '{}'", victim["id"].as_str().unwrap())).await;
        assert_eq!(verdict(&app, &victim).await, "failed", "{what}");
        assert_eq!(tokens_asked_for(&app), before, "{what}: nothing was signed for Okta");
    }
}

#[tokio::test]
async fn a_key_that_was_replaced_does_not_come_back() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let id = connection["id"].as_str().unwrap();
    run(&app, &format!("INSERT INTO meta SELECT 'kept', sealed_key FROM connection_keys WHERE connection_id = '{id}'"))
        .await;
    let mut input = app.input("Acme");
    input["settings"]["private_key"] = json!(KeyPair::rsa(2048).unwrap().pem());
    app.put(id, 1, "?verify=skip", &input).await.expect(200);
    let thumbprint = connection["settings"]["key"]["thumbprint"].as_str().unwrap();
    run(&app, &format!("UPDATE connections SET key_thumbprint = '{thumbprint}' WHERE id = '{id}'")).await;
    let kept = "sealed_key = (SELECT value FROM meta WHERE name = 'kept')";
    run(&app, &format!("UPDATE connection_keys SET {kept} WHERE connection_id = '{id}'")).await;
    assert_eq!(verdict(&app, &connection).await, "failed");
}
