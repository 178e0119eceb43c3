//! Performance budget: `tests/bench/budget.json`, which the scripts in `tests/bench/runner` read, too.

use crate::workspace;
use anyhow::{Context, Result};
use std::fs;

#[derive(serde::Deserialize)]
pub(super) struct Budget {
    pub(super) wire: Wire,
    pub(super) verify: Verify,
}

/// Sizes of files with Brotli.
#[derive(serde::Deserialize)]
pub(super) struct Wire {
    /// What the page loads before it can show a row.
    #[serde(rename = "beforeFirstRowKilobytes")]
    pub(super) before_first_row: f64,
    /// With all that is loaded later.
    #[serde(rename = "allKilobytes")]
    pub(super) all: f64,
}

#[derive(serde::Deserialize)]
pub(super) struct Verify {
    /// The most that a verification may take, as a multiple of its critical path.
    #[serde(rename = "ofCriticalPath")]
    pub(super) of_critical_path: f64,
    /// How many times as long Okta's SDK takes, at the least.
    #[serde(rename = "sdkOfVerification")]
    pub(super) sdk: f64,
}

impl Budget {
    pub(super) fn read() -> Result<Self> {
        let path = workspace::root().join("tests/bench/budget.json");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is not as expected", path.display()))
    }
}
