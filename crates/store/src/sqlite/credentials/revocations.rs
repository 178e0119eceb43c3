//! Revocations whose entry in the history waits for the key of the history: a service that has the key may be down just
//! when a leaked token must be revoked. What waits is only which credential, so that nothing else can be slipped into the
//! history this way: everything of the entry is read from the credential.

use crate::audit_chain::ChainKey;
use crate::credentials::RevocationActions;
use crate::error::StoreError;
use crate::sqlite::{audit_log, meta};
use crate::time_text::{to_nanos, to_text};
use model::api::HistoryEntry;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

/// What the names of such values begin with.
const WAITING: &str = "revocation_waiting:";
/// Another time than that of the entry, when it is later by this many nanoseconds.
const LATE: i64 = 60_000_000_000;

pub(super) async fn announce(db: &mut SqliteConnection, id: Uuid) -> Result<(), StoreError> {
    meta::init(db, &format!("{WAITING}{id}"), b"").await.map(drop)
}

/// Writes the entries down, each like this one, with an id of its own; gives how many. One that was announced and never
/// came to pass leaves none.
pub(super) async fn chain_waiting(
    db: &mut SqliteConnection,
    chain: &ChainKey,
    like: &HistoryEntry,
    actions: RevocationActions,
) -> Result<u64, StoreError> {
    let sql = "SELECT m.name AS waiting, c.id, c.kind, c.name, c.subject, c.revoked_at FROM meta m \
               LEFT JOIN credentials c ON c.id = substr(m.name, length(?1) + 1) WHERE m.name >= ?1 AND m.name < ?1 || 'g' \
               ORDER BY c.revoked_at";
    let rows = sqlx::query(sql).bind(WAITING).fetch_all(&mut *db).await?;
    let mut chained = 0;
    for row in rows {
        if let Some((action, details)) = fields(&row, like, actions)? {
            let id = Uuid::now_v7().to_string();
            let entry = HistoryEntry { id, action: action.to_owned(), details, ..like.clone() };
            audit_log::append(db, chain, None, &entry).await?;
            chained += 1;
        }
        let name: &str = row.try_get("waiting")?;
        sqlx::query("DELETE FROM meta WHERE name = ?").bind(name).execute(&mut *db).await?;
    }
    Ok(chained)
}

/// The action and the details of the entry; none where the credential was not revoked.
fn fields(
    row: &sqlx::sqlite::SqliteRow,
    like: &HistoryEntry,
    actions: RevocationActions,
) -> Result<Option<(&'static str, serde_json::Value)>, StoreError> {
    let (Some(id), Some(revoked_at)) =
        (row.try_get::<Option<String>, _>("id")?, row.try_get::<Option<i64>, _>("revoked_at")?)
    else {
        return Ok(None);
    };
    let (name, subject): (String, String) = (row.try_get("name")?, row.try_get("subject")?);
    let (action, mut details) = if row.try_get::<&str, _>("kind")? == "api_token" {
        (actions.token, serde_json::json!({"token": id, "name": name}))
    } else {
        (actions.session, serde_json::json!({"session": id, "name": name, "subject": subject}))
    };
    if to_nanos(&like.at)? - revoked_at > LATE {
        details["revoked_at"] = to_text(revoked_at)?.into();
    }
    Ok(Some((action, details)))
}
