//! Signing in with an OpenID Connect provider, with one that answers whatever a test wants. The browser's half, with a
//! real provider, is in `tests/e2e/oidc.spec.ts`.

use crate::support::issuer::{Issuer, Signer};
use crate::support::{CONNECTIONS, Reply, TestApp};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use okta_sim::Org;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashMap;
use time::Duration;
use url::Url;

const BEGIN: &str = "/api/v1/session/oidc";
const CALLBACK: &str = "/api/v1/session/oidc/callback";

/// A server with a provider.
struct Place {
    app: TestApp,
    provider: Issuer,
    signer: Signer,
}

/// A sign-in that has begun, as the browser knows it.
struct Begun {
    cookie: String,
    asked: HashMap<String, String>,
}

impl Place {
    async fn start() -> Self {
        Self::start_with(&[]).await
    }

    async fn start_with(env: &[(&str, &str)]) -> Self {
        let (provider, signer) = (Issuer::start().await, Signer::new("first"));
        provider.publishes(&[signer.jwk()]);
        let usual = [
            ("APPCONN_OIDC_ISSUER", provider.url.as_str()),
            ("APPCONN_OIDC_CLIENT_ID", "console"),
            ("APPCONN_OIDC_ROLES", "backup-admins=admin,everyone=viewer"),
        ];
        let env: Vec<_> = usual.into_iter().chain(env.iter().copied()).collect();
        let app = TestApp::start_with(vec![Org::demo()], &env).await;
        let place = Self { app, provider, signer };
        place.describe(&json!({}));
        place
    }

    /// Says what the provider says of itself, and these things otherwise.
    fn describe(&self, otherwise: &Value) {
        let url = &self.provider.url;
        let mut document = json!({
            "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/keys"),
        });
        for (name, value) in otherwise.as_object().unwrap() {
            document[name] = value.clone();
        }
        self.provider.answers("/.well-known/openid-configuration", 200, &document);
    }

    async fn begin(&self, query: &str) -> Begun {
        let reply = self.app.send(self.app.anonymous(Method::GET, &format!("{BEGIN}{query}"))).await.expect(303);
        let url = Url::parse(reply.header("location")).unwrap();
        assert_eq!(url.path(), "/authorize");
        let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        Begun { cookie, asked: url.query_pairs().into_owned().collect() }
    }

    /// The claims of a good ID token for that sign-in.
    fn claims(&self, begun: &Begun) -> Value {
        let now = self.app.app.clock.now().unix_timestamp();
        json!({
            "iss": self.provider.url, "aud": "console", "sub": "00u1", "preferred_username": "ada@example.com",
            "nonce": begun.asked["nonce"], "groups": ["everyone", "backup-admins"], "iat": now, "exp": now + 300,
        })
    }

    fn give(&self, id_token: &str) {
        self.provider.answers(
            "/token",
            200,
            &json!({"access_token": "at", "token_type": "Bearer", "id_token": id_token}),
        );
    }

    /// The browser comes back with this query.
    async fn back(&self, begun: &Begun, query: &str) -> Reply {
        let request = self.app.anonymous(Method::GET, &format!("{CALLBACK}?{query}")).header("cookie", &begun.cookie);
        self.app.send(request.header("sec-fetch-site", "cross-site")).await
    }

    async fn back_with_code(&self, begun: &Begun) -> Reply {
        self.back(begun, &format!("state={}&code=c1", begun.asked["state"])).await
    }
}

/// Checks that nobody was signed in, and why.
#[track_caller]
fn assert_failed(reply: &Reply, code: &str, what: &str) {
    assert_eq!((reply.status, reply.header("location")), (303, format!("/sign-in?failed={code}").as_str()), "{what}");
    let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.len() == 1 && cookies[0].starts_with("sign-in=; "), "{what}: {cookies:?}");
}

/// The value of the session's cookie.
fn session(reply: &Reply) -> String {
    let cookies = reply.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    cookies
        .filter(|cookie| cookie.starts_with("session="))
        .map(|cookie| cookie.split(';').next().unwrap().to_owned())
        .next()
        .unwrap()
}

#[tokio::test]
async fn whoever_the_provider_vouches_for_is_signed_in_where_they_wanted_to_be() {
    let place = Place::start().await;
    let begun = place.begin("?return_to=/connections%3Fsort%3D-domain").await;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "console"),
        ("scope", "openid profile email"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", &format!("{}{CALLBACK}", place.app.origin)),
    ] {
        assert_eq!(begun.asked[name], value);
    }
    place.give(&place.signer.token(&place.claims(&begun)));
    let reply = place.back_with_code(&begun).await.expect(303);
    assert_eq!(reply.header("location"), "/connections?sort=-domain");
    let me =
        place.app.send(place.app.anonymous(Method::GET, "/api/v1/session").header("cookie", session(&reply))).await;
    let me = me.expect(200).json();
    assert_eq!((me["name"].as_str(), me["role"].as_str()), (Some("ada@example.com"), Some("admin")));

    let [asked] = &place.provider.asked("/token")[..] else { panic!("the code goes out once") };
    let challenge = digest::digest(&digest::SHA256, asked.form["code_verifier"].as_bytes());
    assert_eq!(URL_SAFE_NO_PAD.encode(challenge), begun.asked["code_challenge"]);
    assert_eq!((asked.form["code"].as_str(), asked.form["client_id"].as_str()), ("c1", "console"));
    assert_eq!(asked.form["redirect_uri"], begun.asked["redirect_uri"]);
    assert_eq!(asked.authorization, "", "a public client");

    let history = place.app.app.store.chained_history(0, 100).await.unwrap();
    let entry = &history.last().unwrap().entry;
    assert_eq!((entry.action.as_str(), entry.by.as_str()), ("signed_in", "ada@example.com"));
    place.app.pass(Duration::hours(12));
    let late = place.app.anonymous(Method::GET, CONNECTIONS).header("cookie", session(&reply));
    place.app.send(late).await.problem(401, "unauthenticated");
}

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
    let unsigned = crate::support::issuer::message(&json!({"alg": "none"}), &claims);
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
    let refused = place.app.app.store.chained_history(0, 1_000).await.unwrap();
    let refused: Vec<_> = refused.iter().filter(|entry| entry.entry.action == "refused").collect();
    assert_eq!(refused.len(), HOSTILE.len() + 4);
    assert!(refused.iter().any(|entry| entry.entry.by == "ada@example.com"), "known, and without a role");
}

