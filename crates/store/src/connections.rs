//! Connections: records, list queries with keyset pagination, results of verifications.

use crate::error::StoreError;
use crate::idempotency::IdempotencyRecord;
use async_trait::async_trait;
use model::api::{HistoryEntry, Sort};
use model::check::Report;
use model::connection::{Connection, Status};
use model::field::ProfileName;
use model::okta::Application;
use time::OffsetDateTime;
use uuid::Uuid;

/// Connections, with their sealed keys and their latest reports. Each call is one transaction; what it acknowledges
/// survives a crash.
#[async_trait]
pub trait ConnectionStore: Send + Sync {
    /// A page of connections, without their reports: a list stays light.
    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError>;
    /// The ids of all connections that match, in the order asked for, as they are at one moment.
    async fn list_ids(&self, query: &ListQuery) -> Result<Vec<Uuid>, StoreError>;
    /// These connections, in this order, without their reports; those that are gone are left out.
    async fn get_many(&self, ids: &[Uuid]) -> Result<Vec<Connection>, StoreError>;
    /// How many connections there are of each status that any has.
    async fn count_by_status(&self) -> Result<Vec<(Status, u64)>, StoreError>;
    /// One connection.
    async fn get(&self, id: Uuid) -> Result<Option<ConnectionRecord>, StoreError>;
    /// The connection that has this name, ignoring case.
    async fn id_of_name(&self, name: &ProfileName) -> Result<Option<Uuid>, StoreError>;
    /// Stores a new connection with its first history entry. The generated key pair that it uses is forgotten with it,
    /// or
    /// nothing is stored.
    async fn insert(
        &self,
        record: &ConnectionRecord,
        entry: &HistoryEntry,
        idempotency: Option<&IdempotencyRecord>,
    ) -> Result<(), StoreError>;
    /// Replaces a connection that still has `expected_version`; its version is then the next, whatever the record says.
    /// Its secret stays where the secret's version does: a rotation may have sealed it anew meanwhile.
    /// Who created it, and when, stays. The generated key pair that it uses is forgotten with it.
    async fn update(
        &self,
        record: &ConnectionRecord,
        expected_version: i64,
        entry: &HistoryEntry,
    ) -> Result<(), StoreError>;
    /// Deletes all of these or none; a version, where given, must still be the row's. Each leaves a history entry like
    /// this one, with an id of its own, that says what it was.
    async fn delete(&self, ids: &[(Uuid, Option<i64>)], entry: &HistoryEntry) -> Result<(), StoreError>;
    /// Records a verification of a connection that still has the version it is about, without counting as a change.
    /// Without a new status the time of the last verification stays, too: it could not be finished. Whether it was
    /// kept:
    /// not where one that began later is there already; that the organization was asked is noted even then. Stale
    /// where the
    /// connection remembers another organization.
    async fn record_verification(
        &self,
        id: Uuid,
        verification: &VerificationRecord,
        entry: &HistoryEntry,
    ) -> Result<bool, StoreError>;
}

/// A connection as everyone may see it, and its key, sealed.
#[derive(Debug, Clone)]
pub struct ConnectionRecord {
    /// Everything but the key.
    pub connection: Connection,
    /// The private key as the vault sealed it.
    pub sealed_key: Vec<u8>,
    /// Which of the connection's secrets that is, from 1; it changes whenever a key is sealed anew. 0 for what the
    /// first
    /// release sealed.
    pub secret_version: u32,
    /// The generated key pair that this is, where it is written for the first time: the write uses it up. None in what
    /// was read.
    pub uses_generated_key: Option<Uuid>,
}

/// Which connections to list, and where to go on.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Part of name, description, domain or client ID, ignoring case; empty for all.
    pub text: String,
    /// Only with one of these statuses; empty for all.
    pub statuses: Vec<Status>,
    /// Only of this application.
    pub application: Option<Application>,
    /// Only those last changed by a person whose name has this part, ignoring case; empty for all.
    pub modified_by: String,
    /// Only those that were changed after this moment.
    pub modified_after: Option<OffsetDateTime>,
    /// In this order, ties by id.
    pub sort: Sort,
    /// 1 to 200.
    pub limit: u32,
    /// Where the last page ended.
    pub after: Option<Position>,
}

impl ListQuery {
    /// Every connection in this order, by pages of this size.
    pub fn everything(sort: Sort, limit: u32) -> Self {
        Self {
            text: String::new(),
            statuses: Vec::new(),
            application: None,
            modified_by: String::new(),
            modified_after: None,
            sort,
            limit,
            after: None,
        }
    }
}

/// The place of one row in an order: its sort key and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The value of the sorted column; `None` sorts first.
    pub key: Option<String>,
    /// The row's id.
    pub id: String,
}

/// A page of connections.
#[derive(Debug, Clone)]
pub struct Page {
    /// In the order asked for.
    pub items: Vec<Connection>,
    /// Where it ended, if there is more.
    pub next: Option<Position>,
    /// How many match on all pages.
    pub total: u64,
}

/// What a verification leaves on a connection.
#[derive(Debug, Clone)]
pub struct VerificationRecord {
    /// The version of the connection that it is about.
    pub version: i64,
    /// The report, finished or not.
    pub report: Report,
    /// The new status; `None` leaves it.
    pub status: Option<Status>,
    /// The organization's id, where it was learned; kept once set.
    pub organization_id: Option<String>,
    /// When it began (RFC 3339, UTC): of two runs the one that began later is kept.
    pub started_at: String,
    /// When it ended (RFC 3339, UTC).
    pub at: String,
    /// When the organization itself wants to be asked again, where it said so (RFC 3339, UTC).
    pub retry_at: Option<String>,
}
