//! Trusted servers: requests to servers that the operator has named in the configuration, such as the identity provider of
//! the console's own sign-in, an issuer's key set and the key management service. The address rules do not apply.

use crate::{
    client::{Client, Request},
    error::TransportError,
};
use tokio::time::Instant;
use url::{Host, Url};
use zeroize::Zeroizing;

/// One request. Without `Debug`, as it may hold a token or a key.
pub struct TrustedRequest<'a> {
    /// The address: `https`, or `http` on this machine itself.
    pub url: &'a Url,
    /// The value of `Authorization`, if any.
    pub authorization: Option<Zeroizing<String>>,
    /// Makes it a POST.
    pub form: Option<Vec<(&'static str, String)>>,
    /// Makes it a POST of JSON.
    pub json: Option<Zeroizing<Vec<u8>>>,
}

impl<'a> TrustedRequest<'a> {
    /// A GET without credentials.
    pub fn get(url: &'a Url) -> Self {
        Self { url, authorization: None, form: None, json: None }
    }
}

/// What came back, of at most 256 KiB. Without `Debug`, as it may hold a token.
pub struct TrustedResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body, as it came.
    pub body: Zeroizing<Vec<u8>>,
}

/// Why there was no response: the stable name of the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TrustedError(&'static str);

/// Whether requests to this URL are encrypted on the network: `https`, or `http` on this machine itself.
pub fn is_secure_endpoint(url: &Url) -> bool {
    let is_local = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(host)) => host == "localhost",
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_local)
}

impl Client {
    /// Asks a server that the operator has named in the configuration. It may have any address and any port; the roots
    /// and the fixed addresses of the configuration apply here, too.
    pub async fn send_trusted(&self, request: &TrustedRequest<'_>) -> Result<TrustedResponse, TrustedError> {
        let url = request.url;
        if !is_secure_endpoint(url) {
            return Err(TrustedError("not_https"));
        }
        let failed = |error: TransportError| TrustedError(error.name());
        let host = self.open_trusted(url.origin().ascii_serialization()).map_err(failed)?;
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let authorization = request.authorization.iter().map(|value| ("authorization", value.to_string()));
        let sent = Request {
            path: &path,
            headers: authorization.collect(),
            form: request.form.clone(),
            json: request.json.as_ref().map(|body| body.to_vec()),
        };
        let response = host.send(&sent, Instant::now() + self.timeouts().total).await.map_err(failed)?;
        Ok(TrustedResponse { status: response.status, body: response.body })
    }
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
            assert_eq!(is_secure_endpoint(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
