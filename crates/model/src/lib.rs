//! The domain model that browser and server share: fields and their rules, connections, verification reports, problems,
//! permissions, and what an administrator must set up in Okta.
//!
//! Nothing here does I/O, reads the clock or draws random numbers, and all of it builds for wasm, so that the browser
//! refuses exactly what the server refuses, in the same words.

pub mod api;
pub mod check;
pub mod connection;
pub mod field;
pub mod okta;
pub mod permission;
pub mod problem;
pub mod secret;
