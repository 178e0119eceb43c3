//! Bundle size: what the console weighs with Brotli, before the first row and altogether.

use super::budget::Budget;
use super::{Row, budget};
use crate::{build, spa, workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// What a browser loads to run the console. Languages are apart: each user loads one at most.
const LOADED: &[&str] = &["html", "js", "css", "wasm"];

/// A file, in bytes.
struct Size {
    name: String,
    raw: u64,
    /// Of what is sent: its Brotli copy, or itself when it has none.
    wire: u64,
    /// `index.html`, or a file that it names; the rest is loaded when it is needed.
    is_first: bool,
}

pub(super) fn measure() -> Result<Vec<Row>> {
    build::everything()?;
    rows(&sizes(&workspace::dist())?, &Budget::read()?.wire)
}

/// Whether the built `dist/` keeps the budget.
pub(crate) fn check() -> Result<()> {
    let rows = rows(&sizes(&workspace::dist())?, &Budget::read()?.wire)?;
    let over: Vec<String> = rows
        .iter()
        .filter_map(|row| match &row.budget {
            Some((promise, false)) => Some(format!("{}: {}, {promise}", row.what, row.figure)),
            _ => None,
        })
        .collect();
    if over.is_empty() { Ok(()) } else { bail!("tests/bench/budget.json is not kept\n{}", over.join("\n")) }
}

fn sizes(dist: &Path) -> Result<Vec<Size>> {
    let page = fs::read_to_string(dist.join("index.html")).context("dist/ is not built")?;
    let mut sizes = Vec::new();
    for file in spa::files_under(dist)? {
        let name = file.strip_prefix(dist).unwrap_or(&file).display().to_string();
        if LOADED.iter().any(|kind| file.extension().is_some_and(|extension| extension == *kind)) {
            let raw = file.metadata()?.len();
            let wire = dist.join(format!("{name}.br")).metadata().map_or(raw, |metadata| metadata.len());
            let is_first = name == "index.html" || page.contains(&name);
            sizes.push(Size { name, raw, wire, is_first });
        }
    }
    Ok(sizes)
}

fn rows(sizes: &[Size], budget: &budget::Wire) -> Result<Vec<Row>> {
    if sizes.is_empty() {
        bail!("dist/ has nothing that a browser loads");
    }
    let row = |size: &Size| {
        let later = if size.is_first { "" } else { " (later)" };
        Row { what: format!("{}{later}", size.name), figure: figure(size.raw, size.wire), budget: None }
    };
    let total = |what: &str, wanted: fn(&Size) -> bool, most: f64| {
        let sum = |of: fn(&Size) -> u64| sizes.iter().filter(|size| wanted(size)).map(of).sum::<u64>();
        let (raw, wire) = (sum(|size| size.raw), sum(|size| size.wire));
        let kept = kilobytes(wire) <= most;
        Row { what: what.to_owned(), figure: figure(raw, wire), budget: Some((format!("at most {most} KB"), kept)) }
    };
    let mut rows: Vec<Row> = sizes.iter().map(row).collect();
    rows.push(total("before the first row", |size| size.is_first, budget.before_first_row));
    rows.push(total("all together", |_| true, budget.all));
    Ok(rows)
}

fn figure(raw: u64, wire: u64) -> String {
    format!("{:>6.1} KB raw {:>6.1} KB br", kilobytes(raw), kilobytes(wire))
}

#[allow(clippy::cast_precision_loss, reason = "sizes of files are far below 2^52")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn budgets(first: u64, later: u64) -> Vec<bool> {
        let size = |name: &str, wire, is_first| Size { name: name.to_owned(), raw: 3 * wire, wire, is_first };
        let sizes =
            [size("index.html", 5_000, true), size("console-1.wasm", first, true), size("split_2.wasm", later, false)];
        let budget = budget::Wire { before_first_row: 100.0, all: 150.0 };
        rows(&sizes, &budget).unwrap().into_iter().filter_map(|row| Some(row.budget?.1)).collect()
    }

    #[test]
    fn what_comes_before_the_first_row_and_all_have_a_budget_each() {
        assert_eq!(budgets(95_000, 50_000), [true, true]);
        assert_eq!(budgets(95_001, 49_999), [false, true]);
        assert_eq!(budgets(95_000, 50_001), [true, false]);
    }

    #[test]
    fn an_empty_folder_is_no_console() {
        assert!(rows(&[], &budget::Wire { before_first_row: 1.0, all: 1.0 }).is_err());
    }
}
