//! What people do with private keys, rightly and wrongly, over real connections. Keeps every answer.

use crate::keys::Key;
use crate::pieces::Pieces;
use crate::program::{Program, TOKEN};
use okta_sim::DEMO_CLIENT_ID;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

const CONNECTIONS: &str = "/api/v1/connections";
/// Of the demo organization.
const DOMAIN: &str = "https://acme-backup-demo.okta.com";
/// In a description: what is looked for where descriptions are, to know that the right places are looked at.
pub(crate) const MARK: &str = "nightly backup of the Zwiebelturm office";

/// Somebody at the program, with one connection that stays open.
pub(crate) struct Caller<'a> {
    program: &'a Program,
    pieces: &'a Pieces,
    client: Client,
    /// A token for those who fetch tokens.
    service: String,
    pub(crate) answers: Vec<(String, Vec<u8>)>,
    /// What was in the server's memory after an answer.
    pub(crate) remembered: Vec<String>,
    /// Connections and key pairs whose private key the server made.
    pub(crate) generated: Vec<Uuid>,
}

struct Answer {
    status: u16,
    etag: String,
    body: Value,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(program: &'a Program, pieces: &'a Pieces) -> Self {
        let service = program.run(&["token", "create", "--role", "service", "--name", "agent"]);
        let service = String::from_utf8(service).unwrap().lines().next().unwrap().to_owned();
        Self {
            program,
            client: Client::builder().build().unwrap(),
            service,
            pieces,
            remembered: Vec::new(),
            answers: Vec::new(),
            generated: Vec::new(),
        }
    }

    fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.program.address))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(TOKEN)
    }

    async fn send(&mut self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let what = format!("{} {}", request.method(), request.url().path());
        let response = self.client.execute(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap();
        let text = [format!("{status} {headers:?}\n").as_bytes(), &body].concat();
        self.answers.push((what, text));
        let etag = headers.get("etag").map_or("", |value| value.to_str().unwrap()).to_owned();
        Answer { status, etag, body: serde_json::from_slice(&body).unwrap_or_default() }
    }

    async fn expect(&mut self, status: u16, request: RequestBuilder) -> Answer {
        let answer = self.send(request).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        answer
    }

    async fn post(&mut self, status: u16, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).json(body);
        self.expect(status, request).await
    }

    /// Looks into the memory of the server while the connections are still open.
    fn look(&mut self, after: &str) {
        let found = self.program.remembers(self.pieces);
        if !found.is_empty() {
            self.remembered.push(format!("in memory after {after}: {found:?}"));
        }
    }

    /// Stored, verified, edited, used, replaced, and kept.
    pub(crate) async fn use_rightly(&mut self, key: &Key, next: &Key) {
        let mut input = input(key.name, key);
        self.post(200, "/api/v1/connections/verify", &input).await;
        self.look("a draft was verified");
        let created = self.post(201, CONNECTIONS, &input).await;
        self.look("a create");
        let path = format!("{CONNECTIONS}/{}", created.body["id"].as_str().unwrap());
        let request = self.request(Method::POST, &format!("{path}/verify")).header("accept", "text/event-stream");
        self.expect(200, request).await;
        let token = self.anonymous(Method::POST, &format!("{path}/token")).bearer_auth(&self.service);
        self.expect(200, token.json(&json!({"scopes": ["okta.users.read"]}))).await;
        input["name"] = format!("{} renamed", key.name).into();
        for member in ["private_key", "key_id"] {
            input["settings"].as_object_mut().unwrap().remove(member);
        }
        let request = self.request(Method::PUT, &path).header("if-match", created.etag).json(&input);
        let renamed = self.expect(200, request).await;
        input["settings"] = settings(next);
        let request = self.request(Method::PUT, &path).header("if-match", renamed.etag).json(&input);
        self.expect(200, request).await;
        self.look("another key was put in its place");
        for path in [path.as_str(), &format!("{path}/history")] {
            let request = self.request(Method::GET, path);
            self.expect(200, request).await;
        }
    }

    /// Wrong places, wrong shapes, wrong organizations.
    pub(crate) async fn use_wrongly(&mut self, key: &Key) {
        let good = input("wrong", key);
        let cut = |from: usize, to: usize| json!(key.text.get(from..key.text.len() - to).unwrap());
        for (pointer, value) in [
            ("/settings/private_key", cut(0, 90)),
            ("/settings/private_key", cut(40, 0)),
            ("/settings/private_key", json!(key.text.replace(['A', 'Q'], "#"))),
            ("/settings/private_key", json!([key.text])),
            ("/settings/private_key", json!([{key.text.clone(): key.text}])),
            ("/settings/key_id", json!(key.text)),
            ("/settings/generated_key", json!(key.text)),
            ("/settings/domain", json!(key.text)),
            ("/settings/domain", json!(format!("https://{}", key.text.replace(char::is_whitespace, "")))),
            ("/settings/client_id", json!(key.text)),
            ("/settings", json!(key.text)),
            ("/name", json!(key.text)),
            ("/name", json!(key.text.lines().last())),
            ("/description", json!(key.text)),
            ("/description", json!(format!("The key is\n{}", key.text))),
            ("/application", json!(key.text)),
        ] {
            let mut input = good.clone();
            let (parent, member) = pointer.rsplit_once('/').unwrap();
            input.pointer_mut(parent).unwrap()[member] = value;
            let request = self.request(Method::POST, CONNECTIONS).json(&input);
            let answer = self.send(request).await;
            assert!(matches!(answer.status, 400 | 422), "{} at {pointer}: {}", answer.status, answer.body);
        }
        for (pointer, value) in
            [("/settings/domain", "https://nobody.okta.com"), ("/settings/client_id", "0oa00000000000000000")]
        {
            let mut input = good.clone();
            input["name"] = format!("wrong {pointer}").into();
            *input.pointer_mut(pointer).unwrap() = value.into();
            self.post(422, CONNECTIONS, &input).await;
        }
        self.post(401, "/api/v1/session", &json!({"token": key.text})).await;
        let one_line: String = key.text.split_whitespace().collect();
        for request in [
            self.request(Method::POST, CONNECTIONS).body(key.text.clone()),
            self.request(Method::POST, CONNECTIONS).header("content-type", "application/json").body(key.text.clone()),
            self.request(Method::POST, CONNECTIONS)
                .header("content-type", key.text.replace(['\r', '\n'], ""))
                .body("{}"),
            self.request(Method::POST, CONNECTIONS).json(&json!({ key.text.clone(): 1 })),
            self.request(Method::POST, CONNECTIONS).json(&json!({"name": key.text.repeat(40)})),
            self.request(Method::POST, CONNECTIONS)
                .json(&json!({"a": "x".repeat(9_000), "b": key.text, "c": "x".repeat(20_000)})),
            self.request(Method::DELETE, CONNECTIONS).json(&good),
            self.request(Method::POST, "/api/v1/keys").json(&good),
            self.request(Method::GET, &asking("q", &key.text)),
            self.request(Method::GET, &asking("cursor", &key.text)),
            self.request(Method::GET, &asking(&key.text, "1")),
            self.request(Method::GET, &format!("{CONNECTIONS}/{}", one_line.replace(['{', '}', '"', '/'], "-"))),
            self.request(Method::POST, CONNECTIONS).header("idempotency-key", &one_line).json(&good),
            self.anonymous(Method::GET, CONNECTIONS).bearer_auth(&one_line),
            self.anonymous(Method::GET, CONNECTIONS).header("cookie", format!("session={one_line}")),
        ] {
            let answer = self.send(request).await;
            assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.body);
        }
        let half = format!(
            "POST {CONNECTIONS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n"
        );
        for text in [
            format!("{half}{good}"),
            format!("GET /{one_line}\r\n\r\n"),
            format!("{} HTTP/1.1\r\n\r\n", key.text),
            format!("GET / HTTP/1.1\r\nhost: x\r\n{}: {one_line}\r\n\r\n", "x".repeat(20)),
        ] {
            self.say(&text).await;
        }
        self.look("all that may go wrong");
    }

    /// To a connection of its own, whose sending half ends after that.
    async fn say(&mut self, text: &str) {
        let mut stream = TcpStream::connect(&self.program.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // A server that has had enough may reset the connection.
        let _ = stream.read_to_end(&mut answer).await;
        self.answers.push(("raw".to_owned(), answer));
    }

    /// A key that the server makes, and everything that may be looked at.
    pub(crate) async fn generate_and_look(&mut self, name: &str) {
        let generated = self.post(201, "/api/v1/keys", &json!({})).await;
        let settings = json!({"domain": DOMAIN, "client_id": DEMO_CLIENT_ID, "generated_key": generated.body["id"]});
        let input = json!({"name": name, "description": MARK, "application": "okta", "settings": settings});
        let connection = self.post(201, &format!("{CONNECTIONS}?verify=skip"), &input).await;
        let unused = self.post(201, "/api/v1/keys", &json!({})).await;
        for made in [connection, unused] {
            self.generated.push(made.body["id"].as_str().unwrap().parse().unwrap());
        }
        for path in
            [CONNECTIONS, "/api/v1/connections/export", "/metrics", "/api/openapi.json", "/api/v1/sessions", "/healthz"]
        {
            let request = self.request(Method::GET, path);
            self.expect(200, request).await;
        }
    }
}

fn asking(name: &str, value: &str) -> String {
    format!("{CONNECTIONS}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish())
}

fn input(name: &str, key: &Key) -> Value {
    json!({"name": name, "description": MARK, "application": "okta", "settings": settings(key)})
}

fn settings(key: &Key) -> Value {
    json!({"domain": DOMAIN, "client_id": DEMO_CLIENT_ID, "private_key": key.text, "key_id": key.pair.key_id()})
}
