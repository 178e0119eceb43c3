//! The backend: HTTP API, sign-in, schedule, command line, and the built SPA.
//!
//! [`router()`] is the whole list of routes; each leads to `routes/<resource>/<operation>.rs`. What is kept is behind
//! [`store::Store`], secrets go through [`vault::Vault`], callers are authenticated by [`auth::Auth`].

pub mod app;
mod assets;
mod audit;
pub mod auth;
pub mod cli;
pub mod config;
mod csv;
mod extract;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod handles;
mod history;
mod keyring;
mod limits;
mod metrics;
mod middleware;
mod openapi;
pub mod panic_hook;
mod prepared;
pub mod problem;
mod readiness;
mod router;
mod routes;
mod schedule;
mod serving;
mod soon;
mod turn;
mod verification;

pub use app::{App, Clock, StartError};
pub use router::{openapi, router};
pub use serving::{Patience, serve, serve_with};
