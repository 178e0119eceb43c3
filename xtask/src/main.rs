//! `cargo xtask`: task runner of the project. Sets it up, builds, runs, tests and measures it.
//!
//! One file a command; [`COMMANDS`] is the list.

// Talking to the person at the terminal is this program's job.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod build;
mod deny;
mod dev;
mod diagnoses;
mod e2e;
mod fuzz;
mod hardening;
mod kms;
mod machete;
mod openapi;
mod operations;
mod parallel;
mod process;
mod progress;
mod python;
mod report;
mod run;
mod sbom;
mod sdk;
mod setup;
mod simulator;
mod spa;
mod stack;
mod supervised;
mod test;
mod tidy;
mod tools;
mod tour;
mod workspace;

use std::process::ExitCode;

/// A command: its name, its line in the help, and what it does.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> anyhow::Result<()>,
}

const COMMANDS: &[Command] = &[
    Command { name: "run", about: "the console with a local Okta simulator [--no-sim] [--port N]", run: run::command },
    Command { name: "build", about: "release builds: dist/, app-connections, okta-sim", run: build::command },
    Command { name: "test", about: "everything that CI checks", run: test::command },
    Command { name: "e2e", about: "the browser tests alone [-- playwright arguments]", run: e2e::command },
    Command { name: "sdk", about: "Okta's own SDKs against the simulator alone", run: sdk::command },
    Command { name: "fuzz", about: "input made up for each parser [TARGET…] [--seconds N]", run: fuzz::command },
    Command { name: "kms", about: "the tests with a real key management service alone", run: kms::command },
    Command {
        name: "dev",
        about: "trunk serve beside the server; both reload [--no-sim] [--port N]",
        run: dev::command,
    },
    Command { name: "bench", about: "the benchmarks [NAME…]", run: bench::command },
    Command { name: "diagnoses", about: "writes docs/DIAGNOSES.md from the table of causes", run: diagnoses::command },
    Command { name: "tour", about: "writes the README's pictures to docs/tour", run: tour::command },
    Command { name: "sbom", about: "the bill of materials of all that is linked, into dist/", run: sbom::command },
    Command { name: "tidy", about: "the rules of the source tree", run: tidy::command },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = arguments.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return usage(name);
    };
    match (command.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} {error:#}", progress::red("error:"));
            ExitCode::FAILURE
        }
    }
}

fn usage(name: &str) -> ExitCode {
    let asked_for_help = matches!(name, "" | "help" | "--help" | "-h");
    if !asked_for_help {
        eprintln!("{} no command `{name}`\n", progress::red("error:"));
    }
    println!("cargo xtask <command>\n");
    for command in COMMANDS {
        println!("  {:<9} {}", command.name, command.about);
    }
    if asked_for_help { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
