//! Test report: the outcome of each step, the number of tests, and one summary line.

use crate::{process, progress};
use anyhow::Result;
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

/// Lines of a failed step's output that are shown.
const SHOWN: usize = 200;

/// How many passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// Adds the `test result:` lines of `cargo test`.
    pub(crate) fn of_cargo_test(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().filter(|line| line.starts_with("test result: ")) {
            tally.passed += number_before(line, " passed").unwrap_or(0);
            tally.failed += number_before(line, " failed").unwrap_or(0);
        }
        tally
    }

    /// `Ran 6 tests in 3.1s`, then `OK` or `FAILED (failures=1, errors=2)`, as Python's unittest ends. A test with
    /// several failed parts failed once.
    pub(crate) fn of_unittest(output: &str) -> Self {
        let ran = output.lines().find_map(|line| number_before(line.strip_prefix("Ran ").map(|_| line)?, " test"));
        let last = output.lines().rev().find(|line| line.starts_with("OK") || line.starts_with("FAILED"));
        let not_passed = ["failures=", "errors=", "skipped=", "expected failures=", "unexpected successes="];
        let failed: u64 = not_passed.iter().filter_map(|name| number_after(last?, name)).sum();
        let ran = ran.unwrap_or(0);
        Self { passed: ran.saturating_sub(failed), failed: failed.min(ran) }
    }

    /// Node's own summary. What was skipped or cancelled has not passed.
    pub(crate) fn of_tap(output: &str) -> Self {
        let total = |name: &str| {
            let start = format!("# {name} ");
            output.lines().find_map(|line| line.strip_prefix(&start)?.trim().parse().ok()).unwrap_or(0)
        };
        let failed = ["fail", "cancelled", "skipped", "todo"].into_iter().map(total).sum();
        Self { passed: total("pass"), failed }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The steps so far; they may run side by side.
#[derive(Default)]
pub(crate) struct Report {
    total: Mutex<Tally>,
}

impl Report {
    /// A step that passes or fails as a whole. Says whether it passed, so that what depends on it can be left out.
    pub(crate) fn check(&self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        self.counted(name, || work().map(|()| Tally::one(true)))
    }

    /// A program whose exit code is the outcome.
    pub(crate) fn program(&self, name: &str, command: &mut Command) -> bool {
        self.check(name, || {
            let finished = process::finish_logged(name, command)?;
            anyhow::ensure!(finished.status.success(), "{}", relevant(&finished.output()));
            Ok(())
        })
    }

    /// A runner of tests: `count` reads its output. A runner that fails without a failed test counts as one.
    pub(crate) fn tests(&self, name: &str, command: &mut Command, count: impl FnOnce(&str) -> Result<Tally>) -> bool {
        self.counted(name, || {
            let finished = process::finish_logged(name, command)?;
            let output = finished.output();
            let mut tally = count(&output).unwrap_or_default();
            let nothing_ran = tally == Tally::default();
            if (!finished.status.success() || nothing_ran) && tally.failed == 0 {
                tally.failed = 1;
            }
            if tally.failed > 0 {
                println!("{}", relevant(&output));
            }
            Ok(tally)
        })
    }

    /// The summary. It is the last line that `test` prints, and the only one of its form.
    pub(crate) fn summary(&self) -> (String, bool) {
        let Tally { passed, failed } = self.total();
        (format!("{passed} passed, {failed} failed"), failed == 0 && passed > 0)
    }

    fn counted(&self, name: &str, work: impl FnOnce() -> Result<Tally>) -> bool {
        println!("{} {name} …", progress::dim("▸"));
        let start = Instant::now();
        let tally = work().unwrap_or_else(|error| {
            println!("{error:#}");
            Tally::one(false)
        });
        let ok = tally.failed == 0;
        let mark = if ok { progress::green("✓") } else { progress::red("✗") };
        let counts = match tally {
            Tally { passed: 1, failed: 0 } | Tally { passed: 0, failed: 1 } => String::new(),
            Tally { passed, failed } => format!("{passed} ok, {failed} not ok  "),
        };
        println!("{mark} {name}  {counts}{}", progress::dim(&progress::seconds(start.elapsed())));
        *self.total.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += tally;
        ok
    }

    fn total(&self) -> Tally {
        *self.total.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The end of an output, without cargo's list of what it compiles and the tests that passed.
fn relevant(output: &str) -> String {
    let is_noise = |line: &&str| {
        let line = line.trim_start();
        ["Compiling ", "Checking ", "Downloaded "].iter().any(|word| line.starts_with(word))
            || (line.starts_with("test ") && line.ends_with("... ok"))
    };
    let lines: Vec<&str> = output.lines().filter(|line| !is_noise(line)).collect();
    process::tail(&lines.join("\n"), SHOWN)
}

/// The number that stands before `word`.
fn number_before(line: &str, word: &str) -> Option<u64> {
    line[..line.find(word)?].rsplit(' ').next()?.parse().ok()
}

/// The number that stands after `word`.
fn number_after(line: &str, word: &str) -> Option<u64> {
    let rest = &line[line.find(word)? + word.len()..];
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_is_counted_over_all_its_binaries() {
        let output = "running 3 tests\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                      test result: ok. 10 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(Tally::of_cargo_test(output), Tally { passed: 12, failed: 1 });
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
            assert_eq!(Tally::of_unittest(output), Tally { passed, failed }, "{output}");
        }
    }

    #[test]
    fn tap_is_counted() {
        let output =
            "ok 3 - refusals\n# tests 14\n# suites 3\n# pass 10\n# fail 1\n# cancelled 2\n# skipped 1\n# todo 0\n";
        assert_eq!(Tally::of_tap(output), Tally { passed: 10, failed: 4 });
        assert_eq!(Tally::of_tap("Error: Cannot find module"), Tally::default());
    }

    #[test]
    fn what_went_well_is_not_shown() {
        let output = "   Compiling a v1\ntest b ... ok\ntest c ... FAILED\nc panicked";
        assert_eq!(relevant(output), "test c ... FAILED\nc panicked");
    }

    #[test]
    fn a_runner_that_fails_before_its_first_test_counts_as_one_failure() {
        let report = Report::default();
        assert!(!report.tests("report no tests", process::command("sh").args(["-c", "exit 101"]), |text| Ok(
            Tally::of_cargo_test(text)
        )));
        assert_eq!(report.summary(), ("0 passed, 1 failed".to_owned(), false));
    }

    #[test]
    fn a_runner_that_runs_nothing_has_not_passed() {
        let report = Report::default();
        assert!(!report.tests("report nothing", &mut process::command("true"), |text| Ok(Tally::of_cargo_test(text))));
    }

    #[test]
    fn the_summary_adds_checks_and_tests() {
        let report = Report::default();
        report.check("a check", || Ok(()));
        report.program("report failing", &mut process::command("false"));
        let line = "echo test result: ok. 4 passed';' 0 failed';'";
        report.tests("report four", process::command("sh").args(["-c", line]), |text| Ok(Tally::of_cargo_test(text)));
        assert_eq!(report.summary(), ("5 passed, 1 failed".to_owned(), false));
    }
}
