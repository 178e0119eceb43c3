//! Benchmark runner: the Node.js scripts in `tests/bench/runner`.

use crate::{build, process, progress, workspace};
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Node.js in [`folder`].
pub(super) fn node() -> Command {
    let mut node = process::command("node");
    node.current_dir(folder());
    node
}

/// An npm project of its own.
pub(super) fn folder() -> PathBuf {
    workspace::root().join("tests/bench")
}

/// Where a benchmark leaves all that it measured.
pub(super) fn out(name: &str) -> PathBuf {
    workspace::scratch().join(name).with_extension("json")
}

/// Runs `runner/{script}.mjs` on the release build, and reads what it measured.
pub(super) fn figures<T: DeserializeOwned>(name: &str, script: &str, what: &str, more: &[&OsStr]) -> Result<T> {
    let out = out(name);
    progress::step(what, || {
        let mut runner = node();
        runner.arg(format!("runner/{script}.mjs")).arg("--program").arg(build::program("app-connections"));
        runner.arg("--assets").arg(workspace::dist()).arg("--out").arg(&out).args(more);
        process::run_logged(name, &mut runner)
    })?;
    let text = fs::read_to_string(&out).with_context(|| format!("cannot read {}", out.display()))?;
    serde_json::from_str(&text).context("the figures are not as expected")
}
