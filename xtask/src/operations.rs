//! Documentation tests: `docs/OPERATIONS.md`, run block by block (`tests/operations/`).

use crate::report::{Report, Tally};
use crate::{process, workspace};

/// Runs it over the programs and the SPA, which must be built.
pub(crate) fn test(report: &Report) {
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=tap", "tests/operations/operations.test.mjs"])
        .env("APPCONN_PROGRAMS", workspace::target().join("debug"))
        .env("APPCONN_ASSETS", workspace::dist());
    report.tests("operations", &mut node, |output| Ok(Tally::of_tap(output)));
}
