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
