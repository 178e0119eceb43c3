//! Steps that run side by side.

use anyhow::{Result, anyhow};

/// A line of work: steps that follow each other.
pub(crate) type Line<'a> = Box<dyn FnOnce() -> Result<()> + Send + 'a>;

/// Runs all lines at once and waits for all; the first error wins.
///
/// Two cores are kept busy by two builds, since each has stretches that use only one (linking, fat LTO).
pub(crate) fn side_by_side(lines: Vec<Line<'_>>) -> Result<()> {
    std::thread::scope(|scope| {
        let running: Vec<_> = lines.into_iter().map(|line| scope.spawn(line)).collect();
        let results: Vec<Result<()>> = running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a step of xtask panicked"))))
            .collect();
        results.into_iter().collect()
    })
}
