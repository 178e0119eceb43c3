//! The console: the Leptos application in the browser.

// `#[component]` makes the props of every component `pub` and takes them by value; a prop that is on or off is a
// `bool`. Large props consist of handles of signals, which are cheap to copy.
#![allow(
    unreachable_pub,
    clippy::needless_pass_by_value,
    clippy::large_types_passed_by_value,
    clippy::fn_params_excessive_bools
)]

use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

mod api;
mod app;
mod components;
mod cookies;
mod digest;
mod embedding;
mod language;
mod pages;
mod paths;
mod return_to;
mod router;
mod session;
mod storage;
mod text;
mod theme;
mod ui;

// Wipes all memory when it is freed: a private key that was pasted is gone together with the form that held it. The
// server does the same.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        language::begin().await;
        leptos::mount::mount_to_body(app::App);
    });
}
