//! Scroll benchmark: dropped frames of a long list, and the longest task while a search is typed.

use super::{Row, runner};
use crate::{build, setup};
use anyhow::Result;

/// What the runner writes, as far as it is shown here.
#[derive(serde::Deserialize)]
struct Figures {
    rows: u32,
    frames: u32,
    /// A share, of 1.
    #[serde(rename = "inTime")]
    in_time: f64,
    /// In milliseconds.
    slowest: f64,
    /// The longest task while a search was typed, in milliseconds; nought where none took 50.
    blocked: f64,
    targets: Targets,
}

#[derive(serde::Deserialize)]
struct Targets {
    #[serde(rename = "inTime")]
    in_time: f64,
    blocked: f64,
}

pub(super) fn measure() -> Result<Vec<Row>> {
    build::everything()?;
    setup::browsers()?;
    setup::npm_packages_of("npm packages of the benchmarks", &runner::folder())?;
    Ok(rows(&runner::figures("scroll", "scroll", "scroll 10,000 rows from end to end", &[])?))
}

/// No row has a budget: how smoothly a busy machine scrolls is a figure, and fails nothing.
fn rows(figures: &Figures) -> Vec<Row> {
    let Figures { rows, frames, in_time, slowest, blocked, targets } = figures;
    let verdict = |kept| if kept { "PASS" } else { "over" };
    let share = format!(
        "{:.1} % of {frames}   {}, promised ≥ {:.0} %",
        in_time * 100.0,
        verdict(in_time >= &targets.in_time),
        targets.in_time * 100.0
    );
    let stop =
        format!("{blocked:.0} ms   {}, promised ≤ {:.0} ms", verdict(blocked <= &targets.blocked), targets.blocked);
    let row = |what: String, figure| Row { what, figure, budget: None };
    vec![
        row(format!("{rows} rows: frames in time (16.7 ms)"), share),
        row(format!("{rows} rows: slowest frame"), format!("{slowest:.0} ms")),
        row("typing in search: longest stop of 50 ms or more".to_owned(), stop),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn figures_are_shown_beside_what_was_promised() {
        let figures = serde_json::json!({
            "rows": 10_000, "frames": 2_000, "inTime": 0.945, "slowest": 51.2, "blocked": 0,
            "targets": {"inTime": 0.95, "blocked": 50},
        });
        let shown: Vec<String> =
            rows(&serde_json::from_value(figures).unwrap()).into_iter().map(|row| row.figure).collect();
        assert_eq!(shown, ["94.5 % of 2000   over, promised ≥ 95 %", "51 ms", "0 ms   PASS, promised ≤ 50 ms"]);
    }
}
