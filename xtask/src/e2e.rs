//! `cargo xtask e2e`: end-to-end tests with Playwright, against the real programs.

use crate::parallel::run_parallel;
use crate::report::Tally;
use crate::{process, progress, setup, spa, tools, workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Playwright's configuration for the tests.
pub(crate) const TESTS: &str = "tests/playwright.config.ts";
/// The same for Firefox.
pub(crate) const FIREFOX_TESTS: &str = "tests/firefox.config.ts";

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let arguments = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    build()?;
    let status = process::run_shown(playwright(TESTS).args(arguments))?;
    if !status.success() {
        bail!("the browser tests failed ({status})");
    }
    Ok(())
}

/// Sets up and builds what a browser drives: the SPA and the programs.
pub(crate) fn build() -> Result<()> {
    setup::basics()?;
    run_parallel(vec![
        Box::new(|| {
            setup::spa_tools()?;
            setup::browsers()?;
            spa::build()
        }),
        Box::new(|| {
            progress::step("build app-connections and okta-sim", || {
                process::run_logged("build for e2e", &mut build_programs())
            })
        }),
    ])?;
    tools::remove_build_cache()
}

/// Builds every host crate with its tests: the same crates with the same features as `cargo test`, so that the programs
/// which the browser tests drive cost no second build.
pub(crate) fn build_programs() -> Command {
    let mut cargo = process::cargo();
    cargo.args(["build", "--locked", "--workspace", "--exclude", "console", "--all-targets"]);
    cargo
}

/// Playwright, told what to run, and where the programs and the SPA are.
pub(crate) fn playwright(config: &str) -> Command {
    let _ = fs::remove_file(results());
    let mut playwright = process::command(workspace::root().join("node_modules/.bin/playwright"));
    playwright
        .args(["test", "--config", config])
        .env("APPCONN_E2E_PROGRAMS", workspace::target().join("debug"))
        .env("APPCONN_E2E_ASSETS", workspace::dist())
        .env("APPCONN_E2E_RESULTS", results());
    playwright
}

/// Reads Playwright's own report. A skipped or repeated test has not passed.
pub(crate) fn count() -> Result<Tally> {
    #[derive(serde::Deserialize)]
    struct Results {
        stats: Stats,
    }
    #[derive(serde::Deserialize)]
    struct Stats {
        expected: u64,
        unexpected: u64,
        flaky: u64,
        skipped: u64,
    }
    let text = fs::read_to_string(results()).context("Playwright wrote no report")?;
    let Results { stats } = serde_json::from_str(&text).context("Playwright's report is not as expected")?;
    Ok(Tally { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped })
}

fn results() -> PathBuf {
    workspace::scratch().join("e2e.json")
}
