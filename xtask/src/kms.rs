//! Key management service: the server's tests with `OpenBao`, and the packages that they need.

use crate::python::Venv;
use crate::{process, progress, workspace};
use anyhow::Result;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    packages()?;
    let mut tests = process::cargo();
    tests.args(["test", "--locked", "--package=server", "--test=kms", "--"]).args(arguments);
    progress::step("tests with OpenBao", || process::run_logged("kms tests", &mut tests))
}

/// `OpenBao`, the key management service that the server's tests use.
pub(crate) fn packages() -> Result<()> {
    Venv { what: "OpenBao", folder: workspace::root().join("tests/kms") }.install()
}
