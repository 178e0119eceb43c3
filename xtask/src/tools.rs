//! Build tools from crates.io, installed into the user's cache and shared by all clones.

use crate::{process, progress, workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// A program, and how it is built.
pub(crate) struct Tool {
    /// Name of the program, and of its folder in the cache.
    pub(crate) name: &'static str,
    /// The crate that has it.
    package: &'static str,
    version: &'static str,
    /// Further arguments of `cargo install`.
    arguments: &'static [&'static str],
    /// Its build is part of a first set-up: no more optimization than its work deserves.
    opt_level: &'static str,
}

/// Exactly the version of the `wasm-bindgen` crate in `Cargo.lock`. Its test runner, and HTTPS for that, are left out.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.126",
    arguments: &["--no-default-features", "--bin", "wasm-bindgen"],
    opt_level: "1",
};

/// Splits the console's WebAssembly. `trunk/check-tools.mjs` names the same version.
pub(crate) const WASM_SPLIT: Tool = Tool {
    name: "wasm-split-cli",
    package: "wasm_split_cli_support",
    version: "0.2.4",
    arguments: &["--features", "build-binary"],
    opt_level: "0",
};

/// Builds the console with the other tools. Its default features are HTTPS and a look for new versions; it does not compile
/// without the first. The version of Rust that it declares is newer than it needs.
pub(crate) const TRUNK: Tool = Tool {
    name: "trunk",
    package: "trunk",
    version: "0.22.1",
    arguments: &["--no-default-features", "--features", "rustls", "--ignore-rust-version"],
    opt_level: "0",
};

/// Builds and runs the targets in `fuzz/`.
pub(crate) const CARGO_FUZZ: Tool =
    Tool { name: "cargo-fuzz", package: "cargo-fuzz", version: "0.13.2", arguments: &[], opt_level: "0" };

/// Makes the requests of `bench load`. It is measured beside what it asks, so it is built to be fast.
pub(crate) const OHA: Tool = Tool { name: "oha", package: "oha", version: "1.16.0", arguments: &[], opt_level: "3" };

/// Finds dependencies that nothing uses.
pub(crate) const CARGO_MACHETE: Tool =
    Tool { name: "cargo-machete", package: "cargo-machete", version: "0.9.2", arguments: &[], opt_level: "0" };

pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    package: "cargo-deny",
    version: "0.20.2",
    arguments: &["--no-default-features"],
    opt_level: "0",
};

impl Tool {
    /// The folder to put on `PATH`.
    pub(crate) fn bin(&self) -> Result<PathBuf> {
        Ok(self.home()?.join("bin"))
    }

    /// Builds it unless the cache has it.
    pub(crate) fn ensure(&self) -> Result<()> {
        let label = format!("{} {}", self.name, self.version);
        if self.is_there()? {
            progress::already(&label);
            return Ok(());
        }
        progress::step(&format!("build {label}"), || self.install())
    }

    fn home(&self) -> Result<PathBuf> {
        Ok(workspace::tools()?.join(format!("{}-{}", self.name, self.version)))
    }

    fn is_there(&self) -> Result<bool> {
        Ok(self.bin()?.join(self.name).is_file())
    }

    /// Builds into a folder of our own and renames it, so that a build cut short is never taken for a finished one.
    fn install(&self) -> Result<()> {
        let home = self.home()?;
        let partial = workspace::tools()?.join(format!(".{}-{}-{}", self.name, self.version, std::process::id()));
        fs::create_dir_all(&partial).with_context(|| format!("cannot write to {}", partial.display()))?;
        let built = process::run_logged(&format!("build {}", self.name), &mut self.cargo_install(&partial)?);
        if built.is_ok() && !self.is_there()? {
            let _ = fs::remove_dir_all(&home);
            fs::rename(&partial, &home).with_context(|| format!("cannot create {}", home.display()))?;
        }
        let _ = fs::remove_dir_all(&partial);
        built
    }

    fn cargo_install(&self, into: &Path) -> Result<std::process::Command> {
        let mut cargo = process::cargo();
        cargo
            .args(["install", "--locked", "--root"])
            .arg(into)
            .arg(format!("{}@{}", self.package, self.version))
            .args(self.arguments)
            .env("CARGO_TARGET_DIR", shared_target()?)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level)
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_STRIP", "true");
        Ok(cargo)
    }
}

/// Removes what the builds left, about a gigabyte; a later tool starts afresh.
pub(crate) fn remove_build_cache() -> Result<()> {
    let target = shared_target()?;
    if target.is_dir() {
        fs::remove_dir_all(&target).with_context(|| format!("cannot remove {}", target.display()))?;
    }
    Ok(())
}

/// Tools share the crates that they have in common.
fn shared_target() -> Result<PathBuf> {
    Ok(workspace::tools()?.join(".build"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text_of(file: &str) -> String {
        fs::read_to_string(workspace::root().join(file)).unwrap()
    }

    #[test]
    fn versions_are_those_that_the_build_of_the_console_asks_for() {
        let Tool { name, version, .. } = WASM_BINDGEN;
        assert!(text_of("Cargo.lock").contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")));
        assert!(text_of("Trunk.toml").contains(&format!("trunk-version = \"^{}\"\n", TRUNK.version)));
        let wasm_split = format!("const WASM_SPLIT = \"{}\";\n", WASM_SPLIT.version);
        assert!(text_of("trunk/check-tools.mjs").contains(&wasm_split));
    }
}
