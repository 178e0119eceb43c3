//! Okta's own SDKs against the simulator, `tests/sdk/`: what they accept from Okta, they accept from `okta-sim`.

use crate::report::{Report, Tally, number_after, number_before};
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
    report.tests("Okta's SDK for Node.js", &mut node, |output| Ok(of_tap(output)));
    let mut python = process::command(venv().join("bin/python"));
    python.args(["-m", "unittest", "test_list"]).current_dir(folder("python")).env("PYTHONDONTWRITEBYTECODE", "1");
    simulator.introduce(&mut python);
    report.tests("Okta's SDK for Python", &mut python, |output| Ok(of_unittest(output)));
}

/// The SDK for Python.
fn python_packages() -> Result<()> {
    setup::python_packages_of("Python packages of Okta's SDK", &folder("python"))
}

fn folder(language: &str) -> PathBuf {
    workspace::root().join("tests/sdk").join(language)
}

fn venv() -> PathBuf {
    folder("python").join(".venv")
}

/// Node's own summary. What was skipped or cancelled has not passed.
fn of_tap(output: &str) -> Tally {
    let total = |name: &str| {
        let start = format!("# {name} ");
        output.lines().find_map(|line| line.strip_prefix(&start)?.trim().parse().ok()).unwrap_or(0)
    };
    let failed = ["fail", "cancelled", "skipped", "todo"].into_iter().map(total).sum();
    Tally { passed: total("pass"), failed }
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
    fn tap_is_counted() {
        let output =
            "ok 3 - refusals\n# tests 14\n# suites 3\n# pass 10\n# fail 1\n# cancelled 2\n# skipped 1\n# todo 0\n";
        assert_eq!(of_tap(output), Tally { passed: 10, failed: 4 });
        assert_eq!(of_tap("Error: Cannot find module"), Tally::default());
    }

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
