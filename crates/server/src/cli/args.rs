//! Command-line arguments.

use crate::config::{VARIABLES, parse_duration};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use model::permission::Role;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

/// What this program is: its version and, where `cargo xtask build` made it, the commit that it was made from.
const VERSION: &str = match option_env!("BUILD_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

const MAX_NAME_CHARS: usize = 120;

/// Connections to Okta organizations: the browser console, its API, and their upkeep.
#[derive(Parser)]
#[command(name = "app-connections", version = VERSION, arg_required_else_help = true, after_help = variables())]
pub(super) struct Cli {
    /// Read settings from this TOML file; the environment wins
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Serve the console and its API until interrupted
    #[command(after_help = variables())]
    Serve,
    /// Make, list and revoke API tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// List and end browser sessions
    Session {
        #[command(subcommand)]
        command: SessionCommand,
    },
    /// Print an address that signs one browser in, once, within 10 minutes
    SignInLink(NewLink),
    /// Print the OpenAPI document of the API
    Openapi,
    /// Say whether the configuration is good, without starting anything
    #[command(after_help = variables())]
    CheckConfig {
        /// Ask the OpenID provider, the address of the embedding console's keys and the key management service, once each
        #[arg(long)]
        ask: bool,
    },
    /// Write a consistent copy of the database, of whichever release, to a new file, also while serving
    Backup {
        /// Where to; must not exist yet. The master key is not in it
        file: PathBuf,
    },
    /// Put a backup in place of a database that is not there any more, after a look at all of it. Ends its sessions and
    /// sign-in links, and names the API tokens that work again
    Restore {
        /// The backup; it is left alone
        file: PathBuf,
        /// Only look: every key, the history, every page
        #[arg(long)]
        check_only: bool,
    },
    /// Follow or export the history of who did what
    History {
        #[command(subcommand)]
        command: HistoryCommand,
    },
    /// Look after the master key
    MasterKey {
        #[command(subcommand)]
        command: MasterKeyCommand,
    },
}

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// Make an API token and print it, for the only time
    Create(NewToken),
    /// List API tokens, newest first
    List,
    /// End an API token, and the sessions begun with it, at once
    Revoke {
        /// The id that `token list` shows
        id: Uuid,
    },
}

#[derive(Subcommand)]
pub(super) enum SessionCommand {
    /// List the sessions that have not ended, newest first
    List,
    /// End a session at once
    Revoke {
        /// The id that `session list` shows
        id: Uuid,
    },
}

#[derive(Subcommand)]
pub(super) enum HistoryCommand {
    /// Say whether the history is what was written, and print its head to keep elsewhere
    Verify {
        /// A head that was printed before: NUMBER:HASH. Shows a database that was set back to an earlier day
        #[arg(long, value_parser = parse_head)]
        head: Option<HistoryHead>,
    },
    /// Print every entry as JSON, one a line, oldest first
    Export,
}

/// The number of an entry, and its hash in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HistoryHead {
    pub(super) seq: i64,
    pub(super) hash: String,
}

#[derive(Subcommand)]
pub(super) enum MasterKeyCommand {
    /// Put a new master key in place of the present one, also while serving; run it again when it was interrupted
    Rotate {
        /// Keep the new key in its file as it is, also where a key management service is set: the way back from it
        #[arg(long)]
        into_file: bool,
    },
}

#[derive(Args)]
pub(super) struct NewToken {
    /// What it may do
    #[arg(long, value_parser = role_parser())]
    pub(super) role: Role,
    /// Whose it is, as history shows it
    #[arg(long, value_parser = parse_name)]
    pub(super) name: String,
    /// When it ends, from now: a number and s, m, h or d [default: never]
    #[arg(long, value_parser = parse_lifetime)]
    pub(super) expires: Option<Duration>,
}

#[derive(Args)]
pub(super) struct NewLink {
    /// What the session may do
    #[arg(long, default_value = "admin", value_parser = role_parser())]
    pub(super) role: Role,
    /// Whose it is, as history shows it; links of one name are one person's [default: the role, and nobody else's]
    #[arg(long, value_parser = parse_name)]
    pub(super) name: Option<String>,
}

fn role_parser() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name))
        .try_map(|name| Role::from_name(&name).ok_or("this is not a role"))
}

fn parse_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control) {
        return Err(format!("a name has 1 to {MAX_NAME_CHARS} characters and no control characters"));
    }
    Ok(name.to_owned())
}

fn parse_head(text: &str) -> Result<HistoryHead, String> {
    let parsed = text.split_once(':').and_then(|(seq, hash)| {
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(HistoryHead { seq: seq.parse().ok().filter(|_| is_hash)?, hash: hash.to_ascii_lowercase() })
    });
    parsed.ok_or_else(|| "a head is a number, a colon and 64 hexadecimal digits".to_owned())
}

fn parse_lifetime(text: &str) -> Result<Duration, String> {
    match parse_duration(text)? {
        Duration::ZERO => Err("that is over at once; leave it out for a token that never ends".to_owned()),
        lifetime => Ok(lifetime),
    }
}

/// Every setting, one a line.
fn variables() -> String {
    let mut text = "Settings (environment, or TOML keys in small letters without APPCONN_):\n".to_owned();
    for variable in &VARIABLES {
        let default = variable.default.map(|default| format!(" [default: {default}]")).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<31} {}{default}", variable.env_name(), variable.meaning);
    }
    text
}
