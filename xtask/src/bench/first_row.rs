//! Page load benchmark: first paint and first row, beside an equivalent React and Fluent UI page (`tests/bench/README.md`).

use super::{Row, Spread, runner};
use crate::{build, process, progress, setup};
use anyhow::Result;
use std::collections::BTreeMap;

/// What the runner writes, as far as it is shown here.
#[derive(serde::Deserialize)]
struct Figures {
    #[serde(rename = "firstPaint")]
    first_paint: Comparison,
    #[serde(rename = "firstRow")]
    first_row: Comparison,
    wire: Wire,
    pages: BTreeMap<String, Page>,
}

#[derive(serde::Deserialize)]
struct Comparison {
    ratio: f64,
    pairs: Spread,
    target: f64,
}

/// HTML, CSS, JavaScript and WebAssembly before the first row as received, in bytes.
#[derive(serde::Deserialize)]
struct Wire {
    console: f64,
    react: f64,
    /// In kilobytes.
    target: f64,
}

#[derive(serde::Deserialize)]
struct Page {
    times: Times,
}

/// Milliseconds since the navigation.
#[derive(serde::Deserialize)]
struct Times {
    #[serde(rename = "firstPaint")]
    first_paint: Spread,
    #[serde(rename = "firstRow")]
    first_row: Spread,
}

pub(super) fn measure() -> Result<Vec<Row>> {
    build::everything()?;
    setup::browsers()?;
    setup::npm_packages_of("npm packages of the React page", &runner::folder())?;
    progress::step("build the React page", || {
        process::run_logged("build the React page", runner::node().arg("react/build.mjs"))
    })?;
    let figures: Figures = runner::figures("first-row", "main", "visit the console and the React page in turn", &[])?;
    println!("{}", progress::dim(&format!("  every visit: {}", runner::out("first-row").display())));
    Ok(rows(&figures))
}

/// No row has a budget: how long something takes on a busy machine is a figure, and fails nothing.
fn rows(figures: &Figures) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, Page { times }) in &figures.pages {
        rows.push(row(format!("{name}: first paint"), times.first_paint.milliseconds()));
        rows.push(row(format!("{name}: first row on screen"), times.first_row.milliseconds()));
    }
    for (what, Comparison { ratio, pairs, target }) in
        [("first paint", &figures.first_paint), ("first row", &figures.first_row)]
    {
        let spread = format!("{ratio:.2} ({:.2}–{:.2})", pairs.min, pairs.max);
        rows.push(row(format!("{what}, console / react"), judged(&spread, *ratio, *target, "")));
    }
    let Wire { console, react, target } = figures.wire;
    rows.push(row("react: before the first row".to_owned(), format!("{:.1} KB", react / 1000.0)));
    let kilobytes = console / 1000.0;
    rows.push(row(
        "console: before the first row".to_owned(),
        judged(&format!("{kilobytes:.1} KB"), kilobytes, target, " KB"),
    ));
    rows
}

fn row(what: String, figure: String) -> Row {
    Row { what, figure, budget: None }
}

fn judged(shown: &str, value: f64, target: f64, unit: &str) -> String {
    let verdict = if value <= target { "PASS" } else { "over" };
    format!("{shown}   {verdict}, promised ≤ {target}{unit}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(ratio: f64, console: u32) -> Vec<String> {
        let times = serde_json::json!({
            "firstPaint": {"median": 400.2, "min": 380, "max": 500.9},
            "firstRow": {"median": 1500.4, "min": 1400, "max": 1700},
        });
        let figures = serde_json::json!({
            "firstPaint": {"ratio": ratio, "pairs": {"median": ratio, "min": 0.5, "max": 0.8}, "target": 1.2},
            "firstRow": {"ratio": ratio, "pairs": {"median": ratio, "min": 0.5, "max": 0.8}, "target": 0.75},
            "wire": {"console": console, "react": 200_400, "target": 190},
            "pages": {"console": {"times": times}},
        });
        let figures: Figures = serde_json::from_value(figures).unwrap();
        rows(&figures).into_iter().map(|row| format!("{}: {}", row.what, row.figure)).collect()
    }

    #[test]
    fn figures_are_shown_beside_what_was_promised() {
        let expected = [
            "console: first paint: 400 ms (380–501)",
            "console: first row on screen: 1500 ms (1400–1700)",
            "first paint, console / react: 0.75 (0.50–0.80)   PASS, promised ≤ 1.2",
            "first row, console / react: 0.75 (0.50–0.80)   PASS, promised ≤ 0.75",
            "react: before the first row: 200.4 KB",
            "console: before the first row: 190.0 KB   PASS, promised ≤ 190 KB",
        ];
        assert_eq!(shown(0.75, 190_000), expected);
    }

    #[test]
    fn what_is_over_says_so() {
        let lines = shown(0.76, 190_100).join("\n");
        assert_eq!(lines.matches("over, promised").count(), 2, "{lines}");
    }
}
