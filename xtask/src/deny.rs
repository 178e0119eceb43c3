//! cargo-deny: licenses, sources and bans of all crates, and advisories where their database can be reached.

use crate::report::Report;
use crate::{process, tools};
use anyhow::Result;
use std::process::Command;
use std::time::Duration;

/// The list of known holes is a Git repository elsewhere; machines without a way there do the rest.
const FETCH_WITHIN: Duration = Duration::from_secs(30);

pub(crate) fn check(report: &Report) {
    if !report.check("cargo-deny", || tools::CARGO_DENY.ensure()) {
        return;
    }
    report.check("licenses, bans, sources", || {
        let mut deny = cargo_deny()?;
        deny.args(["--offline", "--locked", "check", "licenses", "bans", "sources"]);
        process::run_logged("licenses", &mut deny)
    });
    if can_fetch_advisories().unwrap_or(false) {
        report.check("advisories", || {
            process::run_logged(
                "advisories",
                cargo_deny()?.args(["--locked", "check", "--disable-fetch", "advisories"]),
            )
        });
    } else {
        println!("  advisories are not checked: their database cannot be reached from this machine");
    }
}

fn can_fetch_advisories() -> Result<bool> {
    let fetched = process::finish_within("fetch advisories", cargo_deny()?.args(["fetch", "db"]), FETCH_WITHIN)?;
    Ok(fetched.is_some_and(|finished| finished.status.success()))
}

/// Without `--workspace` it would look at nothing but the SPA, whose crate is at the root.
fn cargo_deny() -> Result<Command> {
    let mut deny = process::command(tools::CARGO_DENY.bin()?.join("cargo-deny"));
    deny.arg("--workspace");
    Ok(deny)
}
