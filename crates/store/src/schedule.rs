//! Scheduled verification: which connections may be due, back-off and leases of organizations.

use crate::error::StoreError;
use async_trait::async_trait;
use time::OffsetDateTime;
use uuid::Uuid;

/// What the schedule of verifications remembers. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait ScheduleStore: Send + Sync {
    /// Connections that may be due for verification, some of each organization, those last asked longest ago first.
    async fn verification_candidates(
        &self,
        window: &VerificationWindow,
    ) -> Result<Vec<ScheduledConnection>, StoreError>;
    /// The organizations that gave no answer, or that are being asked.
    async fn organization_backoffs(&self) -> Result<Vec<OrganizationBackoff>, StoreError>;
    /// Takes an organization for one server; whether it got it.
    async fn lease_organization(&self, lease: &Lease<'_>) -> Result<bool, StoreError>;
    /// Gives it back.
    async fn release_organization(&self, domain: &str, holder: &str) -> Result<(), StoreError>;
    /// Notes a try that came to nothing at all.
    async fn note_try(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError>;
    /// Forgets organizations that no connection leads to any more.
    async fn forget_organizations(&self) -> Result<(), StoreError>;
}

/// Between which times a connection may be due. The schedule has the last word.
#[derive(Debug, Clone, Copy)]
pub struct VerificationWindow {
    /// Last asked before this.
    pub last_before: OffsetDateTime,
    /// Last asked before this, and without a result.
    pub inconclusive_before: OffsetDateTime,
    /// Last asked after this, which lies ahead: a clock was wrong.
    pub ahead_of: OffsetDateTime,
}

/// What the schedule needs to know of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledConnection {
    /// The connection's id.
    pub id: Uuid,
    /// Its organization's domain.
    pub domain: String,
    /// When it was last asked or, where it never was, changed.
    pub last: OffsetDateTime,
    /// How often in a row nothing came out.
    pub inconclusive: u32,
}

/// What is remembered of an organization that gave no answer, or that is being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationBackoff {
    /// The organization's domain.
    pub domain: String,
    /// How often in a row nothing came out.
    pub inconclusive: u32,
    /// When it was last asked.
    pub tried_at: Option<OffsetDateTime>,
    /// When it wants to be asked again, where it said so.
    pub retry_at: Option<OffsetDateTime>,
    /// Until when a server has it for itself.
    pub leased_until: Option<OffsetDateTime>,
}

/// An organization for one server alone, for a while, to verify one of its connections.
#[derive(Debug, Clone, Copy)]
pub struct Lease<'a> {
    /// As it was found to be due.
    pub connection: &'a ScheduledConnection,
    /// Which server.
    pub holder: &'a str,
    /// Now.
    pub now: OffsetDateTime,
    /// When it ends, whatever became of the server.
    pub until: OffsetDateTime,
}
