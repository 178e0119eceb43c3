//! Guarded HTTP client: every outgoing request of this program goes through it.
//!
//! [`Client::open`] reaches hosts that users name: `https` alone, public addresses alone (SSRF protection), TLS with the
//! system's roots, no redirects, limits of time and size. [`Client::send_trusted`] reaches servers that the operator
//! names in the configuration, wherever they are. Only `client.rs` opens connections, and `proxy.rs` to the operator's
//! proxy.

mod address;
mod client;
mod config;
mod error;
mod proxy;
mod resolve;
mod tls;
mod trusted;

pub use client::{Client, HostClient, Request, Response};
pub use config::{Config, Timeouts};
pub use error::{ConfigError, TransportError};
pub use proxy::Proxy;
pub use reqwest::header;
pub use resolve::Lookup;
pub use trusted::{TrustedError, TrustedRequest, TrustedResponse, is_secure_endpoint};
