//! Requests to one organization: what is sent, over what connection, and what comes back.

pub(crate) mod address;
pub(crate) mod answer;
pub(crate) mod assertion;
mod challenge;
pub(crate) mod dpop;
pub(crate) mod error;
mod http;
mod link;
pub(crate) mod named;
mod proxy;
pub(crate) mod resolve;
mod session;
mod tls;
pub(crate) mod token;

pub(crate) use http::Network;
pub use proxy::Proxy;
pub(crate) use session::{Session, is_oktas};
