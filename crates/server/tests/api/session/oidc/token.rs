//! What of the provider's tokens and answers signs somebody in.

use super::{Begun, Place, SESSION, assert_failed, session};
use crate::support::issuer::{Signer, message};
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

type Change = fn(&mut Value);

/// `(what the provider does, how the ID token differs, what the page says)`
const HOSTILE: &[(&str, Change, &str)] = &[
    ("another issuer", |claims| claims["iss"] = json!("https://evil.example"), "refused"),
    ("another audience", |claims| claims["aud"] = json!("other"), "refused"),
    ("others' audience, too", |claims| claims["aud"] = json!(["console", "other"]), "refused"),
    ("another party", |claims| claims["azp"] = json!("other"), "refused"),
    ("another sign-in's nonce", |claims| claims["nonce"] = json!("x".repeat(43)), "refused"),
    ("no nonce", |claims| claims["nonce"] = Value::Null, "refused"),
    ("expired", |claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 31), "refused"),
    ("nobody", |claims| claims["sub"] = Value::Null, "refused"),
    ("no role", |claims| claims["groups"] = json!(["others"]), "no_role"),
    ("no groups", |claims| claims["groups"] = Value::Null, "no_role"),
    ("a role by its own name", |claims| claims["groups"] = json!(["admin"]), "no_role"),
];

#[tokio::test]
async fn a_token_with_anything_wrong_signs_nobody_in() {
    let place = Place::start().await;
    for (what, change, code) in HOSTILE {
        let begun = place.begin("").await;
        let mut claims = place.claims(&begun);
        change(&mut claims);
        place.give(&place.signer.token(&claims));
        assert_failed(&place.back_with_code(&begun).await, code, what);
    }
    let begun = place.begin("").await;
    let claims = place.claims(&begun);
    let mallory = Signer::new("first");
    let unsigned = message(&json!({"alg": "none"}), &claims);
    let mut dressed = place.signer.header();
    dressed["typ"] = json!("at+jwt");
    for (what, token) in [
        ("another's signature", mallory.token(&claims)),
        ("none", format!("{unsigned}.")),
        ("an access token", place.signer.token_with(&dressed, &claims)),
        ("no token", "x".to_owned()),
    ] {
        let begun = place.begin("").await;
        place.give(&token);
        assert_failed(&place.back_with_code(&begun).await, "refused", what);
    }
    let refused = place.app.app.store.chained_entries(0, 1_000).await.unwrap();
    let refused: Vec<_> = refused.iter().filter(|entry| entry.entry.action == "refused").collect();
    assert_eq!(refused.len(), HOSTILE.len() + 4);
    assert!(refused.iter().any(|entry| entry.entry.by == "ada@example.com"), "known, and without a role");
}

#[tokio::test]
async fn an_answer_of_another_provider_is_refused_before_its_code_goes_anywhere() {
    let place = Place::start().await;
    let begun = place.begin("").await;
    let query = format!("state={}&code=c1&iss=https%3A%2F%2Fevil.example", begun.asked["state"]);
    assert_failed(&place.back(&begun, &query).await, "refused", "another issuer");

    place.describe(&json!({"authorization_response_iss_parameter_supported": true}));
    place.app.pass(Duration::hours(2));
    let begun = place.begin("").await;
    assert_failed(&place.back_with_code(&begun).await, "refused", "it always says who it is");
    assert!(place.provider.asked("/token").is_empty());

    let begun = place.begin("").await;
    place.give(&place.signer.token(&place.claims(&begun)));
    let iss = place.provider.url.replace(':', "%3A").replace('/', "%2F");
    let reply = place.back(&begun, &format!("state={}&code=c1&iss={iss}", begun.asked["state"])).await.expect(303);
    assert_eq!(reply.header("location"), "/");
}

#[tokio::test]
async fn a_code_that_the_provider_does_not_take_signs_nobody_in() {
    let place = Place::start().await;
    for (status, body, code) in [
        (400, json!({"error": "invalid_grant"}), "refused"),
        (401, json!({"error": "invalid_client"}), "refused"),
        (302, json!({}), "refused"),
        (200, json!({"access_token": "at"}), "refused"),
        (200, json!([]), "refused"),
        (503, json!({}), "unavailable"),
    ] {
        let begun = place.begin("").await;
        place.provider.answers("/token", status, &body);
        assert_failed(&place.back_with_code(&begun).await, code, &format!("{status} {body}"));
    }
}

#[tokio::test]
async fn what_a_thin_id_token_leaves_out_the_provider_is_asked_for() {
    let place = Place::start().await;
    place.describe(&json!({"userinfo_endpoint": format!("{}/me", place.provider.url)}));
    let thin = |begun: &Begun| {
        let mut claims = place.claims(begun);
        claims.as_object_mut().unwrap().retain(|name, _| name != "groups" && name != "preferred_username");
        claims
    };
    let told =
        json!({"sub": "00u1", "email": "ada@example.com", "groups": ["everyone"], "iss": "https://evil.example"});
    let begun = place.begin("").await;
    place.give(&place.signer.token(&thin(&begun)));
    place.provider.answers("/me", 200, &told);
    let reply = place.back_with_code(&begun).await.expect(303);
    let me = place.app.send(place.app.anonymous(Method::GET, SESSION).header("cookie", session(&reply))).await;
    let me = me.expect(200).json();
    assert_eq!((me["name"].as_str(), me["role"].as_str()), (Some("ada@example.com"), Some("viewer")));
    assert_eq!(
        place.provider.asked("/me").iter().map(|asked| asked.authorization.as_str()).collect::<Vec<_>>(),
        ["Bearer at"]
    );

    for (what, status, answer, code) in [
        ("somebody else", 200, json!({"sub": "00u2", "groups": ["backup-admins"]}), "refused"),
        ("nobody", 200, json!({"groups": ["backup-admins"]}), "refused"),
        ("no role", 200, json!({"sub": "00u1", "groups": ["others"]}), "no_role"),
        ("nothing more", 200, json!({"sub": "00u1"}), "no_role"),
        ("no object", 200, json!([]), "refused"),
        ("no longer", 401, json!({}), "refused"),
        ("elsewhere", 302, json!({}), "refused"),
        ("down", 503, json!({}), "unavailable"),
    ] {
        let begun = place.begin("").await;
        place.give(&place.signer.token(&thin(&begun)));
        place.provider.answers("/me", status, &answer);
        assert_failed(&place.back_with_code(&begun).await, code, what);
    }

    let begun = place.begin("").await;
    let mut claims = place.claims(&begun);
    claims["groups"] = json!(["others"]);
    place.give(&place.signer.token(&claims));
    place.provider.answers("/me", 200, &json!({"sub": "00u1", "groups": ["backup-admins"]}));
    let before = place.provider.asked("/me").len();
    assert_failed(&place.back_with_code(&begun).await, "no_role", "what the token itself says counts");
    assert_eq!(place.provider.asked("/me").len(), before);
}
