//! `cargo xtask build`: release build of the console and the programs.

use crate::parallel::run_parallel;
use crate::{process, progress, sbom, setup, spa, tools, workspace};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// The programs of the product.
const PACKAGES: [&str; 2] = ["server", "okta-sim"];

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("`build` takes no argument `{unknown}`");
    }
    everything()?;
    println!(
        "\n  {}\n  {}\n  {}",
        workspace::dist().display(),
        program("app-connections").display(),
        program("okta-sim").display()
    );
    Ok(())
}

/// Sets up, and builds the SPA and both programs for release, side by side.
pub(crate) fn everything() -> Result<()> {
    setup::basics()?;
    run_parallel(vec![
        Box::new(|| {
            setup::spa_tools()?;
            spa::build()
        }),
        Box::new(programs),
    ])?;
    sbom::write()?;
    tools::remove_build_cache()
}

/// A release program of the product.
pub(crate) fn program(name: &str) -> PathBuf {
    workspace::target().join("release").join(name)
}

/// What the programs call themselves: version and commit, so that a program is found in the history of its source.
pub(crate) fn version() -> Result<String> {
    let git = |arguments: &[&str]| process::capture(process::command("git").args(arguments));
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changed =
        if git(&["status", "--porcelain", "--untracked-files=no"])?.trim().is_empty() { "" } else { ", changed" };
    Ok(format!("{} ({}{changed})", env!("CARGO_PKG_VERSION"), commit.trim()))
}

fn programs() -> Result<()> {
    progress::step("build app-connections and okta-sim", || {
        let mut cargo = process::cargo();
        cargo.env("BUILD_VERSION", version()?);
        cargo.args(["build", "--locked", "--release"]).args(PACKAGES.iter().flat_map(|package| ["--package", package]));
        process::run_logged("build programs", &mut cargo)
    })
}
