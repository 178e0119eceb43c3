//! Load test: the server with twice as many requests as it can serve.

use super::{Row, runner};
use crate::{build, tools};
use anyhow::Result;
use std::collections::BTreeMap;
use std::ffi::OsStr;

/// What the runner writes, as far as it is shown here.
#[derive(serde::Deserialize)]
struct Figures {
    /// How long it lasted.
    seconds: u32,
    /// Requests a second that were served when as many came as were answered.
    capacity: Rates,
    /// With a tenth of that.
    calm: Kinds,
    /// With twice that.
    storm: Kinds,
    memory: Memory,
    targets: Targets,
}

#[derive(serde::Deserialize)]
struct Rates {
    reads: f64,
    writes: f64,
}

#[derive(serde::Deserialize)]
struct Kinds {
    reads: Outcome,
    writes: Outcome,
}

#[derive(serde::Deserialize)]
struct Outcome {
    /// How many requests were to be made.
    asked: f64,
    /// How many were answered, by status.
    statuses: BTreeMap<u16, f64>,
    served: f64,
    /// Of those served, in milliseconds.
    p99: f64,
}

/// The most in the first and in the last quarter of the time, in kilobytes.
#[derive(serde::Deserialize)]
struct Memory {
    early: f64,
    late: f64,
}

#[derive(serde::Deserialize)]
struct Targets {
    #[serde(rename = "p99OfCalm")]
    p99_of_calm: f64,
    #[serde(rename = "memoryGrowth")]
    memory_growth: f64,
    /// Answers of all requests that were to be made.
    answered: f64,
}

pub(super) fn measure() -> Result<Vec<Row>> {
    build::everything()?;
    tools::OHA.ensure()?;
    let oha = tools::OHA.bin()?.join("oha");
    let what = "ask twice as much as can be served for a minute";
    Ok(rows(&runner::figures("load", "load", what, &[OsStr::new("--oha"), oha.as_os_str()])?))
}

fn rows(figures: &Figures) -> Vec<Row> {
    let Figures { seconds, capacity, calm, storm, memory, targets } = figures;
    let mut rows = Vec::new();
    for (kind, capacity, calm, storm) in
        [("reads", capacity.reads, &calm.reads, &storm.reads), ("writes", capacity.writes, &calm.writes, &storm.writes)]
    {
        let count_of = |status: u16| storm.statuses.get(&status).copied().unwrap_or_default();
        let answered = storm.statuses.values().sum::<f64>() / storm.asked;
        let share = storm.served / f64::from(*seconds) / capacity;
        let other = storm.statuses.iter().filter(|(status, _)| **status >= 500 && **status != 503);
        let failed = other.fold(0.0, |sum, (_, count)| sum + count);
        rows.push(row(kind, "it can serve, each second", format!("{capacity:.0}")));
        rows.push(row(kind, "of that served when asked twice as much", format!("{:.0} %", share * 100.0)));
        rows.push(row(kind, "refused with 503, 429", format!("{:.0}, {:.0}", count_of(503), count_of(429))));
        rows.push(promised(kind, "failed otherwise (5xx)", failed, 0.0, ""));
        rows.push(Row {
            budget: Some((format!("≥ {:.0} %", targets.answered * 100.0), answered >= targets.answered)),
            ..row(kind, "answered", format!("{:.1} %", answered * 100.0))
        });
        let p99 = format!("{:.1} ms, {:.1} ms", calm.p99, storm.p99);
        rows.push(row(kind, "p99 at a tenth, and at twice", p99));
        rows.push(promised(kind, "p99, twice / a tenth", storm.p99 / calm.p99, targets.p99_of_calm, "×"));
    }
    let growth = memory.late / memory.early;
    rows.push(promised("memory", "last quarter / first", growth, targets.memory_growth, "×"));
    rows
}

fn row(kind: &str, what: &str, figure: String) -> Row {
    Row { what: format!("{kind}: {what}"), figure, budget: None }
}

fn promised(kind: &str, what: &str, figure: f64, most: f64, unit: &str) -> Row {
    let digits = if unit.is_empty() { 0 } else { 2 };
    let shown = |figure: f64| format!("{figure:.digits$} {unit}").trim_end().to_owned();
    Row { budget: Some((format!("≤ {}", shown(most)), figure <= most)), ..row(kind, what, shown(figure)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn figures() -> serde_json::Value {
        let kind =
            |p99: f64, statuses| serde_json::json!({"asked": 1_000, "served": 500, "p99": p99, "statuses": statuses});
        let calm = kind(2.0, serde_json::json!({"200": 500}));
        let storm = kind(9.9, serde_json::json!({"200": 500, "503": 490, "429": 10}));
        serde_json::json!({
            "seconds": 10, "capacity": {"reads": 50, "writes": 50},
            "calm": {"reads": calm, "writes": calm}, "storm": {"reads": storm, "writes": storm},
            "memory": {"early": 1_000, "late": 1_040},
            "targets": {"p99OfCalm": 5, "memoryGrowth": 1.05, "answered": 0.99},
        })
    }

    fn broken(figures: serde_json::Value) -> Vec<String> {
        let rows = rows(&serde_json::from_value(figures).unwrap());
        rows.into_iter().filter(|row| row.budget.as_ref().is_some_and(|(_, kept)| !kept)).map(|row| row.what).collect()
    }

    #[test]
    fn what_was_promised_is_kept_or_named() {
        assert_eq!(broken(figures()), [""; 0]);
        for (pointer, value, what) in [
            ("/storm/reads/p99", serde_json::json!(10.1), "reads: p99, twice / a tenth"),
            (
                "/storm/writes/statuses",
                serde_json::json!({"200": 500, "503": 489, "500": 11}),
                "writes: failed otherwise (5xx)",
            ),
            ("/storm/writes/statuses", serde_json::json!({"200": 500, "503": 480}), "writes: answered"),
            ("/memory/late", serde_json::json!(1_060), "memory: last quarter / first"),
        ] {
            let mut figures = figures();
            *figures.pointer_mut(pointer).unwrap() = value;
            assert_eq!(broken(figures), [what]);
        }
    }
}
