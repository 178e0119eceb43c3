//! Who may do what: every route that the API describes, for every role, with every kind of credential, good and not.

use crate::support::issuer::{Issuer, Signer};
use crate::support::{Reply, TestApp};
use model::permission::Role;
use okta_sim::Org;
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use server::auth::NewToken;
use std::collections::BTreeSet;
use time::Duration;

const ID: &str = "0198c0de-0000-7000-8000-000000000000";

/// `(method, path, roles that may; None for everybody)`.
type Row = (&'static str, &'static str, Option<&'static [Role]>);

const VIEW: Option<&[Role]> = Some(&[Role::Viewer, Role::Admin]);
const MANAGE: Option<&[Role]> = Some(&[Role::Admin]);
const GET_TOKEN: Option<&[Role]> = Some(&[Role::Service]);
const SIGNED_IN: Option<&[Role]> = Some(&Role::ALL);

const TABLE: &[Row] = &[
    ("GET", "/api/v1/applications", VIEW),
    ("GET", "/api/v1/connections", VIEW),
    ("POST", "/api/v1/connections", MANAGE),
    ("GET", "/api/v1/connections/{id}", VIEW),
    ("PUT", "/api/v1/connections/{id}", MANAGE),
    ("DELETE", "/api/v1/connections/{id}", MANAGE),
    ("GET", "/api/v1/connections/export", VIEW),
    ("POST", "/api/v1/connections/export", VIEW),
    ("POST", "/api/v1/connections/delete", MANAGE),
    ("POST", "/api/v1/connections/verify", MANAGE),
    ("POST", "/api/v1/connections/{id}/verify", MANAGE),
    ("GET", "/api/v1/connections/{id}/history", VIEW),
    ("POST", "/api/v1/connections/{id}/token", GET_TOKEN),
    ("POST", "/api/v1/keys", MANAGE),
    ("GET", "/api/v1/session", SIGNED_IN),
    ("POST", "/api/v1/session", None),
    ("DELETE", "/api/v1/session", None),
    ("GET", "/api/v1/session/methods", None),
    ("GET", "/api/v1/session/oidc", None),
    ("GET", "/api/v1/session/oidc/callback", None),
    ("GET", "/api/v1/sessions", SIGNED_IN),
    ("DELETE", "/api/v1/sessions", SIGNED_IN),
    ("DELETE", "/api/v1/sessions/{id}", SIGNED_IN),
    ("GET", "/api/openapi.json", None),
    ("GET", "/healthz", None),
    ("GET", "/readyz", None),
    ("GET", "/metrics", None),
];

/// What a caller brings.
#[derive(Debug, Clone)]
enum Credential {
    Nothing,
    Bearer(String),
    Cookie(String),
}

impl Credential {
    fn on(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::Nothing => request,
            Self::Bearer(token) => request.bearer_auth(token),
            Self::Cookie(cookie) => request.header("cookie", cookie).header("sec-fetch-site", "same-origin"),
        }
    }
}

/// A server with an embedding console, whose second key was withdrawn.
struct Place {
    app: TestApp,
    issuer: String,
    signer: Signer,
    withdrawn: Signer,
}

impl Place {
    async fn start() -> Self {
        let (issuer, signer, withdrawn) = (Issuer::start().await, Signer::new("good"), Signer::new("withdrawn"));
        issuer.publishes(&[signer.jwk()]);
        let keys = format!("{}/keys", issuer.url);
        let env =
            [("APPCONN_JWT_ISSUER", issuer.url.as_str()), ("APPCONN_JWT_AUDIENCE", "us"), ("APPCONN_JWT_JWKS", &keys)];
        let app = TestApp::start_with(vec![Org::demo()], &env).await;
        Self { app, issuer: issuer.url, signer, withdrawn }
    }

    fn jwt(&self, signer: &Signer, role: Role, lasts: Duration) -> Credential {
        let exp = (self.app.app.clock.now() + lasts).unix_timestamp();
        Credential::Bearer(
            signer
                .token(&json!({"iss": self.issuer, "aud": "us", "sub": role.name(), "role": role.name(), "exp": exp})),
        )
    }

    /// An API token, its id, and the session that begins with it.
    async fn token(&self, role: Role, lasts: Duration) -> (Credential, uuid::Uuid, Credential) {
        let now = self.app.app.clock.now();
        let new = NewToken { name: role.name().to_owned(), role, expires_at: Some(now + lasts) };
        let (token, view) = self.app.app.auth.create_token(&new, now).await.unwrap();
        let (session, _) = self
            .app
            .app
            .auth
            .sign_in(token.expose(), &server::auth::Device::default(), now, &server::Permit::default())
            .await
            .unwrap();
        let session = Credential::Cookie(format!("session={}", session.expose()));
        (Credential::Bearer(token.expose().clone()), view.id, session)
    }

