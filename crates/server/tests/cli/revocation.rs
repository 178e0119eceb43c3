//! Revoking while the master key, and with it the history's key, cannot be read: what leaked must not live on for that.

use crate::Place;
use crate::console::Console;
use reqwest::Method;
use std::time::{Duration, Instant};

fn entries(place: &Place, action: &str) -> Vec<serde_json::Value> {
    let lines = place.good(&["history", "export"]).out;
    let entries = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    entries.filter(|entry| entry["action"] == action).collect()
}

#[tokio::test]
async fn a_token_and_a_session_end_at_once_and_the_next_server_writes_it_down() {
    let place = Place::new();
    let console = Console::start(&place);
    let token = place.good(&["token", "create", "--role", "viewer", "--name", "leaked"]);
    let id = token.err.split_whitespace().nth(1).unwrap().to_owned();
    let link = place.good(&["sign-in-link", "--name", "Ada"]).out;
    let link = serde_json::json!({"token": link.trim_end().split_once("#token=").unwrap().1});
    let sign_in = console.anonymous(Method::POST, "/api/v1/session").json(&link);
    let cookie = sign_in.send().await.unwrap().headers()["set-cookie"].to_str().unwrap().to_owned();
    let session = place.good(&["session", "list"]).out;
    let session = session.lines().nth(1).unwrap()[..36].to_owned();

    let key = std::fs::read_to_string(place.path("data/master.key")).unwrap();
    std::fs::remove_file(place.path("data/master.key")).unwrap();
    for arguments in [["token", "revoke", &id], ["session", "revoke", &session]] {
        let ran = place.good(&arguments);
        assert!(ran.err.contains("The entry in the history follows"), "{}", ran.err);
    }
    assert!(!place.path("data/master.key").exists());
    let unknown = place.run(&["token", "revoke", "01920000-0000-7000-8000-000000000001"], &[]);
    assert_eq!((unknown.code, unknown.err.as_str()), (1, "app-connections: there is no token with this id\n"));
    let list = console.anonymous(Method::GET, "/api/v1/connections").bearer_auth(token.out.trim_end());
    assert_eq!(list.send().await.unwrap().status(), 401);
    let me = console.anonymous(Method::GET, "/api/v1/session").header("cookie", cookie.split(';').next().unwrap());
    assert_eq!(me.send().await.unwrap().status(), 401);
    console.kill();

    place.write("data/master.key", &key, 0o600);
    assert!(entries(&place, "api_token_revoked").is_empty());
    let _console = Console::start(&place);
    let patience = Instant::now() + Duration::from_secs(30);
    while entries(&place, "session_revoked").is_empty() {
        assert!(Instant::now() < patience, "no server wrote it down");
    }
    let (tokens, sessions) = (entries(&place, "api_token_revoked"), entries(&place, "session_revoked"));
    assert_eq!((tokens.len(), sessions.len()), (1, 1));
    assert_eq!((&tokens[0]["details"]["token"], &tokens[0]["details"]["name"]), (&id.into(), &"leaked".into()));
    assert_eq!((&sessions[0]["details"]["session"], &sessions[0]["by"]), (&session.into(), &"command line".into()));
    place.good(&["history", "verify"]);
}
