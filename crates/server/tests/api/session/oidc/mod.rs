//! Signing in with an OpenID Connect provider, with one that answers whatever a test wants. The browser's half, with a
//! real provider, is in `tests/e2e/provider.spec.ts`.

mod browser;
mod provider;
mod token;

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

const SESSION: &str = "/api/v1/session";
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
    assert_eq!(begun.asked.get("prompt"), None);
    assert_eq!(place.begin("?prompt=login").await.asked["prompt"], "login");
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

    let history = place.app.app.store.chained_entries(0, 100).await.unwrap();
    let entry = &history.last().unwrap().entry;
    assert_eq!((entry.action.as_str(), entry.by.as_str()), ("signed_in", "ada@example.com"));
    place.app.pass(Duration::hours(12));
    let late = place.app.anonymous(Method::GET, CONNECTIONS).header("cookie", session(&reply));
    place.app.send(late).await.problem(401, "unauthenticated");
}
