//! One server for one test: its own database, its own simulated Okta, its own port.

pub(crate) mod issuer;
mod reply;

pub(crate) use reply::{Reply, at};

use model::permission::Role;
use okta_sim::{DEMO_HOST, Org, Sim};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use server::auth::NewToken;
use server::config::Config;
use server::{App, Clock};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) const CONNECTIONS: &str = "/api/v1/connections";

pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) sim: Sim,
    pub(crate) client: Client,
    /// Where it is, without a slash at the end.
    pub(crate) origin: String,
    pub(crate) data: TempDir,
    tokens: [(Role, String); 3],
    /// Seconds that the server's clock is ahead.
    ahead: Arc<AtomicI64>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    env: Vec<(String, String)>,
}

impl TestApp {
    /// With the demo organization.
    pub(crate) async fn start() -> Self {
        Self::start_with(vec![Org::demo()], &[]).await
    }

    /// With the demo organization after a scenario.
    pub(crate) async fn start_at(scenario: &str) -> Self {
        Self::start_with(vec![Org::demo().with(scenario)], &[]).await
    }

    /// With these organizations, and these variables beside the usual.
    pub(crate) async fn start_with(orgs: Vec<Org>, env: &[(&str, &str)]) -> Self {
        let sim = Sim::builder().orgs(orgs).start().await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self::start_in(data, sim, env, |_, _| ()).await
    }

