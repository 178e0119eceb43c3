//! The demo organization: everything works.

use okta_sim::{DEMO_SCOPES, Demo, Sim};
use serde_json::Value;

use crate::support::{Caller, start_with};

#[tokio::test]
async fn a_right_request_gets_a_bearer_token_with_all_seven_scopes() {
    let (_sim, caller) = start_with(|_| ()).await;
    let answer = caller.ask(&caller.assertion()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json = answer.json();
    assert_eq!(json["token_type"], "Bearer");
    assert_eq!(json["expires_in"], 3600);
    assert_eq!(json["scope"], DEMO_SCOPES.join(" "));
    assert!(
        answer.body.starts_with(r#"{"token_type":"Bearer","expires_in":3600,"access_token":""#),
        "members in order"
    );
    for (name, value) in [
        ("content-type", "application/json"),
        ("cache-control", "no-cache, no-store"),
        ("pragma", "no-cache"),
        ("expires", "0"),
        ("x-rate-limit-limit", "150"),
        ("x-rate-limit-remaining", "149"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert_eq!(answer.header("x-okta-request-id").unwrap().len(), 32);
    assert!(answer.header("x-rate-limit-reset").is_some() && answer.header("date").is_some());
    assert_eq!(answer.header("dpop-nonce"), None);
}

#[tokio::test]
async fn every_kind_of_object_can_be_read() {
    let (_sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    let roles = format!("/oauth2/v1/clients/{}/roles", caller.client_id);
    for (path, count) in [
        ("/api/v1/apps", Some(10)),
        ("/api/v1/devices", Some(8)),
        ("/api/v1/groups", Some(12)),
        ("/api/v1/meta/types/user", Some(3)),
        ("/api/v1/users", Some(40)),
        (&roles, Some(1)),
        ("/api/v1/org", None),
        ("/api/v1/iam/roles", None),
    ] {
        let answer = caller.get(path, &token).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.json().as_array().map(Vec::len), count, "{path}");
    }
}

#[tokio::test]
async fn the_service_app_is_among_the_apps_under_its_client_id() {
    let (sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    let app = caller.get(&format!("/api/v1/apps/{}", caller.client_id), &token).await.json();
    assert_eq!(app["status"], "ACTIVE");
    assert_eq!(app["credentials"]["oauthClient"]["token_endpoint_auth_method"], "private_key_jwt");
    assert_eq!(app["settings"]["oauthClient"]["application_type"], "service");
    assert_eq!(app["settings"]["oauthClient"]["grant_types"][0], "client_credentials");
    assert_eq!(app["settings"]["oauthClient"]["dpop_bound_access_tokens"], false);
    let keys = caller.get(&format!("/api/v1/apps/{}/credentials/jwks", caller.client_id), &token).await.json();
    assert_eq!(keys["jwks"]["keys"][0]["kid"], sim.demo().key_id);
    assert_eq!(keys["jwks"]["keys"][0]["status"], "ACTIVE");
    assert_eq!(keys["jwks"]["keys"][0].get("d"), None);
}

#[tokio::test]
async fn the_role_is_a_super_administrators() {
    let (_sim, caller) = start_with(|_| ()).await;
    let path = format!("/oauth2/v1/clients/{}/roles", caller.client_id);
    let roles = caller.get(&path, &caller.token().await).await.json();
    assert_eq!(roles[0]["type"], "SUPER_ADMIN");
    assert_eq!(roles[0]["status"], "ACTIVE");
    assert_eq!(roles[0]["id"], "KNKVARKSL5AUITKJJY");
}

#[tokio::test]
async fn plain_http_leads_to_the_demo_whatever_host_is_named() {
    let (sim, mut caller) = start_with(|_| ()).await;
    for prefix in ["", "/dpop-auth"] {
        caller.base = format!("http://{}{prefix}", sim.http_addr());
        let token = caller.token().await;
        assert_eq!(caller.get("/api/v1/users?limit=1", &token).await.status, 200, "{prefix}");
    }
}

#[tokio::test]
async fn the_demo_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let printed = serde_json::to_string(&Demo::load(folder.path()).unwrap()).unwrap();
    let mut certificates = Vec::new();
    for _ in 0..2 {
        let sim = Sim::builder().data(folder.path()).start().await.unwrap();
        assert_eq!(serde_json::to_string(&sim.demo()).unwrap(), printed);
        let caller = Caller::demo(&sim);
        assert_eq!(caller.ask(&caller.assertion()).await.status, 200);
        certificates.push(sim.ca_pem().to_owned());
        sim.stop().await;
    }
    assert_eq!(certificates[0], certificates[1]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_keys() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    Sim::builder().data(folder.path()).start().await.unwrap().stop().await;
    for name in ["ca-key.pem", "demo-key.der"] {
        let mode = folder.path().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn the_values_have_the_shapes_that_okta_shows() {
    let (sim, _) = start_with(|_| ()).await;
    let demo = sim.demo();
    assert_eq!(demo.domain, "https://acme-backup-demo.okta.com");
    assert!(demo.client_id.starts_with("0oa") && demo.client_id.len() == 20);
    assert!(demo.pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    let jwk = demo.jwk.to_json();
    let order = ["kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "kid"];
    let places: Vec<usize> = order.iter().map(|name| jwk.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    let parsed: Value = serde_json::from_str(&jwk).unwrap();
    assert_eq!(parsed["kid"], demo.key_id);
    assert!(!format!("{demo:?}{sim:?}").contains(parsed["d"].as_str().unwrap()));
}
