//! Hardening tests, `tests/hardening/`: Mozilla's Observatory over the running server, and the schema of `CycloneDX` over
//! the bill of materials.

use crate::report::{Report, Tally};
use crate::{process, sbom, setup, workspace};
use anyhow::Result;

/// What they are made of, in their own folder: nothing else asks for it.
pub(crate) fn packages() -> Result<()> {
    setup::npm_packages_of("npm packages of the judges", &workspace::root().join("tests/hardening"))
}

/// Runs them over the programs and the SPA, which must be built.
pub(crate) fn test(report: &Report) {
    if !report.check("bill of materials", sbom::write) {
        return;
    }
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=tap", "observatory.test.mjs", "sbom.test.mjs"])
        .current_dir(workspace::root().join("tests/hardening"))
        .env("APPCONN_PROGRAMS", workspace::target().join("debug"))
        .env("APPCONN_ASSETS", workspace::dist());
    report.tests("judges", &mut node, |output| Ok(Tally::of_tap(output)));
}
