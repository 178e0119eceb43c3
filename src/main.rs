//! The browser console.

// `#[component]` writes `pub` for the props of every component, whatever its own visibility, and takes them by value; a
// prop that is on or off is a `bool`. What is large and handed around is made of the handles of signals, which are copied.
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

// Wipes all memory on release: a private key that was pasted is gone with the form that held it. The server does the same.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        language::begin().await;
        leptos::mount::mount_to_body(app::App);
    });
}
