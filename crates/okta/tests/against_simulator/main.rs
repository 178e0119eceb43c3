//! The client against simulated organizations, over real TLS and real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answers;
mod critical_path;
mod misconfigurations;
mod proof_of_possession;
mod proxy;
mod reach;
mod support;
mod token;
mod verification;
