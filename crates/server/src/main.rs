//! `app-connections`: see `app-connections --help`.

use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

// Wipes all memory on release. Wiping keys in their own types alone left copies of them in buffers of the HTTP and JSON
// libraries; this leaves none.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    server::cli::run()
}
