//! The command line of `app-connections`. Results go to standard output, everything else to standard error.

mod args;
mod ask;
mod backup;
mod check_config;
mod core_dump;
mod error;
mod history;
mod master_key;
mod output;
mod restore;
mod serve;
mod sessions;
mod tokens;

use crate::config::Config;
use args::{Cli, Command, HistoryCommand, MasterKeyCommand, SessionCommand, TokenCommand};
use clap::Parser;
use error::CliError;
use output::print;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command that the process was started with. Failures are one line on standard error and exit code 1, or 2
/// where the command itself is wrong.
pub fn run() -> ExitCode {
    run_as(std::env::args_os())
}

/// The same with other arguments, of which the first is the name of the program.
pub fn run_as(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    crate::panic_hook::install();
    let cli = Cli::parse_from(arguments);
    match core_dump::forbid().and_then(|()| execute(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing better can be done when even this cannot be written.
            let _ = writeln!(std::io::stderr(), "app-connections: {}", error.line());
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> Result<(), CliError> {
    let config = || Config::load(cli.config.as_deref(), environment());
    match cli.command {
        Command::Openapi => print(&openapi_document()?),
        Command::CheckConfig { ask } => {
            let config = config()?;
            check_config::check_config(&config)?;
            if ask { wait_for(ask::ask(&config)) } else { Ok(()) }
        }
        Command::MasterKey { command: MasterKeyCommand::Rotate { into_file } } => {
            wait_for(master_key::rotate(&config()?, into_file))
        }
        Command::Serve => wait_for(serve::serve(config()?)),
        Command::History { command } => {
            let config = config()?;
            match command {
                HistoryCommand::Verify { head } => wait_for(history::verify(&config, head.as_ref())),
                HistoryCommand::Export => wait_for(history::export(&config)),
            }
        }
        Command::Backup { file } => wait_for(backup::backup(&config()?, &file)),
        Command::Restore { file, check_only } => wait_for(restore::restore(&config()?, &file, check_only)),
        Command::SignInLink(new) => wait_for(tokens::sign_in_link(&config()?, &new)),
        Command::Session { command } => {
            let config = config()?;
            match command {
                SessionCommand::List => wait_for(sessions::list(&config)),
                SessionCommand::Revoke { id } => wait_for(sessions::revoke(&config, id)),
            }
        }
        Command::Token { command } => {
            let config = config()?;
            match command {
                TokenCommand::Create(new) => wait_for(tokens::create(&config, &new)),
                TokenCommand::List => wait_for(tokens::list(&config)),
                TokenCommand::Revoke { id } => wait_for(tokens::revoke(&config, id)),
            }
        }
    }
}

/// The environment; what is not UTF-8 is replaced, so that a variable of ours is refused instead of overlooked.
fn environment() -> impl Iterator<Item = (String, String)> {
    let text = |value: std::ffi::OsString| value.to_string_lossy().into_owned();
    std::env::vars_os().map(move |(name, value)| (text(name), text(value)))
}

/// After how many steps the runtime looks for what came from outside and from SQLite's threads. Steps are short and
/// answers wait for both: the usual 61 make requests late when there are many (`cargo xtask bench load`).
const NEWS_EVERY: u32 = 16;

fn wait_for(work: impl Future<Output = Result<(), CliError>>) -> Result<(), CliError> {
    tokio::runtime::Builder::new_multi_thread()
        .event_interval(NEWS_EVERY)
        .global_queue_interval(NEWS_EVERY / 2)
        .enable_all()
        .build()?
        .block_on(work)
}

fn openapi_document() -> Result<String, CliError> {
    Ok(crate::openapi().to_pretty_json()?)
}
