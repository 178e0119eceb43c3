//! Row mapping: a row of `connections` and a connection.

use crate::error::StoreError;
use crate::time_text::{to_nanos, to_text};
use model::connection::{Connection, KeyView, Settings, Status};
use model::field::case_folded;
use model::okta::Application;
use sqlx::Row;
use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use uuid::Uuid;

/// What [`connection`] reads.
pub(in crate::sqlite) const COLUMNS: &str = "id, name, description, application, domain, client_id, key_id, key_algorithm, \
    key_bits, key_thumbprint, key_set_at, organization_id, status_rank, created_at, created_by, updated_at, \
    updated_by, verified_at, version";

/// A connection without its report.
pub(in crate::sqlite) fn connection(row: &SqliteRow) -> Result<Connection, StoreError> {
    let time = |column: &str| to_text(row.try_get(column)?);
    let verified_at: Option<i64> = row.try_get("verified_at")?;
    Ok(Connection {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        description: row.try_get("description")?,
        application: Application::parse(row.try_get("application")?).map_err(|_| damaged("application"))?,
        settings: Settings {
            domain: row.try_get("domain")?,
            client_id: row.try_get("client_id")?,
            key: KeyView {
                key_id: row.try_get("key_id")?,
                algorithm: row.try_get("key_algorithm")?,
                bits: row.try_get("key_bits")?,
                thumbprint: row.try_get("key_thumbprint")?,
                set_at: time("key_set_at")?,
            },
            organization_id: row.try_get("organization_id")?,
        },
        status: status(row.try_get("status_rank")?)?,
        report: None,
        created_at: time("created_at")?,
        created_by: row.try_get("created_by")?,
        updated_at: time("updated_at")?,
        updated_by: row.try_get("updated_by")?,
        verified_at: verified_at.map(to_text).transpose()?,
        version: row.try_get("version")?,
    })
}

/// Binds what a write sets whether the row is new or not, in the order of the statements in `connections.rs`.
pub(in crate::sqlite) fn bind_changing<'q>(
    query: Query<'q, Sqlite, SqliteArguments>,
    connection: &'q Connection,
) -> Result<Query<'q, Sqlite, SqliteArguments>, StoreError> {
    let key = &connection.settings.key;
    Ok(query
        .bind(canonical(&connection.id)?)
        .bind(&connection.name)
        .bind(name_key(&connection.name))
        .bind(&connection.description)
        .bind(connection.application.id())
        .bind(&connection.settings.domain)
        .bind(&connection.settings.client_id)
        .bind(&key.key_id)
        .bind(&key.algorithm)
        .bind(key.bits)
        .bind(&key.thumbprint)
        .bind(to_nanos(&key.set_at)?)
        .bind(&connection.settings.organization_id)
        .bind(rank(connection.status))
        .bind(to_nanos(&connection.updated_at)?)
        .bind(&connection.updated_by)
        .bind(connection.verified_at.as_deref().map(to_nanos).transpose()?)
        .bind(search_text([
            &connection.name,
            &connection.description,
            &connection.settings.domain,
            &connection.settings.client_id,
        ])))
}

/// Place in the list of statuses, best first.
pub(in crate::sqlite) fn status(rank: i64) -> Result<Status, StoreError> {
    usize::try_from(rank).ok().and_then(|rank| Status::ALL.get(rank)).copied().ok_or_else(|| damaged("status"))
}

pub(in crate::sqlite) fn rank(status: Status) -> i64 {
    match status {
        Status::Active => 0,
        Status::Limited => 1,
        Status::Failed => 2,
        Status::Unverified => 3,
    }
}

fn canonical(id: &str) -> Result<String, StoreError> {
    Uuid::parse_str(id).map(|id| id.to_string()).map_err(|_| damaged("id"))
}

/// What is unique of a name. Not by the rule for names: what an older version took is stored.
pub(in crate::sqlite) fn name_key(name: &str) -> String {
    case_folded(name)
}

/// What a search looks at: name, description, domain, client ID.
pub(in crate::sqlite) fn search_text(parts: [&str; 4]) -> String {
    parts.map(case_folded).join(SEAM)
}

/// A character that is never typed: it keeps parts of a text apart, so that no search finds the seam.
pub(in crate::sqlite) const SEAM: &str = "\u{1f}";

pub(in crate::sqlite) fn damaged(what: &str) -> StoreError {
    StoreError::Database(format!("a connection has an impossible {what}"))
}
