//! cargo-machete: no crate has a dependency that it does not use.

use crate::report::Report;
use crate::{process, tools};

pub(crate) fn check(report: &Report) {
    if report.check("cargo-machete", || tools::CARGO_MACHETE.ensure()) {
        report.check("unused dependencies", || {
            let mut machete = process::command(tools::CARGO_MACHETE.bin()?.join("cargo-machete"));
            process::run_logged("unused dependencies", machete.args(["--skip-target-dir", "."]))
        });
    }
}