#[tokio::test]
async fn a_state_counts_once_in_the_browser_that_began_and_for_ten_minutes() {
    let place = Place::start().await;
    let begun = place.begin("").await;
    place.give(&place.signer.token(&place.claims(&begun)));
    place.back_with_code(&begun).await.expect(303);
    assert_failed(&place.back_with_code(&begun).await, "expired", "a second time");

    let (ours, theirs) = (place.begin("").await, place.begin("").await);
    let mixed = Begun { cookie: ours.cookie, asked: theirs.asked.clone() };
    assert_failed(&place.back_with_code(&mixed).await, "expired", "another browser's state");
    assert_failed(&place.back_with_code(&theirs).await, "expired", "which is used up by that");

    let without = place.begin("").await;
    let without = Begun { cookie: "other=1".to_owned(), ..without };
    assert_failed(&place.back_with_code(&without).await, "expired", "no cookie");

    let late = place.begin("").await;
    place.app.pass(Duration::minutes(10));
    assert_failed(&place.back_with_code(&late).await, "expired", "too late");

    for query in ["", "code=c1", "state=x&code=c1", "state=&code=c1"] {
        assert_failed(&place.back(&place.begin("").await, query).await, "expired", query);
    }
    let twice = place.begin("").await;
    let query = format!("state={0}&state={0}&code=c1", twice.asked["state"]);
    assert_failed(&place.back(&twice, &query).await, "expired", "two states");
    assert_eq!(place.provider.asked("/token").len(), 1, "no code went out for any of these");
}

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
            .chained_history(0, 100)
            .await
            .unwrap()
            .iter()
            .map(|entry| &entry.entry)
            .collect::<Vec<_>>(),
    );
    assert!(!history.unwrap().contains("script"), "nobody's words are repeated");
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
async fn a_provider_that_does_not_fit_is_not_gone_to() {
    for (what, otherwise, code) in [
        ("another name", json!({"issuer": "https://evil.example"}), "refused"),
        ("sign-in in the clear", json!({"authorization_endpoint": "http://evil.example/a"}), "refused"),
        ("tokens in the clear", json!({"token_endpoint": "http://evil.example/t"}), "refused"),
        ("keys in the clear", json!({"jwks_uri": "http://evil.example/k"}), "refused"),
        ("a script", json!({"authorization_endpoint": "javascript:alert(1)"}), "refused"),
        ("no tokens", json!({"token_endpoint": null}), "refused"),
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
async fn a_sign_in_leads_to_no_other_site() {
    let place = Place::start().await;
    for wanted in
        ["https://evil.example/", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "/api/v1/session", ""]
    {
        let reply = place.app.send(place.app.anonymous(Method::GET, &format!("{BEGIN}?return_to={wanted}"))).await;
        reply.problem(400, "invalid_query");
    }
    let reply = place.app.send(place.app.anonymous(Method::GET, &format!("{BEGIN}?next=/"))).await;
    reply.problem(400, "invalid_query");
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
async fn behind_a_prefix_over_https_cookies_and_ways_back_are_the_console_s_own() {
    let place = Place::start_with(&[("APPCONN_PUBLIC_URL", "https://host.example/console/")]).await;
    let path = format!("/console{BEGIN}?return_to=/connections");
    let reply = place.app.send(place.app.anonymous(Method::GET, &path)).await.expect(303);
    let set = reply.header("set-cookie").to_owned();
    assert!(
        set.starts_with("__Secure-sign-in=")
            && set.ends_with("; Path=/console/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"),
        "{set}"
    );
    let url = Url::parse(reply.header("location")).unwrap();
    let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(asked["redirect_uri"], format!("https://host.example/console{CALLBACK}"));
    let begun = Begun { cookie: set.split(';').next().unwrap().to_owned(), asked };
    place.give(&place.signer.token(&place.claims(&begun)));
    let path = format!("/console{CALLBACK}?state={}&code=c1", begun.asked["state"]);
    let reply =
        place.app.send(place.app.anonymous(Method::GET, &path).header("cookie", &begun.cookie)).await.expect(303);
    assert_eq!(reply.header("location"), "/console/connections");
    assert!(
        reply
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|cookie| cookie.to_str().unwrap().starts_with("__Secure-session="))
    );
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
