//! Somebody else who says who people are: keys, tokens, and a server that answers whatever a test wants.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A key that signs with ES256.
pub(crate) struct Signer {
    pub(crate) key_id: &'static str,
    pair: EcdsaKeyPair,
}

impl Signer {
    pub(crate) fn new(key_id: &'static str) -> Self {
        Self { key_id, pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap() }
    }

    /// The public half.
    pub(crate) fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let coordinate = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": self.key_id, "x": coordinate(1..33), "y": coordinate(33..65)})
    }

    /// The header of its tokens.
    pub(crate) fn header(&self) -> Value {
        json!({"alg": "ES256", "kid": self.key_id, "typ": "JWT"})
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        self.token_with(&self.header(), claims)
    }

    pub(crate) fn token_with(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

/// Header and claims, encoded.
pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// A request that it got.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) authorization: String,
    pub(crate) form: HashMap<String, String>,
}

#[derive(Default)]
struct Script {
    answers: HashMap<String, (u16, HeaderMap, Vec<u8>)>,
    asked: Vec<Asked>,
}

/// A server on this machine; 404 for what it was not told.
#[derive(Clone)]
pub(crate) struct Issuer {
    /// Its address, which is its name as an issuer, too.
    pub(crate) url: String,
    script: Arc<Mutex<Script>>,
}

impl Issuer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::<Mutex<Script>>::default();
        let router = Router::new().fallback(answer).with_state(script.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, script }
    }

    /// Answers that at a path from now on.
    pub(crate) fn answers(&self, path: &str, status: u16, body: &Value) {
        self.answers_with(path, status, HeaderMap::new(), body.to_string().into_bytes());
    }

    pub(crate) fn answers_with(&self, path: &str, status: u16, headers: HeaderMap, body: Vec<u8>) {
        self.script.lock().unwrap().answers.insert(path.to_owned(), (status, headers, body));
    }

    /// Publishes these keys at `/keys`.
    pub(crate) fn publishes(&self, keys: &[Value]) {
        self.answers("/keys", 200, &json!({ "keys": keys }));
    }

    /// What it was asked at a path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        self.script.lock().unwrap().asked.iter().filter(|asked| asked.path == path).cloned().collect()
    }
}

async fn answer(State(script): State<Arc<Mutex<Script>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let authorization = parts.headers.get(header::AUTHORIZATION).map_or("", |value| value.to_str().unwrap());
    let (path, authorization) = (parts.uri.path().to_owned(), authorization.to_owned());
    let form = url::form_urlencoded::parse(&body).into_owned().collect();
    let mut script = script.lock().unwrap();
    script.asked.push(Asked { path: path.clone(), authorization, form });
    match script.answers.get(&path).cloned() {
        Some((status, headers, body)) => (StatusCode::from_u16(status).unwrap(), headers, body).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
