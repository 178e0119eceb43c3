//! Okta's own SDKs against the simulator, `tests/sdk/`: what they accept from Okta, they accept from `okta-sim`.

use crate::report::{Report, Tally, number_after, number_before};
use crate::simulator::Simulator;
use crate::{process, progress, setup, workspace};
use anyhow::{Context, Result, bail};
use std::fs;
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

/// Both SDKs with what they need, each in its own folder. `python3` is asked for by nothing else of the project.
pub(crate) fn packages() -> Result<()> {
    node_packages()?;
    python_packages()
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
    let mut python = process::command(venv().join("bin/python"));
    python.args(["-m", "unittest", "test_list"]).current_dir(folder("python")).env("PYTHONDONTWRITEBYTECODE", "1");
    simulator.introduce(&mut python);
    report.tests("Okta's SDK for Python", &mut python, |output| Ok(of_unittest(output)));
}

/// The SDK for Python, in a virtual environment that is made anew when the lock file changes.
fn python_packages() -> Result<()> {
    const WHAT: &str = "Python packages of Okta's SDK";
    const INSTALL: &str = "apt-get install python3 python3-venv";
    let lock_file = folder("python").join("requirements.txt");
    let lock = fs::read_to_string(&lock_file).with_context(|| format!("cannot read {}", lock_file.display()))?;
    let stamp = venv().join(".installed-requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        progress::already(WHAT);
        return Ok(());
    }
    if !process::on_path("python3") {
        bail!("python3 is missing: {INSTALL}");
    }
    progress::step(&format!("install {WHAT}"), || {
        let mut create = process::command("python3");
        create.args(["-m", "venv", "--clear"]).arg(venv());
        process::run_logged("python venv", &mut create).with_context(|| INSTALL)?;
        let mut pip = process::command(venv().join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"])
            .arg("--requirement")
            .arg(&lock_file);
        process::run_logged("pip install", &mut pip)?;
        fs::write(&stamp, &lock).context("cannot write to the virtual environment")
    })
}

fn folder(language: &str) -> PathBuf {
    workspace::root().join("tests/sdk").join(language)
}

fn venv() -> PathBuf {
    folder("python").join(".venv")
}

/// `Ran 6 tests in 3.1s`, then `OK` or `FAILED (failures=1, errors=2)`. A test with several failed parts failed once.
fn of_unittest(output: &str) -> Tally {
    let ran = output.lines().find_map(|line| number_before(line.strip_prefix("Ran ").map(|_| line)?, " test"));
    let last = output.lines().rev().find(|line| line.starts_with("OK") || line.starts_with("FAILED"));
    let not_passed = ["failures=", "errors=", "skipped=", "expected failures=", "unexpected successes="];
    let failed: u64 = not_passed.iter().filter_map(|name| number_after(last?, name)).sum();
    let ran = ran.unwrap_or(0);
    Tally { passed: ran.saturating_sub(failed), failed: failed.min(ran) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unittest_is_counted() {
        for (output, passed, failed) in [
            ("Ran 6 tests in 3.1s\n\nOK", 6, 0),
            ("Ran 1 test in 3.1s\n\nOK (skipped=1)", 0, 1),
            ("Ran 6 tests in 3.1s\n\nFAILED (failures=1, errors=2)", 3, 3),
            ("Ran 2 tests in 3.1s\n\nFAILED (failures=3)", 0, 2),
            ("No module named 'okta'", 0, 0),
        ] {
            assert_eq!(of_unittest(output), Tally { passed, failed }, "{output}");
        }
    }
}
