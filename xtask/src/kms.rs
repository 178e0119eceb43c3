//! The server's tests with a real key management service, and what they need.

use crate::{process, progress, setup};
use anyhow::Result;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    setup::openbao()?;
    let mut tests = process::cargo();
    tests.args(["test", "--locked", "--package=server", "--test=kms", "--"]).args(arguments);
    progress::step("tests with OpenBao", || process::run_logged("kms tests", &mut tests))
}
