//! API tokens, one-time links and sessions, by the hash of their secret.

use crate::audit_chain::ChainKey;
use crate::credentials::{CredentialKind, CredentialRecord, LiveSessions};
use crate::error::StoreError;
use crate::sqlite::audit_log;
use crate::time_text::{from_time, to_time};
use model::api::HistoryEntry;
use model::permission::Role;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long an ended session or link is still told from one that never was.
const KEEP_ENDED: Duration = Duration::days(1);

pub(super) async fn insert(db: &mut SqliteConnection, credential: &CredentialRecord) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM credentials WHERE kind IN ('session', 'sign_in_link') AND expires_at < ?")
        .bind(from_time(credential.created_at - KEEP_ENDED)?)
        .execute(&mut *db)
        .await?;
    let nanos = |time: Option<OffsetDateTime>| time.map(from_time).transpose();
    sqlx::query(
        "INSERT INTO credentials (id, kind, hash, name, role, parent, created_at, expires_at, last_used_at, revoked_at, \
         subject, address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(credential.id.to_string())
    .bind(kind_name(credential.kind))
    .bind(&credential.hash)
    .bind(&credential.name)
    .bind(credential.role.name())
    .bind(credential.parent.map(|parent| parent.to_string()))
    .bind(from_time(credential.created_at)?)
    .bind(nanos(credential.expires_at)?)
    .bind(nanos(credential.last_used_at)?)
    .bind(nanos(credential.revoked_at)?)
    .bind(&credential.subject)
    .bind(credential.address.map(|address| address.to_string()))
    .bind(&credential.user_agent)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn find(
    db: &mut SqliteConnection,
    kind: CredentialKind,
    hash: &[u8],
) -> Result<Option<CredentialRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM credentials WHERE kind = ? AND hash = ?")
        .bind(kind_name(kind))
        .bind(hash)
        .fetch_optional(db)
        .await?;
    row.map(|row| record(&row)).transpose()
}

pub(super) async fn take(
    db: &mut SqliteConnection,
    kind: CredentialKind,
    hash: &[u8],
) -> Result<Option<CredentialRecord>, StoreError> {
    let row = sqlx::query("DELETE FROM credentials WHERE kind = ? AND hash = ? RETURNING *")
        .bind(kind_name(kind))
        .bind(hash)
        .fetch_optional(db)
        .await?;
    row.map(|row| record(&row)).transpose()
}

pub(super) async fn list(db: &mut SqliteConnection, kind: CredentialKind) -> Result<Vec<CredentialRecord>, StoreError> {
    let rows = sqlx::query("SELECT * FROM credentials WHERE kind = ? ORDER BY created_at DESC, id DESC")
        .bind(kind_name(kind))
        .fetch_all(db)
        .await?;
    rows.iter().map(record).collect()
}

pub(super) async fn by_id(db: &mut SqliteConnection, id: Uuid) -> Result<Option<CredentialRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM credentials WHERE id = ?").bind(id.to_string()).fetch_optional(db).await?;
    row.map(|row| record(&row)).transpose()
}

/// What has not ended, with the places of [`LiveSessions`].
const LIVE: &str = "kind = 'session' AND revoked_at IS NULL AND (?1 IS NULL OR subject = ?1) \
    AND (expires_at IS NULL OR expires_at > ?2) AND coalesce(last_used_at, created_at) > ?3";

pub(super) async fn live_sessions(
    db: &mut SqliteConnection,
    which: LiveSessions<'_>,
) -> Result<Vec<CredentialRecord>, StoreError> {
    let sql = format!(
        "SELECT * FROM credentials WHERE {LIVE} AND (?4 IS NULL OR (created_at, id) < (?4, ?5)) \
         ORDER BY created_at DESC, id DESC LIMIT ?6"
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(which.subject)
        .bind(from_time(which.at)?)
        .bind(from_time(which.used_since)?)
        .bind(which.after.map(|(began, _)| from_time(began)).transpose()?)
        .bind(which.after.map(|(_, id)| id.to_string()))
        .bind(which.limit)
        .fetch_all(db)
        .await?;
    rows.iter().map(record).collect()
}

pub(super) async fn revoke_sessions(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    which: LiveSessions<'_>,
    spared: Option<Uuid>,
    like: &HistoryEntry,
) -> Result<u64, StoreError> {
    let sql = format!("UPDATE credentials SET revoked_at = ?2 WHERE {LIVE} AND (?4 IS NULL OR id <> ?4)");
    let done = sqlx::query(AssertSqlSafe(sql))
        .bind(which.subject)
        .bind(from_time(which.at)?)
        .bind(from_time(which.used_since)?)
        .bind(spared.map(|id| id.to_string()))
        .execute(&mut *db)
        .await?;
    let ended = done.rows_affected();
    if ended > 0 {
        let details = serde_json::json!({"sessions": ended, "subject": which.subject});
        audit_log::append(db, chain, None, &HistoryEntry { details, ..like.clone() }).await?;
    }
    Ok(ended)
}

pub(super) async fn touch(db: &mut SqliteConnection, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
    // Requests overtake each other; the time never goes back.
    sqlx::query("UPDATE credentials SET last_used_at = max(coalesce(last_used_at, 0), ?2) WHERE id = ?1")
        .bind(id.to_string())
        .bind(from_time(at)?)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn revoke(db: &mut SqliteConnection, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
    let sql = "UPDATE credentials SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1 OR parent = ?1";
    let done = sqlx::query(sql).bind(id.to_string()).bind(from_time(at)?).execute(db).await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Ends every session and sign-in link, of whichever release; gives how many there were.
pub(in crate::sqlite) async fn end_sign_ins(db: &mut SqliteConnection) -> Result<u64, StoreError> {
    let ended = sqlx::query("DELETE FROM credentials WHERE kind IN ('session', 'sign_in_link')").execute(db).await?;
    Ok(ended.rows_affected())
}

fn kind_name(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::ApiToken => "api_token",
        CredentialKind::SignInLink => "sign_in_link",
        CredentialKind::Session => "session",
    }
}

fn record(row: &SqliteRow) -> Result<CredentialRecord, StoreError> {
    let time = |column: &str| row.try_get::<Option<i64>, _>(column)?.map(to_time).transpose();
    let kind: String = row.try_get("kind")?;
    let kinds = [CredentialKind::ApiToken, CredentialKind::SignInLink, CredentialKind::Session];
    let parent: Option<String> = row.try_get("parent")?;
    let address: Option<String> = row.try_get("address")?;
    Ok(CredentialRecord {
        id: uuid(row.try_get("id")?)?,
        kind: kinds.into_iter().find(|candidate| kind_name(*candidate) == kind).ok_or_else(damaged)?,
        hash: row.try_get("hash")?,
        name: row.try_get("name")?,
        role: Role::from_name(row.try_get("role")?).ok_or_else(damaged)?,
        parent: parent.as_deref().map(uuid).transpose()?,
        created_at: to_time(row.try_get("created_at")?)?,
        expires_at: time("expires_at")?,
        last_used_at: time("last_used_at")?,
        revoked_at: time("revoked_at")?,
        subject: row.try_get("subject")?,
        address: address.as_deref().map(str::parse).transpose().map_err(|_| damaged())?,
        user_agent: row.try_get("user_agent")?,
    })
}

fn uuid(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(|_| damaged())
}

fn damaged() -> StoreError {
    StoreError::Database("a credential cannot be read".to_owned())
}
