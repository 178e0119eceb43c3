//! Tokens of the embedding console: which are accepted, and which are not.

use crate::support::issuer::{Issuer, Signer, message};
use crate::support::{CONNECTIONS, Reply, TestApp};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use okta_sim::Org;
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

const SESSION: &str = "/api/v1/session";

/// A server that accepts the tokens of an issuer with one key.
pub(super) struct Embedded {
    pub(super) app: TestApp,
    pub(super) issuer: Issuer,
    pub(super) signer: Signer,
}

impl Embedded {
    pub(super) async fn start() -> Self {
        let (issuer, signer) = (Issuer::start().await, Signer::new("first"));
        issuer.publishes(&[signer.jwk()]);
        let keys = format!("{}/keys", issuer.url);
        let app = start_with(&[("APPCONN_JWT_ISSUER", &issuer.url), ("APPCONN_JWT_JWKS", &keys)]).await;
        Self { app, issuer, signer }
    }

    pub(super) fn claims(&self, role: &str) -> Value {
        let now = self.app.app.clock.now().unix_timestamp();
        json!({
            "iss": self.issuer.url, "aud": "app-connections", "sub": "u-1", "email": "ada@example.com", "role": role,
            "iat": now, "exp": now + 300,
        })
    }

    pub(super) async fn list(&self, token: &str) -> Reply {
        self.app.send(self.app.anonymous(Method::GET, CONNECTIONS).bearer_auth(token)).await
    }
}

async fn start_with(env: &[(&str, &str)]) -> TestApp {
    let env: Vec<_> = [("APPCONN_JWT_AUDIENCE", "app-connections")].into_iter().chain(env.iter().copied()).collect();
    TestApp::start_with(vec![Org::demo()], &env).await
}

#[tokio::test]
async fn a_good_token_is_whoever_it_says_with_the_role_it_says() {
    let place = Embedded::start().await;
    for (role, may_list) in [("viewer", true), ("admin", true), ("service", false)] {
        let token = place.signer.token(&place.claims(role));
        let me = place.app.send(place.app.anonymous(Method::GET, SESSION).bearer_auth(&token)).await.expect(200).json();
        assert_eq!((me["name"].as_str(), me["role"].as_str()), (Some("ada@example.com"), Some(role)));
        assert_eq!(place.list(&token).await.status == 200, may_list, "{role}");
    }
    assert_eq!(place.issuer.asked("/keys").len(), 1, "keys are kept");
}

type Change = fn(&Embedded, &mut Value, &mut Value);

/// `(what is wrong with it, how, what the answer says)`: changes header and claims of a good token before it is signed.
const REFUSED: &[(&str, Change, &str)] = &[
    ("another issuer", |_, _, claims| claims["iss"] = json!("https://evil.example"), "(iss)"),
    (
        "its issuer with a slash",
        |_, _, claims| claims["iss"] = json!(format!("{}/", claims["iss"].as_str().unwrap())),
        "(iss)",
    ),
    ("no issuer", |_, _, claims| drop(claims.as_object_mut().unwrap().remove("iss")), "iss"),
    ("another audience", |_, _, claims| claims["aud"] = json!("other"), "(aud)"),
    ("other audiences", |_, _, claims| claims["aud"] = json!(["other", "app"]), "(aud)"),
    ("no audience", |_, _, claims| drop(claims.as_object_mut().unwrap().remove("aud")), "aud"),
    ("expired", |_, _, claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 31), "(exp)"),
    ("for ever", |_, _, claims| drop(claims.as_object_mut().unwrap().remove("exp")), "exp"),
    ("an end in words", |_, _, claims| claims["exp"] = json!("2999-01-01"), "exp"),
    ("not yet", |_, _, claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 60), "(nbf"),
    ("from the future", |_, _, claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 60), "(nbf"),
    ("nobody's", |_, _, claims| drop(claims.as_object_mut().unwrap().remove("sub")), "sub"),
    ("another kind", |_, header, _| header["typ"] = json!("logout+jwt"), "typ"),
    (
        "an extension",
        |_, header, _| {
            header["crit"] = json!(["b64"]);
            header["b64"] = json!(false);
        },
        "crit",
    ),
    ("an unknown key", |_, header, _| header["kid"] = json!("second"), "no key"),
    ("no algorithm", |_, header, _| header["alg"] = json!("none"), "algorithm"),
    ("another algorithm", |_, header, _| header["alg"] = json!("RS256"), "no key"),
    ("another curve", |_, header, _| header["alg"] = json!("ES384"), "no key"),
    ("an algorithm of nobody", |_, header, _| header["alg"] = json!("ES256K"), "algorithm"),
];

