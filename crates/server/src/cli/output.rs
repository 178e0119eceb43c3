//! Output of commands, and the audit log entry that they leave.

use super::error::CliError;
use crate::audit_log::{Actor, COMMAND_LINE};
use crate::clock::rfc3339;
use std::io::Write;
use store::Store;
use time::OffsetDateTime;

/// Results, for programs and people.
pub(super) fn print(line: &str) -> Result<(), CliError> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// For people, beside what programs read from standard output.
pub(super) fn note(line: &str) -> Result<(), CliError> {
    Ok(writeln!(std::io::stderr(), "{line}")?)
}

/// Writes down what a command did; the vault must have opened the store's audit log.
pub(super) async fn note_history(store: &dyn Store, action: &str, details: serde_json::Value) -> Result<(), CliError> {
    let now = rfc3339(OffsetDateTime::now_utc());
    let entry = crate::audit_log::entry_at(now, &Actor::program(COMMAND_LINE), action, details);
    Ok(store.append_audit_entry(None, &entry).await?)
}
