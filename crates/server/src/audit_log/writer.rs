//! Writing the audit log: who did what when and from where, and what changed, never a secret.

use super::action;
use super::actor::{Actor, COMMAND_LINE};
use crate::clock::{Clock, rfc3339};
use crate::problem::ApiResult;
use model::api::HistoryEntry;
use serde_json::Value;
use std::sync::Arc;
use store::{RevocationActions, Store, StoreError};
use time::OffsetDateTime;
use uuid::Uuid;

/// How much of a name is written down, in characters: a provider lets people choose theirs.
const MAX_NAME: usize = 256;

/// Writes entries, each with the time of its writing. Cheap to clone.
#[derive(Clone)]
pub(crate) struct AuditWriter {
    store: Arc<dyn Store>,
    clock: Clock,
}

impl AuditWriter {
    pub(crate) fn new(store: Arc<dyn Store>, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// An entry of now, not written yet.
    pub(crate) fn entry(&self, by: &Actor, action: &str, details: Value) -> HistoryEntry {
        entry_at(self.clock.text(), by, action, details)
    }

    /// Writes an entry that is about no connection.
    pub(crate) async fn write(&self, by: &Actor, action: &str, details: Value) -> ApiResult<()> {
        Ok(self.append(None, &self.entry(by, action, details)).await?)
    }

    /// Writes an entry, about a connection or about none.
    pub(crate) async fn append(&self, connection: Option<Uuid>, entry: &HistoryEntry) -> Result<(), StoreError> {
        self.store.append_audit_entry(connection, entry).await
    }
}

/// An entry of another time.
pub(crate) fn entry_at(at: String, by: &Actor, action: &str, details: Value) -> HistoryEntry {
    HistoryEntry {
        id: Uuid::now_v7().to_string(),
        at,
        by: by.name.chars().take(MAX_NAME).collect(),
        subject: by.subject.clone(),
        address: by.address.map(|address| address.to_string()),
        action: action.to_owned(),
        details,
    }
}

/// Writes the entries of what commands revoked, which may have waited for the key of the audit chain.
pub(crate) async fn note_revocations(store: &dyn Store, now: OffsetDateTime) -> Result<(), StoreError> {
    let like = entry_at(rfc3339(now), &Actor::program(COMMAND_LINE), "", Value::Null);
    let actions = RevocationActions { token: action::API_TOKEN_REVOKED, session: action::SESSION_REVOKED };
    store.write_revocation_entries(&like, actions).await.map(drop)
}
