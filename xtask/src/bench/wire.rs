//! What a first visit costs on the wire.

use super::Row;
use crate::{build, spa, workspace};
use anyhow::Result;
use std::path::Path;

/// The whole SPA with brotli, in bytes: issue 4.
const BUDGET: u64 = 230_000;
/// What a browser loads for the first page.
const LOADED: &[&str] = &["html", "js", "css", "wasm"];

pub(super) fn measure() -> Result<Vec<Row>> {
    build::everything()?;
    let dist = workspace::dist();
    let mut rows = Vec::new();
    let (mut raw_total, mut wire_total) = (0, 0);
    for file in spa::files_under(&dist)? {
        let kind = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !LOADED.contains(&kind.as_str()) {
            continue;
        }
        let (raw, wire) = sizes(&file)?;
        raw_total += raw;
        wire_total += wire;
        let name = file.strip_prefix(&dist).unwrap_or(&file).display().to_string();
        rows.push(Row { what: name, figure: figure(raw, wire), budget: None });
    }
    let promise = format!("at most {}", kilobytes(BUDGET));
    rows.push(Row {
        what: "total".to_owned(),
        figure: figure(raw_total, wire_total),
        budget: Some((promise, wire_total <= BUDGET)),
    });
    Ok(rows)
}

/// Bytes of the file, and of what is sent: its brotli copy, or itself when it has none.
fn sizes(file: &Path) -> Result<(u64, u64)> {
    let raw = file.metadata()?.len();
    let mut brotli = file.as_os_str().to_owned();
    brotli.push(".br");
    let wire = Path::new(&brotli).metadata().map_or(raw, |meta| meta.len());
    Ok((raw, wire))
}

fn figure(raw: u64, wire: u64) -> String {
    format!("{:>9} raw {:>9} br", kilobytes(raw), kilobytes(wire))
}

#[allow(clippy::cast_precision_loss, reason = "sizes of files are far below 2^52")]
fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}
