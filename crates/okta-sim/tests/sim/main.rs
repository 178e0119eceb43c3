//! Integration tests of the simulator, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod access;
mod admin;
mod binary;
mod demo;
mod discovery;
mod dpop;
mod faults;
mod keys;
mod life;
mod paging;
mod records;
mod scenarios;
mod state;
mod support;
mod tls;
mod token;
