//! OpenAPI conformance, `tests/openapi/`: Schemathesis tests the server against its OpenAPI document.

use crate::python::Venv;
use crate::report::{Report, Tally};
use crate::simulator::Simulator;
use crate::workspace;
use anyhow::Result;
use std::path::Path;

/// Schemathesis and what it needs.
pub(crate) fn packages() -> Result<()> {
    venv().install()
}

/// Runs it against the server out of `programs`, which connects to the simulator out of the same.
pub(crate) fn test(report: &Report, programs: &Path) {
    const NAME: &str = "OpenAPI document";
    match Simulator::start(programs, &workspace::scratch().join("openapi")) {
        Ok(simulator) => {
            let mut python = venv().unittest("test_openapi");
            simulator.introduce(&mut python);
            python.env("APPCONN_PROGRAM", programs.join("app-connections"));
            report.tests(NAME, &mut python, |output| Ok(Tally::of_unittest(output)));
        }
        Err(error) => {
            report.check(NAME, || Err(error));
        }
    }
}

fn venv() -> Venv {
    Venv { what: "packages of Schemathesis", folder: workspace::root().join("tests/openapi") }
}
