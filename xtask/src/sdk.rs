//! SDK compatibility, `tests/sdk/`: Okta's own SDKs accept from `okta-sim` what they accept from Okta.

use crate::python::Venv;
use crate::report::{Report, Tally};
use crate::simulator::Simulator;
use crate::{process, progress, setup, workspace};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    setup::basics()?;
    packages()?;
    progress::step("build okta-sim", || {
        let mut cargo = process::cargo();
        process::run_logged("build okta-sim", cargo.args(["build", "--locked", "--package=okta-sim"]))
    })?;
    let report = Report::default();
    test(&report, &workspace::target().join("debug"));
    match report.summary() {
        (line, true) => println!("\n{line}"),
        (line, false) => bail!("{line}"),
    }
    Ok(())
}

/// Both SDKs with what they need, each in its own folder.
pub(crate) fn packages() -> Result<()> {
    node_packages()?;
    python().install()
}

/// The SDK for Node.js.
pub(crate) fn node_packages() -> Result<()> {
    setup::npm_packages_of("npm packages of Okta's SDK", &folder("node"))
}

/// Runs both suites with the simulator out of `programs`.
pub(crate) fn test(report: &Report, programs: &Path) {
    let simulator = match Simulator::start(programs, &workspace::scratch().join("sdk")) {
        Ok(simulator) => simulator,
        Err(error) => {
            report.check("Okta's SDKs", || Err(error));
            return;
        }
    };
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=tap", "list.test.mjs"]).current_dir(folder("node"));
    simulator.introduce(&mut node);
    report.tests("Okta's SDK for Node.js", &mut node, |output| Ok(Tally::of_tap(output)));
    let mut python = python().unittest("test_list");
    simulator.introduce(&mut python);
    report.tests("Okta's SDK for Python", &mut python, |output| Ok(Tally::of_unittest(output)));
}

fn python() -> Venv {
    Venv { what: "Python packages of Okta's SDK", folder: folder("python") }
}

fn folder(language: &str) -> PathBuf {
    workspace::root().join("tests/sdk").join(language)
}
