//! Audit trail of a request to Okta: one entry for each, also where the client disconnected before its end.

use super::actor::Actor;
use super::writer::AuditWriter;
use crate::problem::ApiResult;
use serde_json::Value;
use uuid::Uuid;

/// What an entry says of a run that was cut off.
const INTERRUPTED: &str = "interrupted";

/// An entry that is written at the end of a run or, where the run is dropped, then.
pub(crate) struct AuditTrail {
    audit: AuditWriter,
    by: Actor,
    connection: Option<Uuid>,
    action: &'static str,
    details: Value,
    is_open: bool,
}

impl AuditTrail {
    /// Of a run that begins now. `details` is an object.
    pub(crate) fn begin(
        audit: &AuditWriter,
        by: &Actor,
        connection: Option<Uuid>,
        action: &'static str,
        mut details: Value,
    ) -> Self {
        details["outcome"] = INTERRUPTED.into();
        Self { audit: audit.clone(), by: by.clone(), connection, action, details, is_open: true }
    }

    /// Notes what came out so far, in the place of what was noted under the same names.
    pub(crate) fn note(&mut self, found: Value) {
        if let (Value::Object(details), Value::Object(found)) = (&mut self.details, found) {
            details.extend(found);
        }
    }

    /// The entry as it would be written now.
    pub(crate) fn entry(&self) -> model::api::HistoryEntry {
        self.audit.entry(&self.by, self.action, self.details.clone())
    }

    /// Writes the entry.
    pub(crate) async fn write(mut self) -> ApiResult<()> {
        let entry = self.entry();
        self.audit.append(self.connection, &entry).await?;
        self.is_open = false;
        Ok(())
    }

    /// Another entry says it all.
    pub(crate) fn close(mut self) {
        self.is_open = false;
    }
}

impl Drop for AuditTrail {
    fn drop(&mut self) {
        // Without a runtime the process is about to end, and the database closed.
        let (true, Ok(runtime)) = (self.is_open, tokio::runtime::Handle::try_current()) else { return };
        let (entry, audit, connection) = (self.entry(), self.audit.clone(), self.connection);
        runtime.spawn(async move {
            if let Err(error) = audit.append(connection, &entry).await {
                tracing::warn!(%error, "an interrupted verification is not in the history");
            }
        });
    }
}
