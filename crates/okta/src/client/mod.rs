//! Requests to one organization: what is sent, over what connection, and what comes back.

pub(crate) mod address;
pub(crate) mod answer;
pub(crate) mod assertion;
pub(crate) mod dpop;
pub(crate) mod error;
mod http;
pub(crate) mod named;
pub(crate) mod resolve;
mod session;
mod tls;
pub(crate) mod token;

pub(crate) use http::Network;
pub(crate) use session::Session;
