//! One request, taken apart once.

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
    /// A first segment before the paths of Okta: test suites of Okta's SDKs run several recordings on one port.
    pub(crate) prefix: String,
    /// Path as sent, without `prefix` and query.
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Seconds since the epoch by the organization's clock.
    pub(crate) now: i64,
    pub(crate) quirks: Quirks,
}

/// Faults that change what an endpoint decides rather than how its answer travels.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quirks {
    pub(crate) weak_lists: bool,
    pub(crate) nonce_loop: bool,
    pub(crate) revoked_tokens: bool,
}

impl Call {
    /// `https://acme.okta.com`: what the client calls the organization.
    pub(crate) fn base(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.prefix)
    }

    /// The URL as called, without the query.
    pub(crate) fn url(&self) -> String {
        self.base() + &self.path
    }

    /// The host name as called, lower-case, without the port.
    pub(crate) fn host(&self) -> String {
        host_of(&self.authority)
    }

    /// A header that came once and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A query parameter, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = self.query.as_deref()?;
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The form in the body, decoded, in order; nothing when it is of another type.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        let is_form = self
            .header(header::CONTENT_TYPE.as_str())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if is_form { form_urlencoded::parse(&self.body).into_owned().collect() } else { Vec::new() }
    }
}

/// The host of an authority, lower-case, without the port.
pub(crate) fn host_of(authority: &str) -> String {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    host.to_ascii_lowercase()
}
