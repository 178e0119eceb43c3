//! What a new installation is before anybody has set it up.

use crate::{Place, serve};

#[tokio::test]
async fn a_new_installation_lets_nobody_in() {
    let place = Place::new();
    let (mut child, address) = serve(&place);
    for (user, password) in [("admin", "admin"), ("root", ""), ("app-connections", "password")] {
        let list = reqwest::Client::new().get(format!("http://{address}/api/v1/connections"));
        assert_eq!(list.basic_auth(user, Some(password)).send().await.unwrap().status(), 401, "{user}");
        let sign_in = reqwest::Client::new().post(format!("http://{address}/api/v1/session"));
        let sign_in = sign_in.json(&serde_json::json!({ "token": password }));
        assert_eq!(sign_in.send().await.unwrap().status(), 401, "{user}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let tokens = place.good(&["token", "list"]).out;
    assert!(!tokens.lines().any(|line| line.contains("good")), "{tokens}");
    place.good(&["token", "create", "--role", "admin", "--name", "first"]);
    assert!(place.good(&["token", "list"]).out.contains("good"), "the search looks in the right place");
}

#[test]
fn whoever_serves_in_the_clear_is_warned() {
    for (public, is_warned) in [
        ("http://127.0.0.1:8080", false),
        ("http://[::1]:8080", false),
        ("http://localhost:8080", false),
        ("https://console.example.com", false),
        ("http://console.example.com", true),
        ("http://192.168.1.7:8080", true),
        ("http://localhost.example.com", true),
    ] {
        let place = Place::new();
        // Another's address, so that the program ends where it would serve.
        let ran = place.run(&["serve"], &[("APPCONN_PUBLIC_URL", public), ("APPCONN_LISTEN", "192.0.2.1:1")]);
        assert_eq!(ran.err.contains("served without TLS"), is_warned, "{public}: {}", ran.err);
    }
}
