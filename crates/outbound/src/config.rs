//! Client configuration: fixed addresses, extra root certificates, the proxy, timeouts.

use crate::proxy::Proxy;
use std::{net::SocketAddr, time::Duration};

/// How servers are reached.
#[derive(Debug, Clone)]
pub struct Config {
    /// Connect to this address for this host: private link and tests. The only way past the public-address rule.
    pub resolve: Vec<(String, SocketAddr)>,
    /// Root certificates (PEM) to trust beside the system's.
    pub extra_roots_pem: Option<Vec<u8>>,
    /// The proxy that hosts are reached through. Hosts of `resolve` are reached without it.
    pub proxy: Option<Proxy>,
    /// Whether a trusted server (`host` or `host:port`) is reached through the proxy, too; by default none is.
    pub proxies_trusted: fn(&str) -> bool,
    /// How long requests may take.
    pub timeouts: Timeouts,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            resolve: Vec::new(),
            extra_roots_pem: None,
            proxy: None,
            proxies_trusted: |_| false,
            timeouts: Timeouts::default(),
        }
    }
}

/// How long requests may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a name to resolve, and for a connection with its TLS handshake.
    pub connect: Duration,
    /// For one request, to the last byte of its response.
    pub request: Duration,
    /// For several requests that belong together, such as those of one verification.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), request: Duration::from_secs(10), total: Duration::from_secs(30) }
    }
}
