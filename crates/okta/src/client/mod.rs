//! Requests to one organization: what is sent, over what connection, and what comes back.

pub(crate) mod answer;
pub(crate) mod assertion;
mod challenge;
pub(crate) mod dpop;
pub(crate) mod error;
pub(crate) mod grant;
mod link;
mod session;
pub(crate) mod token;

pub(crate) use session::Session;
pub(crate) use session::is_okta_domain;
pub use session::is_okta_host;
