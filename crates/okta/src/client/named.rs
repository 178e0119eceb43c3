//! Requests to servers that the operator has named in the configuration, which are no organizations: the provider of the
//! console's own sign-in, and where the embedding console publishes its keys.

use super::error::Trouble;
use super::http::{Network, Request};
use tokio::time::Instant;
use url::{Host, Url};
use zeroize::Zeroizing;

/// One request. Without `Debug`, as it may hold a token or a key.
pub struct NamedRequest<'a> {
    /// Where: `https`, or `http` on this machine itself.
    pub url: &'a Url,
    /// The value of `Authorization`, if any.
    pub authorization: Option<Zeroizing<String>>,
    /// Makes it a POST.
    pub form: Option<Vec<(&'static str, String)>>,
    /// Makes it a POST of JSON.
    pub json: Option<Zeroizing<Vec<u8>>>,
}

impl<'a> NamedRequest<'a> {
    /// A GET without credentials.
    pub fn get(url: &'a Url) -> Self {
        Self { url, authorization: None, form: None, json: None }
    }
}

/// What came back, of at most 256 KiB. Without `Debug`, as it may hold a token.
pub struct NamedAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body, as it came.
    pub body: Zeroizing<Vec<u8>>,
}

/// Why there was no answer: the stable name of the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NamedError(&'static str);

/// Whether such an address may be asked: what goes over the network is encrypted.
pub fn may_ask(url: &Url) -> bool {
    let is_local = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(host)) => host == "localhost",
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_local)
}

pub(crate) async fn ask(network: &Network, request: &NamedRequest<'_>) -> Result<NamedAnswer, NamedError> {
    let url = request.url;
    if !may_ask(url) {
        return Err(NamedError("not_https"));
    }
    let failed = |trouble: Trouble| NamedError(trouble.code().name());
    let http = network.open_named(url.origin().ascii_serialization()).map_err(failed)?;
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let authorization = request.authorization.iter().map(|value| ("authorization", value.to_string()));
    let sent = Request {
        path: &path,
        headers: authorization.collect(),
        form: request.form.clone(),
        json: request.json.as_ref().map(|body| body.to_vec()),
    };
    let answer = http.send(&sent, Instant::now() + network.config.timeouts.total).await.map_err(failed)?;
    Ok(NamedAnswer { status: answer.status, body: answer.into_body() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        for (url, expected) in [
            ("https://id.example.com/keys", true),
            ("https://10.0.0.1:8443/keys", true),
            ("http://127.0.0.1:4000/keys", true),
            ("http://[::1]:4000/keys", true),
            ("http://localhost:4000/keys", true),
            ("http://id.example.com/keys", false),
            ("http://10.0.0.1/keys", false),
            ("http://localhost.example.com/keys", false),
            ("ftp://127.0.0.1/keys", false),
        ] {
            assert_eq!(may_ask(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
