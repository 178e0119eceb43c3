//! DPoP (proof of possession), at the token endpoint and at the API.

use okta_sim::{Curve, DEMO_HOST, KeyPair, Org, Sim};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, hash, now, refusal, start, start_with};

const DAY: i64 = 24 * 3600;

async fn dpop() -> (Sim, Caller) {
    start(Org::demo().with("dpop")).await
}

#[tokio::test]
async fn the_flow_is_missing_header_then_nonce_then_token() {
    let (_sim, caller) = dpop().await;
    let answer = caller.ask(&caller.assertion()).await;
    assert_eq!(answer.error(), refusal(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing."));
    assert_eq!(answer.header("dpop-nonce"), None);

    let answer = caller.ask_with_proof(&caller.proof(&json!({}))).await;
    let wanted = refusal(400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
    assert_eq!(answer.error(), wanted);
    let nonce = answer.header("dpop-nonce").unwrap().to_owned();

    let answer = caller.ask_with_proof(&caller.proof(&json!({ "nonce": nonce }))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["token_type"], "DPoP");
    assert_eq!(answer.header("dpop-nonce"), Some(nonce.as_str()));

    let another_key = KeyPair::ec(Curve::P256).unwrap();
    let (_, mut claims) = caller.proof_parts();
    claims["nonce"] = nonce.into();
    let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": another_key.public_jwk() });
    let answer = caller.ask_with_proof(&another_key.sign(&header, &claims).unwrap()).await;
    assert_eq!(answer.status, 200, "a nonce belongs to no key: {}", answer.body);
}

#[tokio::test]
async fn the_assertion_is_used_up_by_the_request_that_lacks_the_nonce() {
    let (_sim, caller) = dpop().await;
    let assertion = caller.assertion();
    let request = || caller.token_request(&assertion);
    let first = Answer::of(request().header("DPoP", caller.proof(&json!({}))).send().await.unwrap()).await;
    let nonce = first.header("dpop-nonce").unwrap();
    let proof = caller.proof(&json!({ "nonce": nonce }));
    let second = Answer::of(request().header("DPoP", proof).send().await.unwrap()).await;
    assert_eq!(second.error(), refusal(401, "invalid_client", "The client_assertion token has already been used."));
}

#[tokio::test]
async fn a_nonce_lives_for_three_days_after_its_own_and_rotates_on_demand() {
    let (sim, caller) = dpop().await;
    let nonce_now = async || {
        let answer = caller.ask_with_proof(&caller.proof(&json!({ "iat": organization_now(&sim) }))).await;
        answer.header("dpop-nonce").expect(&answer.body).to_owned()
    };
    // Assertions must follow the organization's clock, too.
    let works = async |nonce: &str| {
        let at = organization_now(&sim);
        let assertion = caller.assertion_with(&json!({ "iat": at, "exp": at + 300 }));
        let proof = caller.proof(&json!({ "iat": at, "nonce": nonce }));
        Answer::of(caller.token_request(&assertion).header("DPoP", proof).send().await.unwrap()).await.status == 200
    };
    let first = nonce_now().await;
    assert!(works(&first).await);
    for (days, good) in [(1, true), (3, true), (4, false)] {
        sim.update(DEMO_HOST, |org| org.clock_offset_seconds = days * DAY).unwrap();
        assert_eq!(works(&first).await, good, "after {days} days");
    }
    sim.update(DEMO_HOST, |org| org.clock_offset_seconds = 0).unwrap();
    sim.rotate_nonce(DEMO_HOST).unwrap();
    assert!(!works(&first).await);
    assert_ne!(nonce_now().await, first);
}

fn organization_now(sim: &Sim) -> i64 {
    now() + sim.org(DEMO_HOST).unwrap().clock_offset_seconds
}

#[tokio::test]
async fn each_mistake_in_a_proof_has_its_own_error() {
    let (_sim, caller) = dpop().await;
    let (header, claims) = caller.proof_parts();
    let signed = |header: &Value| caller.key.sign(header, &claims).unwrap();
    let with = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        signed(&header)
    };
    let mut private: Value = serde_json::from_str(&caller.key.private_jwk().to_json()).unwrap();
    let changed = |changes: Value| caller.proof(&changes);
    let stranger = KeyPair::rsa(2048).unwrap();
    let right = signed(&header);
    let hs256 =
        right.replacen(right.split('.').next().unwrap(), &b64(&json!({ "typ": "dpop+jwt", "alg": "HS256" })), 1);
    for (proof, description) in [
        ("nonsense".to_owned(), "The DPoP proof JWT cannot be parsed."),
        (with("typ", json!("JWT")), "'typ' must be 'dpop+jwt' in the DPoP proof JWT."),
        (hs256, "The DPoP proof JWT signature algorithm is invalid."),
        (with("jwk", Value::Null), "The DPoP proof JWT is invalid."),
        (with("jwk", private.take()), "The DPoP proof JWT is invalid."),
        (with("jwk", json!(stranger.public_jwk())), "The DPoP proof JWT signature is invalid."),
        (changed(json!({ "htm": "GET" })), "'htm' claim in the DPoP proof JWT is invalid."),
        (changed(json!({ "htm": null })), "'htm' claim in the DPoP proof JWT is invalid."),
        (changed(json!({ "htu": caller.base })), "'htu' claim in the DPoP proof JWT is invalid."),
        (
            changed(json!({ "htu": format!("{}//oauth2/v1/token", caller.base) })),
            "'htu' claim in the DPoP proof JWT is invalid.",
        ),
        (changed(json!({ "htu": null })), "'htu' claim in the DPoP proof JWT is invalid."),
        (changed(json!({ "iat": null })), "'iat' claim in the DPoP proof JWT is invalid."),
        (changed(json!({ "jti": null })), "'jti' claim in the DPoP proof JWT is invalid."),
        (changed(json!({ "iat": now() + 60 })), "The DPoP proof JWT is issued in the future."),
        (changed(json!({ "iat": now() - 400 })), "The DPoP proof JWT is issued more than five minutes in the past."),
        (changed(json!({ "exp": now() - 1 })), "The DPoP proof JWT is expired."),
    ] {
        let answer = caller.ask_with_proof(&proof).await;
        assert_eq!(answer.error(), refusal(400, "invalid_dpop_proof", description), "{proof}");
    }
}

fn b64(value: &Value) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[tokio::test]
async fn a_proof_is_good_once_and_comes_alone() {
    let (_sim, caller) = dpop().await;
    let first = caller.ask_with_proof(&caller.proof(&json!({}))).await;
    let proof = caller.proof(&json!({ "nonce": first.header("dpop-nonce").unwrap() }));
    assert_eq!(caller.ask_with_proof(&proof).await.status, 200);
    let used = refusal(400, "invalid_dpop_proof", "The DPoP proof JWT has already been used.");
    assert_eq!(caller.ask_with_proof(&proof).await.error(), used);
    let two = caller.token_request(&caller.assertion()).header("DPoP", &proof).header("DPoP", &proof);
    let several = refusal(400, "invalid_dpop_proof", "Multiple DPoP proof JWT headers are not allowed.");
    assert_eq!(Answer::of(two.send().await.unwrap()).await.error(), several);
}

#[tokio::test]
async fn a_proof_that_nobody_asked_for_is_passed_over() {
    let (_sim, caller) = start_with(|_| ()).await;
    let answer = caller.ask_with_proof(&caller.proof(&json!({}))).await;
    assert_eq!(answer.json()["token_type"], "Bearer");
}

#[tokio::test]
async fn a_nonce_loop_never_ends() {
    let (_sim, caller) = start(Org::demo().with("nonce_loop")).await;
    let mut nonce = Value::Null;
    for _ in 0..3 {
        let answer = caller.ask_with_proof(&caller.proof(&json!({ "nonce": nonce }))).await;
        assert_eq!(answer.error().1, "use_dpop_nonce");
        nonce = answer.header("dpop-nonce").unwrap().into();
    }
}

async fn bound(caller: &Caller, path: &str, token: &str, proof: &str) -> Answer {
    let request = caller.read(path).header("Authorization", format!("DPoP {token}")).header("DPoP", proof);
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_bound_token_reads_with_a_proof_of_its_own_key() {
    let (_sim, caller) = dpop().await;
    let token = caller.bound_token().await;
    let claims = caller.read_proof("/api/v1/users", &token);
    let answer = bound(&caller, "/api/v1/users?limit=1", &token, &caller.proof(&claims)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("dpop-nonce"), None);
    let escaped = caller.read_proof("/api/v1/apps/a@b", &token);
    let answer = bound(&caller, "/api/v1/apps/a%40b", &token, &caller.proof(&escaped)).await;
    assert_eq!(answer.status, 404, "htu has the decoded path");
    let escaped = caller.read_proof("/api/v1/apps/a%40b", &token);
    let answer = bound(&caller, "/api/v1/apps/a%40b", &token, &caller.proof(&escaped)).await;
    assert_eq!(answer.status, 400, "htu with %40 fails");
}

#[tokio::test]
async fn mistakes_at_the_api_are_told_in_the_challenge() {
    let (_sim, caller) = dpop().await;
    let token = caller.bound_token().await;
    let path = "/api/v1/users";
    let right = caller.read_proof(path, &token);
    let with = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims[name] = value;
        caller.proof(&claims)
    };
    let stranger = KeyPair::rsa(2048).unwrap();
    let (mut header, mut claims) = caller.proof_parts();
    header["jwk"] = json!(stranger.public_jwk());
    crate::support::merge(&mut claims, &right);
    let strangers = stranger.sign(&header, &claims).unwrap();
    for (proof, description) in [
        (with("ath", Value::Null), "'ath' claim in the DPoP proof does not match the presented access_token."),
        (with("ath", hash("other").into()), "'ath' claim in the DPoP proof does not match the presented access_token."),
        (with("htm", "POST".into()), "'htm' claim in the DPoP proof JWT is invalid."),
        (with("htu", caller.token_url().into()), "'htu' claim in the DPoP proof JWT is invalid."),
        (strangers, "The access_token is not bound to the provided DPoP proof."),
    ] {
        let answer = bound(&caller, path, &token, &proof).await;
        let challenge = answer.header("www-authenticate").unwrap_or_else(|| panic!("{answer:?}"));
        assert_eq!((answer.status, answer.body.as_str()), (400, ""));
        let start = "DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512\", authorization_uri=\"http://acme-backup-demo.okta.com/oauth2/v1/authorize\", realm=\"http://acme-backup-demo.okta.com\", scope=\"okta.users.read\", error=\"invalid_dpop_proof\", ";
        assert_eq!(challenge, format!("{start}error_description=\"{description}\", resource=\"{path}\""));
    }
}

#[tokio::test]
async fn token_and_scheme_must_fit() {
    let (sim, caller) = dpop().await;
    let token = caller.bound_token().await;
    let path = "/api/v1/users";
    let proof = caller.proof(&caller.read_proof(path, &token));

    let answer = caller.get(path, &token).await;
    assert_eq!(answer.status, 400);
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Bearer "), "{challenge}");
    assert!(
        challenge
            .contains("error=\"invalid_request\", error_description=\"The resource request requires a DPoP proof.\"")
    );

    let answer = Answer::of(caller.read(path).bearer_auth(&token).header("DPoP", &proof).send().await.unwrap()).await;
    assert_eq!(answer.status, 400);
    assert!(answer.header("www-authenticate").unwrap().contains("must use the DPoP authentication scheme"));

    let request = caller.read(path).header("Authorization", format!("DPoP {token}"));
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.status, 400);
    assert!(answer.header("www-authenticate").unwrap().contains("The DPoP proof JWT header is missing."));

    sim.update(DEMO_HOST, |org| org.service_app().dpop_bound_access_tokens = false).unwrap();
    let unbound = caller.token().await;
    let answer = bound(&caller, path, &unbound, &caller.proof(&caller.read_proof(path, &unbound))).await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").unwrap().contains("The presented access_token is not DPoP bound."));
}
