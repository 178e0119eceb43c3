//! `cargo xtask test`: all checks of CI, in one run that shows every failure.

use crate::parallel::run_parallel;
use crate::report::{Report, Tally};
use crate::{
    bench, deny, e2e, hardening, kms, machete, openapi, operations, process, sdk, setup, spa, tidy, tools, workspace,
};
use anyhow::{Result, bail};
use std::process::Command;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!(
            "`test` takes no argument `{unknown}`: it runs everything. For a part use cargo test, or cargo xtask e2e -- ARGUMENTS"
        );
    }
    setup::basics()?;
    let report = Report::default();
    report.check("tidy", tidy::check);
    report.program("format", process::cargo().args(["fmt", "--all", "--", "--check", "-l"]));

    // Before the rest goes side by side: two of Debian's package managers would wait for each other.
    let debian = report.check("programs from Debian", setup::debian_programs);

    // The host's builds and the browser's keep both cores busy; the browser tests come when nothing else runs.
    let (mut programs_ok, mut spa_ok, mut judges_ok) = (false, false, false);
    run_parallel(vec![
        Box::new(|| {
            programs_ok = host(&report);
            Ok(())
        }),
        Box::new(|| {
            spa_ok = browser(&report) && debian;
            judges_ok = report.check("npm packages of the judges", hardening::packages);
            Ok(())
        }),
    ])?;
    tools::remove_build_cache()?;
    if programs_ok && spa_ok && judges_ok {
        hardening::test(&report);
        operations::test(&report);
    } else {
        report.check("judges", || bail!("not run: what they judge, or they themselves, are not there"));
    }
    if programs_ok && spa_ok {
        report.tests("browser tests", &mut e2e::playwright(e2e::TESTS), |_| e2e::count());
        report.tests("Firefox tests", &mut e2e::playwright(e2e::FIREFOX_TESTS), |_| e2e::count());
    } else {
        report.check("browser tests", || bail!("not run: what they drive was not built"));
    }

    let (line, ok) = report.summary();
    println!("\n{line}");
    // The line above is the last one, so no error is returned.
    std::process::exit(i32::from(!ok));
}

/// The programs and their tests. Says whether they were built.
fn host(report: &Report) -> bool {
    let built = report.program("build host crates", &mut e2e::build_programs());
    report.check("OpenBao", kms::packages);
    if built {
        report.tests("host tests", process::cargo().args(HOST_TESTS), |text| Ok(Tally::of_cargo_test(text)));
        if report.check("packages of Okta's SDKs", sdk::packages) {
            sdk::test(report, &workspace::target().join("debug"));
        }
        if report.check("packages of Schemathesis", openapi::packages) {
            openapi::test(report, &workspace::target().join("debug"));
        }
    }
    built
}

/// Everything of the SPA, what waits for downloads and tools, and the lints. Says whether the browser tests can run.
fn browser(report: &Report) -> bool {
    let npm = report.check("npm packages", setup::npm_packages);
    if npm {
        report.program("types of the browser tests", process::command("npm").args(["run", "--silent", "typecheck"]));
    }
    let built = npm && report.check("SPA", || setup::spa_tools().and_then(|()| spa::build()));
    if built {
        report.check("size of the SPA", bench::wire::check);
        report.tests("build of the SPA", &mut build_tests(), |text| Ok(Tally::of_tap(text)));
    }
    // The same profile as the build, so that build scripts and macros are compiled once.
    report.program(
        "clippy, wasm",
        &mut clippy(&["--package=console", "--target=wasm32-unknown-unknown", "--profile=wasm-release"]),
    );
    deny::check(report);
    machete::check(report);
    // Here, because this half has less to do: the other one goes on testing the programs meanwhile.
    report.tests("console tests", process::cargo().args(CONSOLE_TESTS), |text| Ok(Tally::of_cargo_test(text)));
    report.program("clippy, host", &mut clippy(&["--workspace", "--exclude=console", "--all-targets"]));
    built
}

/// Unit, API and documentation tests.
const HOST_TESTS: &[&str] = &["test", "--locked", "--workspace", "--exclude=console", "--no-fail-fast"];

/// What the SPA keeps in plain functions, which need no browser.
const CONSOLE_TESTS: &[&str] = &["test", "--locked", "--package=console", "--no-fail-fast"];

/// What loads the chunks of the SPA's code, over a real socket.
fn build_tests() -> Command {
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=tap", "trunk/"]);
    node
}

fn clippy(scope: &[&str]) -> Command {
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--locked"]).args(scope).args(["--", "--deny", "warnings"]);
    cargo
}
