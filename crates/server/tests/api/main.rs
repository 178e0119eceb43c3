//! The API over real sockets, on a real `SQLite` file, against a simulated Okta over TLS. Folders mirror the URLs.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod applications;
mod connections;
mod docs;
mod headers;
mod history;
mod keys;
mod limits;
mod messages;
mod misconfigurations;
mod not_at_hand;
mod ops;
mod pages;
mod problems;
mod restart;
mod roles;
mod rotation;
mod secrets;
mod session;
mod support;
mod tampering;
