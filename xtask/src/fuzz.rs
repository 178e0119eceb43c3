//! `cargo xtask fuzz`: fuzzing of every parser with `libFuzzer` (`fuzz/`).

use crate::{process, progress, setup, tools, workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The targets, each a file in `fuzz/fuzz_targets`.
const TARGETS: [&str; 4] = ["domain", "key", "jwt", "report"];
/// How long each runs, in seconds, unless `--seconds` says otherwise.
const SECONDS: u32 = 600;
/// Longer input is refused before anything reads it.
const MAX_BYTES: u32 = 20_000;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let wanted = Wanted::of(arguments)?;
    setup::basics()?;
    tools::CARGO_FUZZ.ensure()?;
    tools::remove_build_cache()?;
    let folder = workspace::root().join("fuzz");
    for target in wanted.targets {
        let corpus = folder.join("corpus").join(target);
        fs::create_dir_all(&corpus).with_context(|| format!("cannot create {}", corpus.display()))?;
        if target == "key" {
            new_keys(&corpus)?;
        }
        progress::step(&format!("fuzz {target} for {} s", wanted.seconds), || {
            let mut fuzz = process::command(tools::CARGO_FUZZ.bin()?.join("cargo-fuzz"));
            fuzz.args(["run", target]).arg(&corpus).arg(folder.join("seeds").join(target)).arg("--");
            fuzz.arg(format!("-max_total_time={}", wanted.seconds)).arg(format!("-max_len={MAX_BYTES}"));
            fuzz.args(["-timeout=5", "-rss_limit_mb=2048", "-print_final_stats=1"]);
            // Sanitizers are no part of the stable compiler; it has them all the same.
            fuzz.env("RUSTC_BOOTSTRAP", "1").current_dir(workspace::root());
            process::run_logged(&format!("fuzz {target}"), &mut fuzz)
        })?;
    }
    Ok(())
}

/// Private keys to begin with, made for the occasion: none stands in the repository.
fn new_keys(corpus: &Path) -> Result<()> {
    let mut simulator = process::cargo();
    simulator.args(["run", "--quiet", "--locked", "--package=okta-sim", "--", "demo", "--data"]);
    let demo = process::capture(simulator.arg(workspace::scratch().join("fuzz")))?;
    let demo: Value = serde_json::from_str(&demo).context("the simulator's demo is no JSON")?;
    for (name, key) in [("pem", demo["pem"].as_str().map(str::to_owned)), ("jwk", Some(demo["jwk"].to_string()))] {
        fs::write(corpus.join(name), key.context("the simulator's demo has no key")?).context("cannot write a key")?;
    }
    Ok(())
}

struct Wanted {
    targets: Vec<&'static str>,
    seconds: u32,
}

impl Wanted {
    fn of(arguments: &[String]) -> Result<Self> {
        let mut wanted = Self { targets: Vec::new(), seconds: SECONDS };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--seconds" {
                let seconds = arguments.next().and_then(|seconds| seconds.parse().ok());
                wanted.seconds = seconds.context("--seconds needs a number")?;
            } else if let Some(target) = TARGETS.into_iter().find(|target| target == argument) {
                wanted.targets.push(target);
            } else {
                bail!("no target `{argument}`; there are: {}", TARGETS.join(", "));
            }
        }
        if wanted.targets.is_empty() {
            wanted.targets = TARGETS.to_vec();
        }
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_say_what_and_how_long() {
        for (arguments, targets, seconds) in
            [("", &TARGETS[..], 600), ("jwt", &["jwt"], 600), ("key --seconds 5 jwt", &["key", "jwt"], 5)]
        {
            let arguments: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
            let wanted = Wanted::of(&arguments).unwrap();
            assert_eq!((&wanted.targets[..], wanted.seconds), (targets, seconds), "{arguments:?}");
        }
        for wrong in ["nothing", "--seconds", "--seconds many"] {
            let arguments: Vec<String> = wrong.split_whitespace().map(str::to_owned).collect();
            assert!(Wanted::of(&arguments).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_target_has_its_file_and_seeds() {
        let folder = workspace::root().join("fuzz");
        for target in TARGETS {
            assert!(folder.join("fuzz_targets").join(target).with_extension("rs").is_file(), "{target}");
            assert!(fs::read_dir(folder.join("seeds").join(target)).unwrap().next().is_some(), "{target}");
        }
    }
}
