//! The SPA: cargo compiles, `js/bundle.mjs` puts it together, `js/finish-dist.mjs` minifies, names by content, signs and
//! compresses. Trunk serves it in `cargo xtask dev`, from the same index.html and Trunk.toml.

use crate::{process, progress, setup, tools, workspace};
use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// Cargo's profile: small code, fat LTO, `panic = "abort"`.
const PROFILE: &str = "wasm-release";

/// The standard library compiled with the SPA, for size, instead of the one that comes compiled for speed.
const STANDARD_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// A panic ends the page's code at once: no message, no place, no code that would write them; 18 KB of brotli less.
/// Cargo adds them to the flag of `.cargo/config.toml`.
const FLAGS: [&str; 4] =
    ["-Zlocation-detail=none", "-Zfmt-debug=none", "-Zunstable-options", "-Cpanic=immediate-abort"];

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
    "src",
    "style",
    "xtask/js/bundle.mjs",
    "xtask/js/finish-dist.mjs",
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
    compile()?;
    progress::step("build the SPA", || {
        let bundle = workspace::scratch().join("bundle");
        let wasm = workspace::target().join("wasm32-unknown-unknown").join(PROFILE).join("console.wasm");
        let mut put_together = process::command("node");
        put_together
            .arg("xtask/js/bundle.mjs")
            .arg(tools::WASM_BINDGEN.bin()?.join("wasm-bindgen"))
            .args([&wasm, &bundle]);
        process::run_logged("build the SPA", &mut put_together)?;
        let mut finish = process::command("node");
        finish.arg("xtask/js/finish-dist.mjs").arg(&bundle).arg(workspace::dist());
        process::run_logged("finish dist", &mut finish)
    })?;
    fs::write(stamp(), fingerprint).context("cannot write the stamp of dist/")
}

fn compile() -> Result<()> {
    progress::step("compile the SPA", || {
        let mut cargo = process::cargo();
        cargo
            .args(["build", "--locked", "--target=wasm32-unknown-unknown", "--package=console", "--profile", PROFILE])
            .args(STANDARD_LIBRARY)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS.join(" "));
        process::run_logged("compile the SPA", &mut cargo)
    })
}

/// Trunk with the project's own tools on `PATH`; it never looks for others on the network.
pub(crate) fn trunk() -> Result<std::process::Command> {
    let mut trunk = process::command(tools::TRUNK.bin()?.join("trunk"));
    trunk
        .env("PATH", process::path_with(&[tools::WASM_BINDGEN.bin()?, wasm_opt_folder()?])?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env_remove("NO_COLOR");
    Ok(trunk)
}

/// A folder with nothing but `wasm-opt`: all of `node_modules/.bin` on `PATH` would be too much.
fn wasm_opt_folder() -> Result<PathBuf> {
    setup::npm_packages()?;
    let folder = workspace::scratch().join("bin");
    fs::create_dir_all(&folder)?;
    let shim = folder.join("wasm-opt");
    let real = workspace::root().join("node_modules/.bin/wasm-opt");
    if fs::read_link(&shim).is_ok_and(|target| target == real) {
        return Ok(folder);
    }
    let _ = fs::remove_file(&shim);
    std::os::unix::fs::symlink(&real, &shim).with_context(|| format!("cannot create {}", shim.display()))?;
    Ok(folder)
}

/// Two builds in one clone would write over each other; the second waits, and finds the work done.
fn lock() -> Result<fs::File> {
    fs::create_dir_all(workspace::scratch())?;
    let file = fs::File::create(workspace::scratch().join("dist.lock"))?;
    file.lock().context("cannot lock dist/")?;
    Ok(file)
}

fn stamp() -> PathBuf {
    workspace::scratch().join("dist.stamp")
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
