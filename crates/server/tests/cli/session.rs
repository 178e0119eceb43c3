//! Sign-in beside a running server, and what a restart leaves of it.

use crate::{Place, rustix_signal, serve};

#[tokio::test]
async fn a_link_made_beside_the_running_server_signs_in_and_the_session_survives_a_restart() {
    let place = Place::new();
    let (mut child, address) = serve(&place);
    let link = place.good(&["sign-in-link"]).out;
    let token = link.trim_end().split_once("#token=").unwrap().1;
    let client = reqwest::Client::new();
    let sign_in = client.post(format!("http://{address}/api/v1/session")).json(&serde_json::json!({"token": token}));
    let answer = sign_in.send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();

    for signal in [rustix_signal::TERM, rustix_signal::INT] {
        rustix_signal::send(&child, signal);
        assert!(child.wait().unwrap().success(), "{signal:?} ends it in good order");
        assert_eq!(std::fs::read_dir(place.path("data")).unwrap().count(), 2, "the database and the key");
        let (restarted, address) = serve(&place);
        child = restarted;
        let me = client.get(format!("http://{address}/api/v1/session")).header("cookie", &cookie);
        assert_eq!(me.send().await.unwrap().status(), 200);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn every_session_is_listed_however_many_there_are() {
    const MORE: usize = 1_100;
    let place = Place::new();
    let (mut child, address) = serve(&place);
    let link = place.good(&["sign-in-link"]).out;
    let token = link.trim_end().split_once("#token=").unwrap().1;
    let sign_in = reqwest::Client::new().post(format!("http://{address}/api/v1/session"));
    assert_eq!(sign_in.json(&serde_json::json!({"token": token})).send().await.unwrap().status(), 201);
    child.kill().unwrap();
    child.wait().unwrap();
    let path = place.path("data/app-connections.db");
    let db = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let sql = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)                INSERT INTO credentials (id, kind, hash, name, role, created_at, expires_at, last_used_at, subject)                SELECT printf('01920000-0000-7000-8000-%012d', n), kind, randomblob(32), name, role,                created_at - n / 3, expires_at, last_used_at, subject FROM credentials, numbers WHERE kind = 'session'";
    sqlx::query(sql).bind(i64::try_from(MORE).unwrap()).execute(&db).await.unwrap();
    db.close().await;
    let listed = place.good(&["session", "list"]).out;
    let ids: std::collections::BTreeSet<_> = listed.lines().skip(1).map(|line| &line[..36]).collect();
    assert_eq!((listed.lines().count(), ids.len()), (MORE + 2, MORE + 1));
}
