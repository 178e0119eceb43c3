//! Frontend build: calls Trunk with the project's own tools, unless `dist/` is up to date.
//!
//! `Trunk.toml` and `trunk/` say how it is built. This only finds out whether it must be, and calls Trunk.

use crate::{process, progress, tools, workspace};
use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the built SPA depends on. A new kind of input belongs here, or `dist/` goes stale.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/markup",
    "crates/model",
    "index.html",
    "languages",
    "package-lock.json",
    "public",
    "rust-toolchain.toml",
    "src",
    "style",
    "trunk",
    "xtask/src/spa.rs",
    "xtask/src/tools.rs",
];

/// Makes `dist/`, unless no input has changed since it was made.
pub(crate) fn build() -> Result<()> {
    let _alone = lock()?;
    if is_current() {
        progress::already("dist/");
        return Ok(());
    }
    let fingerprint = fingerprint()?;
    // A build that is cut short leaves a folder that is neither the old nor the new one.
    let _ = fs::remove_file(stamp());
    progress::step("build the SPA", || {
        process::run_logged("build the SPA", trunk()?.args(["build", "--release", "--offline"]))
    })?;
    fs::write(stamp(), fingerprint).context("cannot write the stamp of dist/")
}

/// Trunk with the project's own tools on `PATH`. With `--offline` it looks for nothing on the network.
pub(crate) fn trunk() -> Result<Command> {
    let mut trunk = process::command(tools::TRUNK.bin()?.join("trunk"));
    trunk
        .env("PATH", process::path_with(&[tools::WASM_BINDGEN.bin()?, tools::WASM_SPLIT.bin()?])?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env_remove("NO_COLOR");
    Ok(trunk)
}

/// Two builds in one clone would write over each other; the second waits, and finds the work done.
fn lock() -> Result<fs::File> {
    fs::create_dir_all(workspace::scratch())?;
    let file = fs::File::create(workspace::scratch().join("dist.lock"))?;
    file.lock().context("cannot lock dist/")?;
    Ok(file)
}

/// In the folder itself: whatever else builds into it, such as Trunk called by hand, takes the stamp away. The server serves
/// no file whose name begins with a dot.
fn stamp() -> PathBuf {
    workspace::dist().join(".fingerprint")
}

fn is_current() -> bool {
    let built = workspace::dist().join("index.html").is_file();
    built && fs::read_to_string(stamp()).is_ok_and(|stamp| fingerprint().is_ok_and(|now| now == stamp))
}

/// A hash of every input's path and content.
fn fingerprint() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for input in INPUTS {
        for file in files_under(&workspace::root().join(input))? {
            file.hash(&mut hasher);
            fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file under `path`, or `path` itself, in a fixed order; nothing when it does not exist.
pub(crate) fn files_under(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_under(&entry)?);
    }
    Ok(files)
}
