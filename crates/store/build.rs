//! Migrations are embedded at compile time; a new file alone would not start a compilation.

#![allow(clippy::print_stdout)] // how a build script talks to Cargo

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
