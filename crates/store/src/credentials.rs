//! Credentials: API tokens, one-time sign-in links and sessions, found by the SHA-256 of a random secret.

use crate::error::StoreError;
use async_trait::async_trait;
use model::api::HistoryEntry;
use model::permission::Role;
use std::net::IpAddr;
use time::OffsetDateTime;
use uuid::Uuid;

/// API tokens, sign-in links and sessions. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait CredentialStore: Send + Sync {
    /// Stores a credential. Sessions and links that ended more than a day before are swept out on the way.
    async fn insert_credential(&self, credential: &CredentialRecord) -> Result<(), StoreError>;
    /// The credential with this hash, expired and revoked ones included.
    async fn find_credential(&self, kind: CredentialKind, hash: &[u8]) -> Result<Option<CredentialRecord>, StoreError>;
    /// Takes a one-time credential away: only the first caller gets it.
    async fn take_credential(&self, kind: CredentialKind, hash: &[u8]) -> Result<Option<CredentialRecord>, StoreError>;
    /// All credentials of a kind, newest first.
    async fn list_credentials(&self, kind: CredentialKind) -> Result<Vec<CredentialRecord>, StoreError>;
    /// The credential with this id, expired and revoked ones included.
    async fn credential(&self, id: Uuid) -> Result<Option<CredentialRecord>, StoreError>;
    /// A page of sessions that have not ended, newest first.
    async fn live_sessions(&self, which: LiveSessions<'_>) -> Result<Vec<CredentialRecord>, StoreError>;
    /// Ends all sessions that have not ended, whatever page they are on, but `spared`, and adds an entry that says how
    /// many; gives that number. Nothing is added where there are none.
    async fn revoke_sessions(
        &self,
        which: LiveSessions<'_>,
        spared: Option<Uuid>,
        entry: &HistoryEntry,
    ) -> Result<u64, StoreError>;
    /// Notes that a credential was used.
    async fn touch_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError>;
    /// Ends a credential, and the sessions that began with it.
    async fn revoke_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError>;
    /// Says that a credential is about to be revoked, so that an entry of it follows even if this process dies or does
    /// not
    /// know the key of the history.
    async fn announce_revocation(&self, id: Uuid) -> Result<(), StoreError>;
    /// Adds the entries of the revocations that were announced and came to pass, each like this one; gives how many.
    async fn write_revocation_entries(
        &self,
        like: &HistoryEntry,
        actions: RevocationActions,
    ) -> Result<u64, StoreError>;
}

/// An API token, a one-time sign-in link or a session: all are found by the SHA-256 of a random secret.
#[derive(Debug, Clone)]
pub struct CredentialRecord {
    /// The credential's id.
    pub id: Uuid,
    /// What kind.
    pub kind: CredentialKind,
    /// SHA-256 of the secret.
    pub hash: Vec<u8>,
    /// Who it stands for.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whose it is, for good, where `name` is only what people call them; empty for what an earlier release began.
    pub subject: String,
    /// The API token that a session began with; the session is revoked with it.
    pub parent: Option<Uuid>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends; `None` for never.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used.
    pub last_used_at: Option<OffsetDateTime>,
    /// When it was revoked.
    pub revoked_at: Option<OffsetDateTime>,
    /// The address that a session began from.
    pub address: Option<IpAddr>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}

/// Which sessions are asked for: those that have not ended at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveSessions<'a> {
    /// Only this subject's; `None` for all.
    pub subject: Option<&'a str>,
    /// The time.
    pub at: OffsetDateTime,
    /// Those not used since have ended, too.
    pub used_since: OffsetDateTime,
    /// Where the page before ended: when its last session began, and its id.
    pub after: Option<(OffsetDateTime, Uuid)>,
    /// How many at most.
    pub limit: u32,
}

/// What a credential is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer`.
    ApiToken,
    /// `/sign-in#token=…`, used up by one sign-in.
    SignInLink,
    /// The browser's cookie.
    Session,
}

/// What the history calls the end of a token and of a session.
#[derive(Debug, Clone, Copy)]
pub struct RevocationActions {
    /// Of an API token.
    pub token: &'static str,
    /// Of a session.
    pub session: &'static str,
}