    /// With this simulator, and this change of the server before it serves.
    pub(crate) async fn start_on(sim: Sim, change: impl FnOnce(&mut App, &Sim)) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), sim, Vec::new(), change).await
    }

    async fn start_in(
        data: TempDir,
        sim: Sim,
        env: Vec<(String, String)>,
        change: impl FnOnce(&mut App, &Sim),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let ca = data.path().join("ca.pem");
        std::fs::write(&ca, sim.ca_pem()).unwrap();
        let path = |name: &str| data.path().join(name).display().to_string();
        let usual = [
            ("APPCONN_LISTEN", address.to_string()),
            ("APPCONN_DATABASE_URL", format!("sqlite://{}", path("connections.db"))),
            ("APPCONN_MASTER_KEY_FILE", path("master.key")),
            ("APPCONN_ASSETS", path("dist")),
            ("APPCONN_OKTA_RESOLVE", sim.resolve()),
            ("APPCONN_OKTA_CA_FILE", path("ca.pem")),
            ("APPCONN_VERIFY_EVERY", "0".to_owned()),
        ];
        let given = |name: &str| env.iter().any(|(other, _)| other == name);
        let usual = usual.into_iter().filter(|(name, _)| !given(name)).map(|(name, value)| (name.to_owned(), value));
        let config = Config::load(None, usual.chain(env.clone())).unwrap();
        let mut app = App::start(config).await.unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let seconds = ahead.clone();
        app.clock =
            Clock::from_fn(move || OffsetDateTime::now_utc() + Duration::seconds(seconds.load(Ordering::SeqCst)));
        change(&mut app, &sim);
        let mut tokens = Vec::new();
        for role in [Role::Viewer, Role::Admin, Role::Service] {
            let token = NewToken { name: role.name().to_owned(), role, expires_at: None };
            let (secret, _) = app.auth.create_token(&token, app.clock.now()).await.unwrap();
            tokens.push((role, secret.expose().clone()));
        }
        let (stop, stopped) = oneshot::channel();
        let serving = app.clone();
        let server = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            server::serve(serving, listener, stopped).await.unwrap();
        });
        Self {
            app,
            sim,
            client: Client::builder().redirect(Policy::none()).no_gzip().build().unwrap(),
            origin: format!("http://{address}"),
            data,
            tokens: tokens.try_into().unwrap(),
            ahead,
            stop,
            server,
            env,
        }
    }

    /// Stops the server and starts another one on the same data.
    pub(crate) async fn restart(self) -> Self {
        let Self { app, sim, client, data, stop, server, env, .. } = self;
        drop((app, client));
        stop.send(()).unwrap();
        server.await.unwrap();
        Self::start_in(data, sim, env, |_, _| ()).await
    }

    pub(crate) fn token(&self, role: Role) -> &str {
        &self.tokens.iter().find(|(other, _)| *other == role).unwrap().1
    }

    /// Lets time pass for the server.
    pub(crate) fn pass(&self, time: Duration) {
        self.ahead.fetch_add(time.whole_seconds(), Ordering::SeqCst);
    }

    /// A request without credentials.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.origin))
    }

    /// A request with an API token of this role.
    pub(crate) fn request_as(&self, role: Role, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.token(role))
    }

    /// A request as admin.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_as(Role::Admin, method, path)
    }

    /// Sends; no answer may ever hold a piece of a private key.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Reply {
        let reply = Reply::of(request.send().await.unwrap()).await;
        for piece in self.key_pieces() {
            assert!(!reply.text.contains(&piece), "a piece of the private key in {}", reply.status);
            assert!(!format!("{:?}", reply.headers).contains(&piece), "a piece of the private key in a header");
        }
        reply
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn put(&self, id: &str, version: i64, query: &str, body: &Value) -> Reply {
        let request = self.request(Method::PUT, &format!("{CONNECTIONS}/{id}{query}")).json(body);
        self.send(request.header("if-match", format!("\"{version}\""))).await
    }

    /// How many connections there are.
    pub(crate) async fn total(&self) -> u64 {
        self.get(CONNECTIONS).await.json()["total"].as_u64().unwrap()
    }

    /// Creates a verified connection to the demo organization.
    pub(crate) async fn create(&self, name: &str) -> Value {
        self.post(CONNECTIONS, &self.input(name)).await.expect(201).json()
    }

    /// Creates one without asking Okta.
    pub(crate) async fn create_unverified(&self, name: &str) -> Value {
        self.post(&format!("{CONNECTIONS}?verify=skip"), &self.input(name)).await.expect(201).json()
    }

    /// The body of a create for the demo organization.
    pub(crate) fn input(&self, name: &str) -> Value {
        json!({"name": name, "description": "", "application": "okta", "settings": self.settings()})
    }

    pub(crate) fn settings(&self) -> Value {
        let demo = self.sim.demo();
        json!({"domain": format!("https://{DEMO_HOST}"), "client_id": demo.client_id, "private_key": demo.jwk.to_json()})
    }

    /// The body of a replace that keeps the key.
    pub(crate) fn keeping_key(&self, name: &str) -> Value {
        let mut input = self.input(name);
        input["settings"].as_object_mut().unwrap().remove("private_key");
        input
    }

    /// What no answer, log or file may hold: pieces of the demo organization's private key in every form it has.
    pub(crate) fn key_pieces(&self) -> Vec<String> {
        let demo = self.sim.demo();
        let jwk: Value = serde_json::from_str(&demo.jwk.to_json()).unwrap();
        let members = ["d", "p", "q", "dp", "dq", "qi"].into_iter().filter_map(|name| jwk[name].as_str());
        let members = members.flat_map(|member| [&member[..24], &member[member.len() - 24..]]);
        // The first lines hold the modulus, which is public.
        let lines = demo.pem.lines().filter(|line| !line.starts_with("---")).skip(8).filter(|line| line.len() >= 32);
        members.chain(lines).map(str::to_owned).collect()
    }
}

/// A folder of a built console, small.
pub(crate) fn build_console(folder: &Path) {
    std::fs::create_dir_all(folder.join("icons")).unwrap();
    let index =
        r#"<!doctype html><html><head><base href="/"><script type="module" src="/boot.js"></script></head></html>"#;
    for (name, content) in [
        ("index.html", index),
        ("boot.js", "// boot"),
        ("console-0123456789abcdef.js", "// plain"),
        ("console-0123456789abcdef.js.br", "brotli"),
        ("console-0123456789abcdef.js.gz", "gzip"),
        ("console-0123456789abcdef_bg.wasm", "\0asm"),
        ("split_later-0123456789abcdef.wasm", "\0asm"),
        ("icons/logo.svg", "<svg/>"),
        ("app-connections.cdx.json", "{}"),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
}
