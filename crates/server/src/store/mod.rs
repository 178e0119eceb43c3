//! What is kept, whatever the database: one trait, one implementation a dialect.

mod chain;
#[cfg(test)]
pub(crate) mod contract;
mod sqlite;
mod time_text;

pub use chain::{ChainKey, HASH_BYTES};
pub use sqlite::{BackupError, Restore, Restored, RevocationActions, SqliteStore};

use async_trait::async_trait;
use model::api::{HistoryEntry, Sort};
use model::check::Report;
use model::connection::{Connection, Status};
use model::field::ProfileName;
use model::okta::Application;
use model::permission::Role;
use std::net::IpAddr;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// A connection as everyone may see it, and its key, sealed.
#[derive(Debug, Clone)]
pub struct ConnectionRecord {
    /// Everything but the key.
    pub connection: Connection,
    /// The private key as the vault sealed it.
    pub sealed_key: Vec<u8>,
    /// Which of the connection's secrets that is, from 1; it changes whenever a key is sealed anew. 0 for what the first
    /// release sealed.
    pub secret_version: u32,
    /// The generated key pair that this is, where it is written for the first time: the write uses it up. None in what
    /// was read.
    pub uses_generated_key: Option<Uuid>,
}

/// The [`Store::meta`] that tells which master key is the database's own. Once it is there, the store takes no secret
/// that was sealed with another.
pub const MASTER_KEY_RECORD: &str = "vault_canary";

/// A sealed secret, wherever it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// Where.
    pub place: SecretPlace,
    /// The bytes that the vault made.
    pub sealed: Vec<u8>,
}

/// What a sealed secret belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlace {
    /// The connection with this id.
    Connection(String),
    /// The generated key with this id.
    GeneratedKey(String),
}

impl std::fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connection(id) => write!(f, "the key of connection {id}"),
            Self::GeneratedKey(id) => write!(f, "the generated key {id}"),
        }
    }
}

/// An entry and its place in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainedEntry {
    /// Its number, without gaps.
    pub seq: i64,
    /// The connection that it is about.
    pub connection: Option<String>,
    /// What it says.
    pub entry: HistoryEntry,
    /// Its hash over itself and the hash before it.
    pub hash: Vec<u8>,
}

/// What following the chain of the history found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryVerdict {
    /// How many entries there are.
    pub entries: u64,
    /// The number of the last entry, and its hash: kept elsewhere, they show later that nothing before was changed.
    pub head: (i64, Vec<u8>),
    /// The first thing that is wrong.
    pub fault: Option<HistoryFault>,
}

/// How a history differs from what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HistoryFault {
    /// Where the chain begins and ends was changed, or is not there.
    #[error("the record of where the history begins and ends was changed or removed")]
    Head,
    /// An entry is not what was written, or not in its place.
    #[error("entry {0} was changed, moved or put in")]
    Changed(i64),
    /// An entry is not there.
    #[error("entry {0} was removed")]
    Missing(i64),
    /// Entries that are in no chain.
    #[error("{0} entries were put in beside the chain")]
    Unchained(i64),
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
    /// Only those that somebody changed last whose name has this part, ignoring case; empty for all.
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
    /// Every connection in this order, by pages of so many.
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
    /// Which.
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
    /// Which.
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

/// The answer to an earlier request with the same `Idempotency-Key`, so that a retry gets the same.
#[derive(Debug, Clone)]
pub struct IdempotencyRecord {
    /// Whose key it is.
    pub principal: String,
    /// The header's value.
    pub key: String,
    /// SHA-256 of the request's body: the same key with another body is a mistake.
    pub body_hash: Vec<u8>,
    /// What was created.
    pub connection_id: Uuid,
}

/// An API token, a one-time sign-in link or a session: all are found by the SHA-256 of a random secret.
#[derive(Debug, Clone)]
pub struct CredentialRecord {
    /// Which.
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
    /// Only this one's; `None` for everybody's.
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

/// A key pair that the server made and that no connection uses yet.
#[derive(Debug, Clone)]
pub struct GeneratedKeyRecord {
    /// Which.
    pub id: Uuid,
    /// Sealed by the vault.
    pub sealed_key: Vec<u8>,
    /// The `kid` given to it.
    pub key_id: String,
    /// RFC 7638 thumbprint, bound into the seal.
    pub thumbprint: String,
    /// When it was made (RFC 3339, UTC).
    pub created_at: String,
}

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another connection has this name.
    #[error("another connection has this name")]
    NameTaken,
    /// No such row.
    #[error("not found")]
    NotFound,
    /// A connection has taken this generated key pair, or it was forgotten.
    #[error("the generated key is not there any more")]
    GeneratedKeyUsed,
    /// Somebody changed it in between.
    #[error("changed in the meantime")]
    Stale,
    /// The idempotency key was used before; for the connection with this id, with this body hash.
    #[error("idempotency key used before")]
    IdempotencyKeyUsed(IdempotencyRecord),
    /// A [`Position`] that no page of this order ends at: a cursor that somebody made up.
    #[error("this is not a position in this order")]
    InvalidPosition,
    /// The secret was sealed with a master key that is not the database's own any more.
    #[error("the master key was changed in the meantime")]
    MasterKeyChanged,
    /// The database file or server cannot be used now: no space, read-only, locked for too long, unreachable.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(String),
}

/// Opens the database of a URL that [`crate::config`] accepted, and brings its tables up to date.
pub async fn open(database_url: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(Arc::new(SqliteStore::open(database_url).await?))
}

