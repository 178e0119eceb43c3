//! The keys that check tokens of the embedding console: renewed, withdrawn, made up, out of reach.

use super::jwt::Embedded;
use crate::support::issuer::Signer;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use serde_json::{Value, json};
use time::Duration;

#[tokio::test]
async fn a_new_key_is_found_at_once_and_a_withdrawn_one_is_good_for_ten_minutes_more() {
    let place = Embedded::start().await;
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    place.app.pass(Duration::minutes(2));
    let second = Signer::new("second");
    place.issuer.publishes(&[second.jwk()]);
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    assert_eq!(place.issuer.asked("/keys").len(), 1);
    place.list(&second.token(&place.claims("admin"))).await.expect(200);
    assert_eq!(place.issuer.asked("/keys").len(), 2);
    let third = Signer::new("third");
    place.issuer.publishes(&[second.jwk(), third.jwk()]);
    place.list(&third.token(&place.claims("admin"))).await.expect(200);
    assert_eq!(place.issuer.asked("/keys").len(), 3, "in the same minute");
    place.app.pass(Duration::minutes(11));
    place.list(&place.signer.token(&place.claims("admin"))).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn made_up_key_ids_have_the_keys_fetched_some_times_and_then_once_a_minute() {
    let place = Embedded::start().await;
    let guess = |key_id: String| {
        let mut header = place.signer.header();
        header["kid"] = json!(key_id);
        place.signer.token_with(&header, &place.claims("admin"))
    };
    // The first fetch is for nobody's sake.
    for fetched in 4..=6 {
        for number in 0..10 {
            place.list(&guess(format!("k{number}"))).await.problem(401, "unauthenticated");
        }
        assert_eq!(place.issuer.asked("/keys").len(), fetched);
        place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
        place.app.pass(Duration::seconds(61));
    }
}

#[tokio::test]
async fn keys_that_cannot_be_had_are_no_fault_of_the_caller() {
    let place = Embedded::start().await;
    let redirect = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static("/elsewhere"))]);
    place.issuer.answers("/elsewhere", 200, &json!({"keys": [place.signer.jwk()]}));
    for (what, status, headers, body) in [
        ("a redirect", 302, redirect, b"{}".to_vec()),
        ("an error", 500, HeaderMap::new(), b"{}".to_vec()),
        ("no JSON", 200, HeaderMap::new(), b"<html>".to_vec()),
        ("no set", 200, HeaderMap::new(), b"[]".to_vec()),
        ("no key", 200, HeaderMap::new(), br#"{"keys":[]}"#.to_vec()),
        ("too much", 200, HeaderMap::new(), vec![b' '; 300 * 1024]),
    ] {
        place.issuer.answers_with("/keys", status, headers, body);
        let reply = place.list(&place.signer.token(&place.claims("admin"))).await;
        reply.problem(503, "unavailable");
        assert_eq!(reply.header("retry-after"), "5", "{what}");
        place.app.pass(Duration::seconds(6));
    }
    assert!(place.issuer.asked("/elsewhere").is_empty());
    place.issuer.publishes(&[place.signer.jwk()]);
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    place.issuer.answers("/keys", 500, &json!({}));
    place.app.pass(Duration::hours(23));
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    place.app.pass(Duration::hours(2));
    place.list(&place.signer.token(&place.claims("admin"))).await.problem(503, "unavailable");
}

#[tokio::test]
async fn keys_that_were_fetched_while_the_clock_was_ahead_are_fetched_again() {
    let place = Embedded::start().await;
    place.app.pass(Duration::days(365));
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    place.app.pass(Duration::days(-365));
    place.issuer.publishes(&[Signer::new("second").jwk()]);
    place.list(&place.signer.token(&place.claims("admin"))).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_key_without_a_name_may_be_renewed() {
    let place = Embedded::start().await;
    let nameless = |signer: &Signer| {
        let mut jwk = signer.jwk();
        jwk.as_object_mut().unwrap().remove("kid");
        jwk
    };
    let header = json!({"alg": "ES256"});
    place.issuer.publishes(&[nameless(&place.signer)]);
    place.list(&place.signer.token_with(&header, &place.claims("viewer"))).await.expect(200);
    let renewed = Signer::new("");
    place.issuer.publishes(&[nameless(&renewed)]);
    place.list(&renewed.token_with(&header, &place.claims("viewer"))).await.expect(200);
    place.list(&place.signer.token_with(&header, &place.claims("viewer"))).await.problem(401, "unauthenticated");
    // One that is renewed while the set cannot be had: nobody knows yet.
    let again = Signer::new("");
    place.issuer.answers("/keys", 500, &json!({}));
    place.list(&again.token_with(&header, &place.claims("viewer"))).await.problem(503, "unavailable");
    place.list(&renewed.token_with(&header, &place.claims("viewer"))).await.expect(200);
}

#[tokio::test]
async fn a_new_key_while_the_keys_cannot_be_had_is_no_fault_of_the_caller() {
    let place = Embedded::start().await;
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    place.issuer.answers("/keys", 500, &json!({}));
    let second = Signer::new("second");
    for _ in 0..2 {
        place.list(&second.token(&place.claims("admin"))).await.problem(503, "unavailable");
        place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
    }
}

#[tokio::test]
async fn keys_that_are_not_for_signatures_or_not_public_are_no_keys() {
    let place = Embedded::start().await;
    let with = |name: &str, value: Value| {
        let mut jwk = place.signer.jwk();
        jwk[name] = value;
        jwk
    };
    let token = place.signer.token(&place.claims("admin"));
    for (what, keys) in [
        ("for encryption", vec![with("use", json!("enc"))]),
        ("for signing only", vec![with("key_ops", json!(["sign"]))]),
        ("for another algorithm", vec![with("alg", json!("ES384"))]),
        ("of another kind", vec![with("kty", json!("RSA"))]),
        ("symmetric", vec![json!({"kty": "oct", "kid": "first", "k": "c2VjcmV0"})]),
        ("twice", vec![place.signer.jwk(), place.signer.jwk()]),
    ] {
        place.issuer.publishes(&keys);
        place.app.pass(Duration::minutes(11));
        let token_now = place.signer.token(&place.claims("admin"));
        let reply = place.list(&token_now).await;
        assert!(matches!(reply.status, 401 | 503), "{what}: {}", reply.text);
    }
    assert_eq!(place.list(&token).await.status, 401, "and that one has expired by now");
}

#[tokio::test]
async fn without_a_key_id_the_one_key_that_fits_counts() {
    let place = Embedded::start().await;
    let header = json!({"alg": "ES256"});
    place.list(&place.signer.token_with(&header, &place.claims("viewer"))).await.expect(200);
    let second = Signer::new("second");
    place.issuer.publishes(&[place.signer.jwk(), second.jwk()]);
    place.app.pass(Duration::minutes(11));
    place.list(&place.signer.token_with(&header, &place.claims("viewer"))).await.problem(401, "unauthenticated");
    place.list(&second.token(&place.claims("viewer"))).await.expect(200);
}
