//! `cargo xtask diagnoses`: writes docs/DIAGNOSES.md from the table of causes.
//!
//! The `okta` crate knows the table, and one of its tests knows how to write it down.

use crate::process;
use anyhow::{Result, bail};

const WRITE: &[&str] = &["test", "--locked", "--quiet", "--package=okta", "--lib", "the_document_is_up_to_date"];

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("`diagnoses` takes no argument `{unknown}`");
    }
    process::run_logged("write docs/DIAGNOSES.md", process::cargo().args(WRITE).env("WRITE_DIAGNOSES", "1"))
}
