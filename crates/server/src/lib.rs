//! The backend: HTTP API, storage, vault, sign-in, and the built SPA.
//!
//! [`router()`] is the whole list of routes; each leads to `routes/<resource>/<operation>.rs`. What is kept is behind
//! [`store::Store`], what is secret goes through [`vault::Vault`], who calls is found by [`auth::Auth`].

pub mod app;
mod assets;
mod audit;
pub mod auth;
pub mod cli;
pub mod config;
mod csv;
mod extract;
mod figures;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod handles;
mod history;
mod keyring;
mod limits;
mod middleware;
mod openapi;
mod owner;
pub mod panic_hook;
mod prepared;
pub mod problem;
mod readiness;
mod router;
mod routes;
mod schedule;
mod serving;
mod soon;
pub mod store;
mod turn;
pub mod vault;
mod verification;

pub use app::{App, Clock, StartError};
pub use openapi::openapi;
pub use router::router;
pub use serving::{Patience, serve, serve_with};
