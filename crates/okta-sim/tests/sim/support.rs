//! A test client of the simulator, which can send valid and invalid requests.

use std::{
    net::SocketAddr,
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okta_sim::{DEMO_HOST, DEMO_SCOPES, KeyPair, Org, Sim};
use reqwest::{Certificate, Client, RequestBuilder, Response};
use serde_json::{Value, json};

pub(crate) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A simulator with this organization alone, and a client of it.
pub(crate) async fn start(org: Org) -> (Sim, Caller) {
    let host = org.host.clone();
    let sim = Sim::builder().org(org).start().await.unwrap();
    let caller = Caller::of(&sim, &host);
    (sim, caller)
}

/// The demo organization after a change.
pub(crate) async fn start_with(change: impl FnOnce(&mut Org)) -> (Sim, Caller) {
    let mut org = Org::demo();
    change(&mut org);
    start(org).await
}

/// A client of the demo organization at one host.
pub(crate) struct Caller {
    pub(crate) http: Client,
    pub(crate) base: String,
    pub(crate) client_id: String,
    pub(crate) key: KeyPair,
}

pub(crate) fn client(sim: &Sim, hosts: &[&str]) -> Client {
    client_of(sim, sim.tls_addr(), hosts)
}

/// An HTTP client that trusts the CA of `sim` and resolves `hosts` to `address`.
pub(crate) fn client_of(sim: &Sim, address: SocketAddr, hosts: &[&str]) -> Client {
    let ca = Certificate::from_pem(sim.ca_pem().as_bytes()).unwrap();
    let redirects = reqwest::redirect::Policy::none();
    let builder = Client::builder().tls_certs_only([ca]).redirect(redirects).no_proxy();
    hosts.iter().fold(builder, |builder, host| builder.resolve(host, address)).build().unwrap()
}

pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

impl Caller {
    pub(crate) fn demo(sim: &Sim) -> Self {
        Self::of(sim, DEMO_HOST)
    }

    pub(crate) fn of(sim: &Sim, host: &str) -> Self {
        let demo = sim.demo();
        let admin = sim.org(host).unwrap().admin_host();
        Self {
            http: client(sim, &[host, &admin]),
            base: format!("https://{host}"),
            client_id: demo.client_id,
            key: KeyPair::from_pem(&demo.pem).unwrap(),
        }
    }

    pub(crate) fn token_url(&self) -> String {
        format!("{}/oauth2/v1/token", self.base)
    }

    /// The header and the claims of a valid assertion.
    pub(crate) fn parts(&self) -> (Value, Value) {
        let header = json!({ "alg": "RS256", "kid": self.key.key_id() });
        let claims = json!({
            "iss": self.client_id, "sub": self.client_id, "aud": self.token_url(),
            "iat": now(), "exp": now() + 300, "jti": unique(),
        });
        (header, claims)
    }

    pub(crate) fn assertion(&self) -> String {
        let (header, claims) = self.parts();
        self.key.sign(&header, &claims).unwrap()
    }

    /// An assertion with some claims replaced; `null` removes one.
    pub(crate) fn assertion_with(&self, changes: &Value) -> String {
        let (header, mut claims) = self.parts();
        merge(&mut claims, changes);
        self.key.sign(&header, &claims).unwrap()
    }

    pub(crate) fn form(assertion: &str, scopes: &str) -> Vec<(String, String)> {
        let pairs = [
            ("grant_type", "client_credentials"),
            ("scope", scopes),
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", assertion),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
    }

    pub(crate) fn token_request(&self, assertion: &str) -> RequestBuilder {
        self.http.post(self.token_url()).form(&Self::form(assertion, &DEMO_SCOPES.join(" ")))
    }

    /// A token request with this assertion and the seven scopes.
    pub(crate) async fn ask(&self, assertion: &str) -> Answer {
        Answer::of(self.token_request(assertion).send().await.unwrap()).await
    }

    pub(crate) async fn ask_for(&self, scopes: &str) -> Answer {
        let form = Self::form(&self.assertion(), scopes);
        Answer::of(self.http.post(self.token_url()).form(&form).send().await.unwrap()).await
    }

    pub(crate) async fn ask_with_proof(&self, proof: &str) -> Answer {
        let request = self.token_request(&self.assertion()).header("DPoP", proof);
        Answer::of(request.send().await.unwrap()).await
    }

    /// A Bearer token with every granted scope.
    pub(crate) async fn token(&self) -> String {
        let answer = self.ask(&self.assertion()).await;
        answer.json()["access_token"].as_str().expect(&answer.body).to_owned()
    }

    /// A token bound to the demo key, with a nonce.
    pub(crate) async fn bound_token(&self) -> String {
        let first = self.ask_with_proof(&self.proof(&json!({}))).await;
        let nonce = first.header("dpop-nonce").expect(&first.body).to_owned();
        let second = self.ask_with_proof(&self.proof(&json!({ "nonce": nonce }))).await;
        second.json()["access_token"].as_str().expect(&second.body).to_owned()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        Answer::of(self.read(path).bearer_auth(token).send().await.unwrap()).await
    }

    pub(crate) fn read(&self, path: &str) -> RequestBuilder {
        let url = if path.starts_with("https://") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.http.get(url)
    }

    pub(crate) async fn open(&self, path: &str) -> Answer {
        Answer::of(self.read(path).send().await.unwrap()).await
    }

    pub(crate) fn proof_parts(&self) -> (Value, Value) {
        let header = json!({ "typ": "dpop+jwt", "alg": "RS256", "jwk": self.key.public_jwk() });
        let claims = json!({ "htm": "POST", "htu": self.token_url(), "iat": now(), "jti": unique() });
        (header, claims)
    }

    /// A DPoP proof for the token endpoint with some claims replaced; `null` removes one.
    pub(crate) fn proof(&self, changes: &Value) -> String {
        let (header, mut claims) = self.proof_parts();
        merge(&mut claims, changes);
        self.key.sign(&header, &claims).unwrap()
    }

    /// A DPoP proof for a GET with this token.
    pub(crate) fn read_proof(&self, path: &str, token: &str) -> Value {
        json!({ "htm": "GET", "htu": format!("{}{path}", self.base), "ath": hash(token) })
    }
}

/// A response that was read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON in {} {:?}", self.status, self.body))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// `(status, error, error_description)`.
    pub(crate) fn error(&self) -> (u16, String, String) {
        let json = self.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        (self.status, text("error"), text("error_description"))
    }
}

pub(crate) fn refusal(status: u16, error: &str, description: &str) -> (u16, String, String) {
    (status, error.to_owned(), description.to_owned())
}

pub(crate) fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes()))
}

pub(crate) fn merge(claims: &mut Value, changes: &Value) {
    let claims = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.remove(name);
        } else {
            claims.insert(name.clone(), value.clone());
        }
    }
}

fn unique() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    URL_SAFE_NO_PAD.encode(bytes)
}
