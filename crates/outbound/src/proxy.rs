//! HTTP proxy (`CONNECT`, RFC 9110 §9.3.6), where the operator names one.
//!
//! The tunnel itself is the HTTP library's, which says of a tunnel that did not come about only that. So when one does
//! not, the proxy is asked for it once more by hand, and its status tells why.

use crate::error::TransportError;
use std::{fmt, str::FromStr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use url::{Host, Url};

/// As much of an answer as its status needs.
const STATUS_LINE: usize = 64;

/// Where a proxy is: `http://host:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    url: Url,
    /// As [`TcpStream::connect`] takes it, a v6 address without brackets.
    host: String,
    port: u16,
}

impl FromStr for Proxy {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| "this is not an address")?;
        if url.scheme() != "http" {
            return Err("it does not start with http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it has a user name or password; let the proxy know this console by its address instead");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("it goes on after the port");
        }
        // `Url` drops the port that a scheme has by itself.
        let port = url.port().or_else(|| text.trim_end_matches('/').ends_with(":80").then_some(80));
        let port = port.ok_or("it has no port")?;
        let host = match url.host().ok_or("it has no host")? {
            Host::Domain(host) => host.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Ok(Self { url, host, port })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.url.origin().ascii_serialization())
    }
}

impl Proxy {
    /// As the HTTP library takes it.
    pub(crate) fn address(&self) -> &str {
        self.url.as_str()
    }

    /// Why a tunnel to `host` did not come about; `None` where one now does.
    pub(crate) async fn refusal(&self, host: &str, limit: Duration) -> Option<TransportError> {
        let connecting = TcpStream::connect((self.host.as_str(), self.port));
        let Ok(Ok(stream)) = timeout(limit, connecting).await else { return Some(TransportError::ProxyUnreachable) };
        match timeout(limit, status(stream, host)).await {
            Err(_) => Some(TransportError::ProxyFailed(0)),
            Ok(None) => Some(TransportError::ProxyUnreachable),
            Ok(Some(status)) => meaning(status),
        }
    }
}

/// What the proxy answers; `None` where that is no HTTP.
async fn status(mut stream: TcpStream, host: &str) -> Option<u16> {
    let request = format!("CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut head = Vec::with_capacity(STATUS_LINE);
    while head.len() < STATUS_LINE && !head.contains(&b'\n') {
        if stream.read_buf(&mut head).await.ok()? == 0 {
            break;
        }
    }
    let line = std::str::from_utf8(head.split(|byte| *byte == b'\r' || *byte == b'\n').next()?).ok()?;
    let (version, rest) = line.split_once(' ')?;
    version.starts_with("HTTP/1.").then(|| rest.get(..3)?.parse().ok())?
}

fn meaning(status: u16) -> Option<TransportError> {
    match status {
        200..300 => None,
        407 => Some(TransportError::ProxySignIn),
        500.. => Some(TransportError::ProxyFailed(status)),
        _ => Some(TransportError::ProxyRefused(status)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_a_host_and_a_port() {
        for (text, expected) in [
            ("http://proxy.example.com:3128", Ok("http://proxy.example.com:3128")),
            ("http://10.0.0.1:8888/", Ok("http://10.0.0.1:8888")),
            ("http://[::1]:8888", Ok("http://[::1]:8888")),
            ("http://proxy.example.com:80", Ok("http://proxy.example.com")),
            ("http://proxy.example.com", Err("it has no port")),
            ("proxy.example.com:3128", Err("it does not start with http://")),
            ("https://proxy.example.com:3128", Err("it does not start with http://")),
            ("socks5://proxy.example.com:1080", Err("it does not start with http://")),
            (
                "http://user:secret@proxy.example.com:3128",
                Err("it has a user name or password; let the proxy know this console by its address instead"),
            ),
            ("http://proxy.example.com:3128/path", Err("it goes on after the port")),
            ("3128", Err("this is not an address")),
            ("", Err("this is not an address")),
        ] {
            let read = text.parse::<Proxy>().map(|proxy| proxy.to_string());
            assert_eq!(read.as_deref().map_err(|problem| *problem), expected, "{text}");
        }
    }

    #[test]
    fn every_status_but_success_is_a_cause() {
        for (status, expected) in [
            (200, None),
            (407, Some(TransportError::ProxySignIn)),
            (403, Some(TransportError::ProxyRefused(403))),
            (405, Some(TransportError::ProxyRefused(405))),
            (301, Some(TransportError::ProxyRefused(301))),
            (500, Some(TransportError::ProxyFailed(500))),
            (502, Some(TransportError::ProxyFailed(502))),
            (504, Some(TransportError::ProxyFailed(504))),
        ] {
            assert_eq!(meaning(status), expected, "{status}");
        }
    }
}
