//! Verification benchmark: latency against the critical path, and beside Okta's own SDK making the same calls.
//!
//! Every answer of the simulator takes 50 ms. The critical path is counted in such round trips: the organization's
//! description, the token, and the role with all reads at once; one more where the app demands proof of possession.
//! What is measured holds everything else, too: looking the host up, TCP, a TLS handshake, signing. Each verification
//! opens a connection of its own, with a TLS ticket of an earlier one; to this machine that costs no 50 ms.

use super::budget::{self, Budget};
use super::{Row, Spread};
use crate::{process, progress, sdk, setup, workspace};
use anyhow::{Context, Result};

/// Round trips of a verification, without and with proof of possession.
const TRIPS: [f64; 2] = [3.0, 4.0];

const EXAMPLE: [&str; 6] = ["--locked", "--release", "--package=okta", "--example", "verification_time", "--quiet"];

/// What `crates/okta/examples/verification_time.rs` writes; milliseconds.
#[derive(serde::Deserialize)]
struct Figures {
    latency: f64,
    rounds: u32,
    verification: Spread,
    verification_dpop: Spread,
    sdk: Spread,
    sdk_dpop: Spread,
    sdk_at_once: Spread,
}

pub(super) fn measure() -> Result<Vec<Row>> {
    setup::basics()?;
    sdk::node_packages()?;
    progress::step("build verification_time", || {
        process::run_logged("build verification_time", process::cargo().arg("build").args(EXAMPLE))
    })?;
    let mut run = process::cargo();
    run.arg("run").args(EXAMPLE).arg("--").arg(workspace::root().join("tests/sdk/node"));
    let text = process::capture(&mut run)?;
    let figures: Figures = serde_json::from_str(&text).context("the figures are not as expected")?;
    println!("{}", progress::dim(&format!("  medians of {} rounds, everything once in each", figures.rounds)));
    Ok(rows(&figures, &Budget::read()?.verify))
}

fn rows(figures: &Figures, budget: &budget::Verify) -> Vec<Row> {
    let budget::Verify { of_critical_path, sdk: least } = *budget;
    let Figures { latency, verification: ours, verification_dpop: ours_dpop, sdk, sdk_dpop, sdk_at_once, .. } = figures;
    let [trips, trips_dpop] = TRIPS.map(|trips| trips * latency);
    vec![
        time("verification", ours),
        time("verification with proof of possession", ours_dpop),
        time("Okta's SDK, each call awaited", sdk),
        time("Okta's SDK, each call awaited, with proof of possession", sdk_dpop),
        time("Okta's SDK, all at once after the first call", sdk_at_once),
        at_most("verification (with TCP and TLS) / 3 round trips", ours.median / trips, of_critical_path),
        at_most("the same with proof of possession / 4 round trips", ours_dpop.median / trips_dpop, of_critical_path),
        at_least("Okta's SDK, each call awaited / verification", sdk.median / ours.median, least),
        at_least("the same with proof of possession", sdk_dpop.median / ours_dpop.median, least),
        row("Okta's SDK, all at once / verification", format!("{:.2}", sdk_at_once.median / ours.median), None),
    ]
}

fn row(what: &str, figure: String, budget: Option<(String, bool)>) -> Row {
    Row { what: what.to_owned(), figure, budget }
}

fn time(what: &str, spread: &Spread) -> Row {
    row(what, spread.milliseconds(), None)
}

fn at_most(what: &str, ratio: f64, most: f64) -> Row {
    row(what, format!("{ratio:.2}"), Some((format!("at most {most}"), ratio <= most)))
}

fn at_least(what: &str, ratio: f64, least: f64) -> Row {
    row(what, format!("{ratio:.2}"), Some((format!("at least {least}"), ratio >= least)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ratios_are_held_against_their_budgets() {
        let spread = |median: f64| serde_json::json!({"median": median, "min": 1, "max": 999});
        let figures = serde_json::json!({
            "latency": 50, "rounds": 15, "verification": spread(180.0), "verification_dpop": spread(260.0),
            "sdk": spread(540.0), "sdk_dpop": spread(519.0), "sdk_at_once": spread(225.0),
        });
        let budget = budget::Verify { of_critical_path: 1.25, sdk: 2.0 };
        let shown: Vec<_> = rows(&serde_json::from_value(figures).unwrap(), &budget)
            .into_iter()
            .filter(|row| row.budget.is_some())
            .map(|row| (row.figure, row.budget.unwrap().1))
            .collect();
        let expected = [("1.20", true), ("1.30", false), ("3.00", true), ("2.00", false)];
        assert_eq!(shown, expected.map(|(figure, kept)| (figure.to_owned(), kept)));
    }
}
