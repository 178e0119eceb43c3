//! The client against simulated organizations, over real TLS and real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod misconfigurations;
mod reach;
mod support;
mod token;
mod verification;
