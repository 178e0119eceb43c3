//! `cargo xtask bench`: benchmarks, each held against its budget.
//!
//! [`BENCHMARKS`] is the list; a benchmark is a file here.

mod budget;
mod first_row;
mod load;
mod runner;
mod scroll;
mod verify;
pub(crate) mod wire;

use anyhow::{Result, bail};

/// A benchmark: its name, and the function that measures it.
struct Benchmark {
    name: &'static str,
    measure: fn() -> Result<Vec<Row>>,
}

/// A line of the table.
struct Row {
    what: String,
    /// The figure with its unit.
    figure: String,
    /// The budget, and whether the figure is within it.
    budget: Option<(String, bool)>,
}

/// What several runs came to.
#[derive(serde::Deserialize)]
struct Spread {
    median: f64,
    min: f64,
    max: f64,
}

impl Spread {
    /// Median, fastest and slowest of times in milliseconds.
    fn milliseconds(&self) -> String {
        let Self { median, min, max } = self;
        format!("{median:.0} ms ({min:.0}–{max:.0})")
    }
}

const BENCHMARKS: &[Benchmark] = &[
    Benchmark { name: "wire", measure: wire::measure },
    Benchmark { name: "first-row", measure: first_row::measure },
    Benchmark { name: "scroll", measure: scroll::measure },
    Benchmark { name: "verify", measure: verify::measure },
    Benchmark { name: "load", measure: load::measure },
];

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|name| BENCHMARKS.iter().all(|benchmark| benchmark.name != **name)) {
        let names: Vec<&str> = BENCHMARKS.iter().map(|benchmark| benchmark.name).collect();
        bail!("no benchmark `{unknown}`; there are: {}", names.join(", "));
    }
    let mut kept = true;
    for benchmark in BENCHMARKS
        .iter()
        .filter(|benchmark| arguments.is_empty() || arguments.iter().any(|name| name == benchmark.name))
    {
        let rows = (benchmark.measure)()?;
        kept &= rows.iter().all(|row| row.budget.as_ref().is_none_or(|(_, kept)| *kept));
        print!("\n{}\n{}", benchmark.name, table(&rows));
    }
    if kept { Ok(()) } else { bail!("a budget is not kept") }
}

fn table(rows: &[Row]) -> String {
    let width = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let what = width(|row| row.what.chars().count());
    let figure = width(|row| row.figure.chars().count());
    let line = |row: &Row| {
        let budget = match &row.budget {
            Some((promise, true)) => format!("   ✓ {promise}"),
            Some((promise, false)) => format!("   ✗ {promise}"),
            None => String::new(),
        };
        format!("  {:<what$}   {:>figure$}{budget}\n", row.what, row.figure)
    };
    rows.iter().map(line).collect()
}
