//! `app-connections history …`.

use super::args::HistoryHead;
use super::error::CliError;
use super::output::print;
use crate::config::Config;
use serde_json::json;
use std::fmt::Write;
use store::{AuditLog, ChainedEntry, Database, SqliteStore};
use vault::Vault;

const BATCH: u32 = 500;

pub(super) async fn verify(config: &Config, head: Option<&HistoryHead>) -> Result<(), CliError> {
    let store = open(config).await?;
    let verdict = store.verify_audit_chain().await?;
    if let Some(fault) = verdict.fault {
        return Err(CliError::History(fault));
    }
    if let Some(head) = head {
        let found = store.chained_entries(head.seq - 1, 1).await?;
        let is_same = found.first().is_some_and(|entry| entry.seq == head.seq && hex(&entry.hash) == head.hash);
        if !is_same {
            return Err(CliError::HistoryHead(head.seq));
        }
    }
    store.close().await;
    print(&format!(
        "The history is whole: {} entries, head {}:{}",
        verdict.entries,
        verdict.head.0,
        hex(&verdict.head.1)
    ))
}

pub(super) async fn export(config: &Config) -> Result<(), CliError> {
    let store = open(config).await?;
    let mut after = 0;
    loop {
        let entries = store.chained_entries(after, BATCH).await?;
        let Some(last) = entries.last() else { break };
        after = last.seq;
        for entry in &entries {
            print(&line(entry)?)?;
        }
    }
    store.close().await;
    Ok(())
}

fn line(chained: &ChainedEntry) -> Result<String, CliError> {
    let mut line = serde_json::to_value(&chained.entry)?;
    line["seq"] = json!(chained.seq);
    line["connection"] = json!(chained.connection);
    line["hash"] = json!(hex(&chained.hash));
    Ok(line.to_string())
}

async fn open(config: &Config) -> Result<SqliteStore, CliError> {
    let store = SqliteStore::open_existing(&config.database_url).await?;
    // It has the key of the history.
    Vault::open_existing(&config.vault, &store).await?;
    Ok(store)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
