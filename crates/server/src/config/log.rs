//! Logging: filter and format.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// A filter of `tracing-subscriber`, known to parse.
    pub filter: String,
    /// How lines look.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl LogFormat {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("it is neither".to_owned()),
        }
    }
}

impl LogConfig {
    /// Sends the log to standard error, so that standard output stays for what commands print. Once a process; later
    /// calls change nothing.
    pub fn install(&self) {
        let builder = tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .with_env_filter(EnvFilter::builder().parse_lossy(&self.filter));
        let installed = match self.format {
            LogFormat::Text => builder.finish().try_init(),
            LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).finish().try_init(),
        };
        if installed.is_err() {
            tracing::debug!("the log was set up before");
        }
    }
}

/// What a directive may be alone; another word would be the name of a part, and turn all others off.
const LEVELS: [&str; 12] = ["off", "error", "warn", "info", "debug", "trace", "0", "1", "2", "3", "4", "5"];

pub(super) fn parse_filter(text: &str) -> Result<String, String> {
    let is_word = |directive: &str| !directive.contains(['=', '[', ']', '{', '}', '"']);
    let is_level = |word: &str| LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word));
    let unknown = text.split(',').map(str::trim).position(|part| !part.is_empty() && is_word(part) && !is_level(part));
    if let Some(index) = unknown {
        return Err(format!("entry {} is neither a level nor a part of the program with = and its level", index + 1));
    }
    EnvFilter::builder().parse(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}
