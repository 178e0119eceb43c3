//! The backend: HTTP API, sign-in, schedule, command line, and the built SPA.
//!
//! [`router()`] is the whole list of routes; each leads to `routes/<resource>/<operation>.rs`. What is kept is behind
//! [`store::Store`], secrets go through [`vault::Vault`], callers are authenticated by [`auth::Auth`].

mod admission;
pub mod app;
mod assets;
mod audit_log;
pub mod auth;
pub mod cli;
mod clock;
pub mod config;
mod csv;
mod extract;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod handles;
mod inline_hashes;
mod limits;
mod metrics;
mod middleware;
mod openapi;
pub mod panic_hook;
mod prepared;
pub mod problem;
mod quality_value;
mod readiness;
mod router;
mod routes;
mod schedule;
mod serving;
mod signing_key;
mod soon;
mod verification_response;
mod verifier;

pub use admission::Permit;
pub use app::{App, StartError};
pub use clock::Clock;
pub use router::{openapi, router};
pub use serving::{ConnectionLimits, serve, serve_with};
