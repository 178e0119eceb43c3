//! Hostile servers: whatever bytes come back, a request ends in time and never holds more than 8 MiB.
//!
//! The allocator counts everything that Rust code of this process holds, so the other end counts against the limit, too.
//! What TLS keeps in C is not counted: it does not grow with what is received.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod measure;
mod wire;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
