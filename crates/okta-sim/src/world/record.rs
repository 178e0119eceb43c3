//! Recorded requests, for tests. Credentials are reduced to harmless parts; no signature, token or secret is stored.

use std::collections::VecDeque;

use axum::http::header;
use serde::Serialize;
use serde_json::Value;

use crate::{call::Call, dpop, jws::Jws};

const KEPT: usize = 2000;

/// Headers that are recorded unchanged.
const KEPT_HEADERS: [&str; 6] =
    ["accept", "content-type", "user-agent", "x-okta-retry-for", "x-okta-retry-count", "accept-encoding"];

/// A request and the status of its response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recorded {
    /// The organization's clock, in seconds since the epoch.
    pub at: i64,
    /// The method: `GET`.
    pub method: String,
    /// The protocol: `HTTP/2.0`.
    pub version: String,
    /// Host, and port if any, as the client wrote it.
    pub authority: String,
    /// The path without the query.
    pub path: String,
    /// The query as sent.
    pub query: Option<String>,
    /// The status of the response; 0 if the connection was dropped.
    pub status: u16,
    /// The harmless headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The scheme of `Authorization`, without the credentials.
    pub authorization: Option<String>,
    /// The client assertion, if there was one that can be parsed.
    pub assertion: Option<AssertionSeen>,
    /// The DPoP proof, if there was one that can be parsed.
    pub proof: Option<ProofSeen>,
    /// The form's `grant_type`.
    pub grant_type: Option<String>,
    /// The form's `scope`.
    pub scope: Option<String>,
    /// Whether the client disconnected before the response was sent.
    pub abandoned: bool,
}

/// Header and claims of a client assertion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssertionSeen {
    /// JOSE header.
    pub header: Value,
    /// Claims.
    pub claims: Value,
}

/// Header, without `jwk`, and claims of a DPoP proof.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProofSeen {
    /// JOSE header.
    pub header: Value,
    /// Claims.
    pub claims: Value,
    /// The RFC 7638 thumbprint of the key in it.
    pub thumbprint: Option<String>,
}

impl Recorded {
    pub(crate) fn of(call: &Call, status: u16) -> Self {
        let form = call.form();
        let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let headers = KEPT_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), call.header(name)?.to_owned())));
        let authorization = call.header(header::AUTHORIZATION.as_str());
        let assertion = field("client_assertion");
        let assertion = assertion.as_deref().and_then(Jws::parse);
        Self {
            at: call.now,
            method: call.method.to_string(),
            version: format!("{:?}", call.version),
            authority: call.authority.clone(),
            path: format!("{}{}", call.prefix, call.path),
            query: call.query.clone(),
            status,
            headers: headers.collect(),
            authorization: authorization.and_then(|value| value.split_once(' ')).map(|(scheme, _)| scheme.to_owned()),
            assertion: assertion.map(|jws| AssertionSeen { header: jws.header.into(), claims: jws.claims.into() }),
            proof: call.header("dpop").and_then(Jws::parse).map(|mut jws| {
                let thumbprint = dpop::public_key(&jws).map(|key| key.thumbprint());
                jws.header.remove("jwk");
                ProofSeen { header: jws.header.into(), claims: jws.claims.into(), thumbprint }
            }),
            grant_type: field("grant_type"),
            scope: field("scope"),
            abandoned: false,
        }
    }

    /// The value of a recorded header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The latest requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: VecDeque<Recorded>,
    /// How many older ones were dropped.
    forgotten: usize,
}

impl Log {
    /// Records a request. Gives its number.
    pub(crate) fn push(&mut self, recorded: Recorded) -> usize {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        self.entries.push_back(recorded);
        self.forgotten + self.entries.len() - 1
    }

    /// Records that the client of this request has disconnected.
    pub(crate) fn abandon(&mut self, number: usize) {
        let kept = number.checked_sub(self.forgotten).and_then(|at| self.entries.get_mut(at));
        if let Some(recorded) = kept {
            recorded.abandoned = true;
        }
    }

    pub(crate) fn all(&self) -> Vec<Recorded> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.forgotten += self.entries.len();
        self.entries.clear();
    }
}