#[tokio::test]
async fn a_token_with_anything_wrong_is_refused() {
    let place = Embedded::start().await;
    for (what, change, says) in REFUSED {
        let (mut header, mut claims) = (place.signer.header(), place.claims("admin"));
        change(&place, &mut header, &mut claims);
        let reply = place.list(&place.signer.token_with(&header, &claims)).await;
        let problem = reply.problem(401, "unauthenticated");
        assert!(problem["detail"].as_str().unwrap().contains(says), "{what}: {problem}");
        assert_eq!(reply.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{what}");
    }
    place.list(&place.signer.token(&place.claims("admin"))).await.expect(200);
}

#[tokio::test]
async fn a_token_that_brings_its_own_key_or_takes_the_public_one_for_a_secret_is_refused() {
    let place = Embedded::start().await;
    let (mallory, claims) = (Signer::new("first"), place.claims("admin"));
    let with = |name: &str, value: Value| {
        let mut header = mallory.header();
        header[name] = value;
        mallory.token_with(&header, &claims)
    };
    let evil = Issuer::start().await;
    evil.publishes(&[mallory.jwk()]);
    let evil_keys = json!(format!("{}/keys", evil.url));
    let public = place.signer.jwk().to_string();
    let symmetric = |alg: &str, algorithm, secret: &[u8]| {
        let message = message(&json!({"alg": alg, "kid": "first", "typ": "JWT"}), &claims);
        let tag = hmac::sign(&hmac::Key::new(algorithm, secret), message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
    };
    let good = place.signer.token(&claims);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let unsigned = message(&json!({"alg": "none"}), &claims);
    for (what, token) in [
        ("another key of the same name", mallory.token(&claims)),
        ("a key inside", with("jwk", mallory.jwk())),
        ("an address of keys", with("jku", evil_keys.clone())),
        ("an address of certificates", with("x5u", evil_keys)),
        ("HS256 with the public key", symmetric("HS256", hmac::HMAC_SHA256, public.as_bytes())),
        (
            "HS512 with a coordinate",
            symmetric("HS512", hmac::HMAC_SHA512, place.signer.jwk()["x"].as_str().unwrap().as_bytes()),
        ),
        ("HS256 with nothing", symmetric("HS256", hmac::HMAC_SHA256, b"")),
        ("none", format!("{unsigned}.")),
        ("none with a signature", format!("{unsigned}.{signature}")),
        ("no signature", format!("{signed}.")),
        ("another payload", format!("{}.{signature}", message(&place.signer.header(), &place.claims("viewer")))),
        ("zeros for a signature", format!("{signed}.{}", URL_SAFE_NO_PAD.encode([0; 64]))),
        ("too short a signature", format!("{signed}.{}", &signature[..40])),
        ("padding", format!("{good}=")),
        ("five parts", format!("{good}.a.b")),
    ] {
        place.list(&token).await.problem(401, "unauthenticated");
        assert_eq!(evil.asked("/keys").len(), 0, "{what}");
    }
    place.list(&good).await.expect(200);
}

#[tokio::test]
async fn keys_may_be_in_a_file_and_over_tls() {
    let (folder, signer) = (tempfile::tempdir().unwrap(), Signer::new("first"));
    let file = folder.path().join("keys.json");
    std::fs::write(&file, json!({"keys": [signer.jwk()]}).to_string()).unwrap();
    let app = start_with(&[
        ("APPCONN_JWT_ISSUER", "https://portal.example.com"),
        ("APPCONN_JWT_JWKS", file.to_str().unwrap()),
        ("APPCONN_JWT_ROLE_CLAIM", "realm_access.roles"),
        ("APPCONN_JWT_ROLES", "operators=admin"),
    ])
    .await;
    let exp = app.app.clock.now().unix_timestamp() + 60;
    let claims = json!({"iss": "https://portal.example.com", "aud": ["app-connections", "x"], "sub": "u-1", "exp": exp, "realm_access": {"roles": ["x", "operators"]}});
    let me = app.send(app.anonymous(Method::GET, SESSION).bearer_auth(signer.token(&claims))).await.expect(200).json();
    assert_eq!((me["name"].as_str(), me["role"].as_str()), (Some("u-1"), Some("admin")));

    let keys = format!("https://{}/oauth2/v1/keys", okta_sim::DEMO_HOST);
    let app = start_with(&[("APPCONN_JWT_ISSUER", "https://portal.example.com"), ("APPCONN_JWT_JWKS", &keys)]).await;
    let reply = app.send(app.anonymous(Method::GET, SESSION).bearer_auth(signer.token(&claims))).await;
    let problem = reply.problem(401, "unauthenticated");
    assert!(problem["detail"].as_str().unwrap().contains("no key"), "the set came over TLS: {problem}");
}

#[tokio::test]
async fn why_a_token_was_refused_is_in_the_history_and_whose_it_is_where_it_is_signed() {
    let place = Embedded::start().await;
    let last = async || {
        let history = place.app.app.store.chained_entries(0, 100).await.unwrap();
        serde_json::from_str::<Value>(&history.last().unwrap().entry.details.to_string()).unwrap()
    };
    let now = place.app.app.clock.now().unix_timestamp();
    for (claim, value, reason) in [
        ("aud", json!("other"), "it is for another audience (aud)"),
        ("exp", json!(now - 600), "it expired 10 minutes ago (exp)"),
        ("nbf", json!(now + 600), "it is valid only in "),
    ] {
        let mut claims = place.claims("admin");
        claims[claim] = value;
        let answer = place.list(&place.signer.token(&claims)).await.problem(401, "unauthenticated");
        let details = last().await;
        assert!(details["reason"].as_str().unwrap().starts_with(reason), "{details}");
        assert!(answer["detail"].as_str().unwrap().contains(details["reason"].as_str().unwrap()), "{answer}");
        assert_eq!((&details["issuer"], &details["subject"]), (&json!(place.issuer.url), &json!("u-1")));
    }
    let mallory = Signer::new("first");
    place.list(&mallory.token(&place.claims("admin"))).await.problem(401, "unauthenticated");
    let details = last().await;
    assert_eq!(details["reason"], "its signature is wrong");
    assert_eq!(
        (&details["issuer"], &details["subject"]),
        (&Value::Null, &Value::Null),
        "anybody may have written that"
    );
    let session =
        place.app.anonymous(Method::POST, SESSION).json(&json!({"token": mallory.token(&place.claims("admin"))}));
    place.app.send(session).await.problem(401, "unauthenticated");
    assert_eq!(last().await["reason"], "its signature is wrong", "where a session is begun, too");
}

#[tokio::test]
async fn two_people_of_one_name_are_told_apart_in_the_history() {
    let place = Embedded::start().await;
    let mut subjects = Vec::new();
    for (subject, name) in [("u-1", "Acme 1"), ("u-2", "Acme 2")] {
        let mut claims = place.claims("admin");
        claims["sub"] = json!(subject);
        let create =
            place.app.anonymous(Method::POST, &format!("{CONNECTIONS}?verify=skip")).json(&place.app.input(name));
        let connection = place.app.send(create.bearer_auth(place.signer.token(&claims))).await.expect(201).json();
        let path = format!("{CONNECTIONS}/{}/history", connection["id"].as_str().unwrap());
        let entry = place.app.get(&path).await.expect(200).json()["items"][0].clone();
        assert_eq!(entry["by"], "ada@example.com");
        subjects.push(entry["subject"].as_str().unwrap().to_owned());
    }
    assert_eq!(subjects, ["u-1", "u-2"].map(|subject| format!("jwt {} {subject}", place.issuer.url)));
    assert_eq!(place.app.app.store.verify_audit_chain().await.unwrap().fault, None);
}

#[tokio::test]
async fn somebody_without_a_role_is_known_and_may_nothing() {
    let place = Embedded::start().await;
    let token = place.signer.token(&place.claims("janitor"));
    let reply = place.list(&token).await;
    assert!(
        reply.problem(403, "forbidden")["detail"].as_str().unwrap().starts_with("ada@example.com does not have a role")
    );
    let history = place.app.app.store.chained_entries(0, 100).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!((last.entry.action.as_str(), last.entry.by.as_str()), ("refused", "ada@example.com"));
    assert_eq!(last.entry.details.get("reason"), Some(&"role has: janitor".into()));
}

#[tokio::test]
async fn a_token_begins_a_session_that_ends_with_it() {
    let place = Embedded::start().await;
    let token = place.signer.token(&place.claims("viewer"));
    let request = place.app.anonymous(Method::POST, SESSION).json(&json!({ "token": token }));
    let reply = place.app.send(request).await.expect(201);
    let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
    let list = async || place.app.send(place.app.anonymous(Method::GET, CONNECTIONS).header("cookie", &cookie)).await;
    list().await.expect(200);
    place.app.pass(Duration::seconds(301));
    list().await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn without_the_setting_no_such_token_is_looked_at() {
    let app = TestApp::start().await;
    let token = Signer::new("k").token(&json!({"iss": "x"}));
    app.send(app.anonymous(Method::GET, CONNECTIONS).bearer_auth(token)).await.problem(401, "unauthenticated");
}