    /// Credentials that were good, or never were.
    async fn bad(&self) -> Vec<(String, Credential)> {
        let mut all = vec![
            ("nothing".to_owned(), Credential::Nothing),
            ("no token".to_owned(), Credential::Bearer("nonsense".to_owned())),
            ("a made-up token".to_owned(), Credential::Bearer(format!("act_{}", "A".repeat(43)))),
            ("a made-up session".to_owned(), Credential::Cookie(format!("session=acs_{}", "A".repeat(43)))),
            ("a session as a token".to_owned(), Credential::Bearer(format!("acs_{}", "A".repeat(43)))),
            ("another's JWT".to_owned(), self.jwt(&Signer::new("good"), Role::Admin, Duration::HOUR)),
        ];
        for role in Role::ALL {
            let (token, id, session) = self.token(role, Duration::DAY).await;
            self.app.app.auth.revoke_token(id, self.app.app.clock.now()).await.unwrap();
            let (expired, _, expired_session) = self.token(role, Duration::seconds(30)).await;
            let name = role.name();
            all.extend([
                (format!("a revoked token of {name}"), token),
                (format!("a session of a revoked token of {name}"), session),
                (format!("an expired token of {name}"), expired),
                (format!("an expired session of {name}"), expired_session),
                (format!("an expired JWT of {name}"), self.jwt(&self.signer, role, -Duration::MINUTE)),
                (format!("a JWT of {name} by a withdrawn key"), self.jwt(&self.withdrawn, role, Duration::HOUR)),
            ]);
        }
        self.app.pass(Duration::minutes(1));
        all
    }

    /// Every kind of good credential of a role.
    async fn good(&self, role: Role) -> Vec<(String, Credential)> {
        let (token, _, session) = self.token(role, Duration::DAY).await;
        let jwt = self.jwt(&self.signer, role, Duration::HOUR);
        let named = |kind: &str| format!("{kind} of {}", role.name());
        vec![(named("token"), token), (named("session"), session), (named("JWT"), jwt)]
    }

    async fn ask(&self, (method, path, _): &Row, credential: &Credential) -> Reply {
        let (method, path) = (Method::from_bytes(method.as_bytes()).unwrap(), path.replace("{id}", ID));
        self.app.send(credential.on(self.app.anonymous(method, &path))).await
    }
}

#[test]
fn the_table_has_every_route_that_the_router_has() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let table: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, table);
}

#[test]
fn the_document_says_the_roles_of_each_operation() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    for (method, path, allowed) in TABLE {
        let operation = &document["paths"][path][method.to_lowercase()];
        let said = operation["description"].as_str().unwrap_or_default();
        let roles = allowed.map(|roles| {
            let names = Role::ALL.into_iter().filter(|role| roles.contains(role));
            names.map(|role| format!("`{}`", role.name())).collect::<Vec<_>>().join(", ")
        });
        match roles {
            Some(roles) => assert!(said.starts_with(&format!("Roles: {roles}.")), "{method} {path}: {said}"),
            None => assert!(!said.contains("Roles:"), "{method} {path}: {said}"),
        }
    }
}

#[test]
fn the_documentation_has_the_same_table_and_every_setting() {
    let page = include_str!("../../../../docs/SIGN-IN.md");
    let rows: Vec<_> =
        page.lines().filter(|line| METHODS.iter().any(|method| line.starts_with(&format!("| `{method} /")))).collect();
    let yes =
        |allowed: Option<&[Role]>, role| if allowed.is_none_or(|roles| roles.contains(&role)) { "yes" } else { "–" };
    let expected: Vec<_> = TABLE
        .iter()
        .map(|(method, path, allowed)| {
            let [viewer, admin, service] = [Role::Viewer, Role::Admin, Role::Service].map(|role| yes(*allowed, role));
            let nobody = if allowed.is_none() { "yes" } else { "–" };
            format!("| `{method} {path}` | {viewer} | {admin} | {service} | {nobody} |")
        })
        .collect();
    assert_eq!(rows, expected);
    for variable in server::config::VARIABLES.iter().filter(|variable| is_sign_in(variable.key)) {
        let start = format!("| `{}` |", variable.env_name());
        let row = page.lines().find(|line| line.starts_with(&start)).expect(variable.key);
        let default = variable.default.unwrap_or_default();
        assert!(row.contains(default), "{row} says the default {default}");
    }
}

const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

fn is_sign_in(key: &str) -> bool {
    key.starts_with("oidc_") || key.starts_with("jwt_")
}

#[tokio::test]
async fn what_is_no_good_credential_opens_nothing() {
    let place = Place::start().await;
    for (what, credential) in place.bad().await {
        for row in TABLE {
            let reply = place.ask(row, &credential).await;
            let what = format!("{what}: {} {}", row.0, row.1);
            if row.2.is_some() {
                // A budget for bad ones may be spent by now; it lets nobody in.
                assert!(matches!(reply.status, 401 | 429), "{what} {}", reply.text);
            } else {
                assert_ne!(reply.status, 403, "{what} {}", reply.text);
                assert!(reply.status < 500, "{what} {}", reply.text);
            }
        }
        place.app.pass(Duration::minutes(2));
    }
}

#[tokio::test]
async fn each_role_may_do_this_and_no_more_with_every_kind_of_credential() {
    let place = Place::start().await;
    for role in Role::ALL {
        for row in TABLE {
            for kind in 0..3 {
                // Anew for each: some of these end the caller's other sessions.
                let (what, credential) = place.good(role).await.swap_remove(kind);
                let reply = place.ask(row, &credential).await;
                let what = format!("{what}: {} {}", row.0, row.1);
                let refused = row.2.is_some_and(|allowed| !allowed.contains(&role));
                if row.2.is_some() {
                    assert_ne!(reply.status, 401, "{what} {}", reply.text);
                }
                assert_eq!(reply.status == 403, refused, "{what} {}", reply.text);
                if refused {
                    reply.problem(403, "forbidden");
                }
            }
        }
    }
}