/// Everything that is kept. Each call is one transaction; what it acknowledges survives a crash.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Whether the database takes writes: writes something small.
    async fn probe_write(&self) -> Result<(), StoreError>;

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
    /// Stores a new connection with its first history entry. The generated key pair that it uses is forgotten with it, or
    /// nothing is stored.
    async fn insert(
        &self,
        record: &ConnectionRecord,
        history: &HistoryEntry,
        idempotency: Option<&IdempotencyRecord>,
    ) -> Result<(), StoreError>;
    /// Looks an idempotency key up before the work is done.
    async fn find_idempotent(&self, principal: &str, key: &str) -> Result<Option<IdempotencyRecord>, StoreError>;
    /// Forgets the idempotency keys that are older than a day at this time (RFC 3339); gives how many.
    async fn forget_retries(&self, now: &str) -> Result<u64, StoreError>;
    /// Replaces a connection that still has `expected_version`; its version is then the next, whatever the record says.
    /// Its secret stays where the secret's version does: a rotation may have sealed it anew meanwhile.
    /// Who created it, and when, stays. The generated key pair that it uses is forgotten with it.
    async fn update(
        &self,
        record: &ConnectionRecord,
        expected_version: i64,
        history: &HistoryEntry,
    ) -> Result<(), StoreError>;
    /// Deletes all of these or none; a version, where given, must still be the row's. Each leaves a history entry like
    /// this one, with an id of its own, that says what it was.
    async fn delete(&self, ids: &[(Uuid, Option<i64>)], entry: &HistoryEntry) -> Result<(), StoreError>;
    /// Records a verification of a connection that still has the version it is about, without counting as a change.
    /// Without a new status the time of the last verification stays, too: it could not be finished. Whether it was kept:
    /// not where one that began later is there already; that the organization was asked is noted even then. Stale where the
    /// connection remembers another organization.
    async fn record_verification(
        &self,
        id: Uuid,
        verification: &VerificationRecord,
        history: &HistoryEntry,
    ) -> Result<bool, StoreError>;
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
    /// A page of a connection's history, newest first, older than `before` (an entry's id).
    async fn history(&self, id: Uuid, limit: u32, before: Option<Uuid>) -> Result<Vec<HistoryEntry>, StoreError>;
    /// Adds one entry, where nothing else changes; about a connection or about none.
    async fn add_history(&self, id: Option<Uuid>, history: &HistoryEntry) -> Result<(), StoreError>;
    /// What the history is chained with. Until it is known, nothing that leaves an entry can be written.
    fn key_history(&self, key: ChainKey);
    /// Chains the entries that are there from the first one, and replaces the value `name`, all or nothing. Gives the
    /// value that is there afterwards: another one than `new` where it was not `old` any more, and then nothing was done.
    async fn begin_history(&self, name: &str, old: &[u8], new: &[u8], key: ChainKey) -> Result<Vec<u8>, StoreError>;
    /// Follows the chain from end to end.
    async fn verify_history(&self) -> Result<HistoryVerdict, StoreError>;
    /// Entries after this place in the chain, oldest first.
    async fn chained_history(&self, after: i64, limit: u32) -> Result<Vec<ChainedEntry>, StoreError>;
    /// Removes the entries from before a time (RFC 3339) at the beginning of the chain, which then begins later; gives how
    /// many. Some thousands at a time, so that others write meanwhile, and for each time an entry that says how many.
    /// What lies in the future of the entry's own time does not keep older entries.
    async fn trim_history(&self, before: &str, history: &HistoryEntry) -> Result<u64, StoreError>;

    /// Keeps a generated key pair until a connection takes it.
    async fn insert_generated_key(&self, key: &GeneratedKeyRecord) -> Result<(), StoreError>;
    /// A generated key pair.
    async fn generated_key(&self, id: Uuid) -> Result<Option<GeneratedKeyRecord>, StoreError>;
    /// Forgets the generated key pairs from before a time (RFC 3339), and adds an entry that says how many; gives that
    /// number. Nothing is added where there are none.
    async fn forget_generated_keys(&self, before: &str, history: &HistoryEntry) -> Result<u64, StoreError>;

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
        history: &HistoryEntry,
    ) -> Result<u64, StoreError>;
    /// Notes that a credential was used.
    async fn touch_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError>;
    /// Ends a credential, and the sessions that began with it.
    async fn revoke_credential(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError>;

    /// Says that a credential is about to be revoked, so that an entry of it follows even if this process dies or does not
    /// know the key of the history.
    async fn announce_revocation(&self, id: Uuid) -> Result<(), StoreError>;
    /// Adds the entries of the revocations that were announced and came to pass, each like this one; gives how many.
    async fn chain_revocations(&self, like: &HistoryEntry, actions: RevocationActions) -> Result<u64, StoreError>;

    /// A small value about the database itself, such as the master key's canary.
    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Sets such a value if it is not there yet; gives the one that is there afterwards.
    async fn init_meta(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;
    /// Replaces such a value; refused as stale where it is not the old one any more.
    async fn replace_meta(&self, name: &str, old: &[u8], new: &[u8]) -> Result<(), StoreError>;
    /// Some of the secrets that another master key sealed than the one with this id.
    async fn secrets_not_sealed_with(&self, master_key_id: &[u8], limit: u32) -> Result<Vec<SealedSecret>, StoreError>;
    /// Puts the same secrets, sealed anew, in the place of those that are still as they were.
    async fn renew_secrets(&self, secrets: &[(SealedSecret, Vec<u8>)]) -> Result<(), StoreError>;
    /// Whether any secret is stored.
    async fn holds_secrets(&self) -> Result<bool, StoreError>;

    /// Lets running writes finish and lets the database go; whatever is asked afterwards fails.
    async fn close(&self);
}
