//! Progress output: one line for each step, with its duration.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Runs `work`, and prints its start, outcome and duration.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("{} {name} …", dim("▸"));
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { green("✓") } else { red("✗") };
    println!("{mark} {name} {}", dim(&seconds(start.elapsed())));
    result
}

/// Prints that there was nothing to do.
pub(crate) fn already(name: &str) {
    println!("{} {name} {}", green("✓"), dim("already there"));
}

/// `3.2 s`, or `4 min 05 s`.
pub(crate) fn seconds(elapsed: Duration) -> String {
    let whole = elapsed.as_secs();
    if whole < 60 {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

pub(crate) fn green(text: &str) -> String {
    paint("32", text)
}

pub(crate) fn red(text: &str) -> String {
    paint("31", text)
}

pub(crate) fn bold(text: &str) -> String {
    paint("1", text)
}

pub(crate) fn dim(text: &str) -> String {
    paint("2", text)
}

fn paint(code: &str, text: &str) -> String {
    let plain = !std::io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    if plain { text.to_owned() } else { format!("\u{1b}[{code}m{text}\u{1b}[0m") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(seconds(Duration::from_millis(3240)), "3.2 s");
        assert_eq!(seconds(Duration::from_secs(245)), "4 min 05 s");
    }
}
