//! Requests: a request to an organization, parsed once.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, Version, header},
};

/// A request to an organization.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) version: Version,
    /// `https`, or `http` on the demo's plain port.
    pub(crate) scheme: &'static str,
    /// Host, and port if any, as the client wrote it.
    pub(crate) authority: String,
    /// A first segment in front of Okta's paths: test suites of Okta's SDKs run several recordings on one port.
    pub(crate) prefix: String,
    /// The path as sent, without `prefix` and query.
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The organization's clock, in seconds since the epoch.
    pub(crate) now: i64,
    pub(crate) quirks: Quirks,
}

/// Faults that change what an endpoint decides, not how its response is sent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quirks {
    pub(crate) weak_lists: bool,
    pub(crate) nonce_loop: bool,
    pub(crate) revoked_tokens: bool,
}

impl Call {
    /// `https://acme.okta.com`: the organization's URL as the client uses it.
    pub(crate) fn base(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.prefix)
    }

    /// The URL as called, without the query.
    pub(crate) fn url(&self) -> String {
        self.base() + &self.path
    }

    /// The host name as called, in lower case, without the port.
    pub(crate) fn host(&self) -> String {
        host_of(&self.authority)
    }

    /// The value of a header that occurs once and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The value of a query parameter, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = self.query.as_deref()?;
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The form in the body, decoded, in order; `None` if the body has another type.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        let is_form = self
            .header(header::CONTENT_TYPE.as_str())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if is_form { form_urlencoded::parse(&self.body).into_owned().collect() } else { Vec::new() }
    }
}

/// The host of an authority, in lower case, without the port.
pub(crate) fn host_of(authority: &str) -> String {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    host.to_ascii_lowercase()
}
