//! What the provider says of itself, and how it is spoken to.

use super::{BEGIN, CALLBACK, Place, assert_failed};
use crate::support::TestApp;
use base64::Engine;
use reqwest::Method;
use serde_json::json;
use time::Duration;

#[tokio::test]
async fn what_the_provider_refuses_is_told_apart() {
    let place = Place::start().await;
    for (error, code) in [
        ("access_denied", "denied"),
        ("temporarily_unavailable", "unavailable"),
        ("server_error", "unavailable"),
        ("invalid_scope", "refused"),
        ("%3Cscript%3E", "refused"),
    ] {
        let begun = place.begin("").await;
        let query = format!("state={}&error={error}&error_description=x", begun.asked["state"]);
        assert_failed(&place.back(&begun, &query).await, code, error);
    }
    let begun = place.begin("").await;
    assert_failed(&place.back(&begun, &format!("state={}", begun.asked["state"])).await, "refused", "no code");
    let history = serde_json::to_string(
        &place
            .app
            .app
            .store
            .chained_entries(0, 100)
            .await
            .unwrap()
            .iter()
            .map(|entry| &entry.entry)
            .collect::<Vec<_>>(),
    );
    assert!(!history.unwrap().contains("script"), "nobody's words are repeated");
}

/// Why the last sign-in failed, for the operator.
async fn reason(place: &Place) -> String {
    let history = place.app.app.store.chained_entries(0, 100).await.unwrap();
    history.last().unwrap().entry.details.get("reason").unwrap().to_string()
}

#[tokio::test]
async fn a_refusal_that_forgot_its_state_is_told_as_what_it_is() {
    let place = Place::start().await;
    let begun = place.begin("").await;
    assert_failed(&place.back(&begun, "error=access_denied").await, "denied", "without a state");
    assert!(reason(&place).await.contains("access_denied"));
    assert_failed(&place.back(&begun, "code=c1").await, "expired", "no error either");
}

#[tokio::test]
async fn the_operator_reads_what_the_provider_said_and_how_it_calls_itself() {
    let place = Place::start().await;
    let begun = place.begin("").await;
    let said = json!({"error": "invalid_client", "error_description": "cannot authenticate with methods none"});
    place.provider.answers("/token", 401, &said);
    assert_failed(&place.back_with_code(&begun).await, "refused", "invalid_client");
    assert!(reason(&place).await.contains("status 401: invalid_client cannot authenticate with methods none"));

    let begun = place.begin("").await;
    let mut claims = place.claims(&begun);
    claims["groups"] = json!(["Sales"]);
    place.give(&place.signer.token(&claims));
    assert_failed(&place.back_with_code(&begun).await, "no_role", "no role");
    assert!(reason(&place).await.contains("ada@example.com has no role here: groups has: Sales"));

    let place = Place::start().await;
    place.describe(&json!({"issuer": format!("{}/", place.provider.url)}));
    assert_failed(&place.app.send(place.app.anonymous(Method::GET, BEGIN)).await, "refused", "another name");
    let reason = reason(&place).await;
    for name in [format!("{}/", place.provider.url), place.provider.url.clone()] {
        assert!(reason.contains(&format!("{name}\\\"")), "{reason} {name}");
    }
}

#[tokio::test]
async fn a_provider_that_does_not_fit_is_not_gone_to() {
    for (what, otherwise, code) in [
        ("another name", json!({"issuer": "https://evil.example"}), "refused"),
        ("sign-in in the clear", json!({"authorization_endpoint": "http://evil.example/a"}), "refused"),
        ("tokens in the clear", json!({"token_endpoint": "http://evil.example/t"}), "refused"),
        ("keys in the clear", json!({"jwks_uri": "http://evil.example/k"}), "refused"),
        ("a script", json!({"authorization_endpoint": "javascript:alert(1)"}), "refused"),
        ("no tokens", json!({"token_endpoint": null}), "refused"),
        ("userinfo in the clear", json!({"userinfo_endpoint": "http://evil.example/m"}), "refused"),
    ] {
        let place = Place::start().await;
        place.describe(&otherwise);
        assert_failed(&place.app.send(place.app.anonymous(Method::GET, BEGIN)).await, code, what);
    }
    let place = Place::start().await;
    place.provider.answers("/.well-known/openid-configuration", 500, &json!({}));
    assert_failed(&place.app.send(place.app.anonymous(Method::GET, BEGIN)).await, "unavailable", "down");
    place.describe(&json!({}));
    place.app.pass(Duration::seconds(6));
    place.begin("").await;
}

#[tokio::test]
async fn a_confidential_client_proves_itself_as_the_provider_wants_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, "s3cret:/+ é\n".replace(" é", "")).unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    for (methods, in_header) in [
        (json!({}), true),
        (json!({"token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]}), true),
        (json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]}), false),
    ] {
        let place = Place::start_with(&[("APPCONN_OIDC_CLIENT_SECRET_FILE", file.to_str().unwrap())]).await;
        place.describe(&methods);
        let begun = place.begin("").await;
        place.give(&place.signer.token(&place.claims(&begun)));
        place.back_with_code(&begun).await.expect(303);
        let asked = &place.provider.asked("/token")[0];
        assert_eq!(asked.authorization.is_empty(), !in_header);
        assert_eq!(asked.form.get("client_secret").map(String::as_str), (!in_header).then_some("s3cret:/+"));
        if in_header {
            let value =
                base64::engine::general_purpose::STANDARD.decode(&asked.authorization["Basic ".len()..]).unwrap();
            assert_eq!(value, b"console:s3cret%3A%2F%2B");
        }
    }
}

#[tokio::test]
async fn a_page_can_ask_how_to_sign_in() {
    let methods = "/api/v1/session/methods";
    let place = Place::start_with(&[("APPCONN_OIDC_NAME", "Example ID")]).await;
    let reply = place.app.send(place.app.anonymous(Method::GET, methods)).await.expect(200);
    assert_eq!(reply.json(), json!({"provider": "Example ID"}));
    let without = TestApp::start().await;
    assert_eq!(
        without.send(without.anonymous(Method::GET, methods)).await.expect(200).json(),
        json!({"provider": null})
    );
    for path in [BEGIN, CALLBACK] {
        without.send(without.anonymous(Method::GET, path)).await.problem(404, "not_found");
    }
}
