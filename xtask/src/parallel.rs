//! Parallel jobs: sequences of steps that run at the same time.

use anyhow::{Result, anyhow};

/// Steps that follow each other.
pub(crate) type Job<'a> = Box<dyn FnOnce() -> Result<()> + Send + 'a>;

/// Runs all jobs at once and waits for all of them; the first error wins.
///
/// Two cores are kept busy by two builds, since each has stretches that use only one (linking, fat LTO).
pub(crate) fn run_parallel(jobs: Vec<Job<'_>>) -> Result<()> {
    std::thread::scope(|scope| {
        let running: Vec<_> = jobs.into_iter().map(|job| scope.spawn(job)).collect();
        let results: Vec<Result<()>> = running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a step of xtask panicked"))))
            .collect();
        results.into_iter().collect()
    })
}
