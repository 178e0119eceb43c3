//! Scheduled verification: which connections may be due, the back-off of organizations, and the lease by which one
//! server
//! at a time asks an organization.

use super::connections::row::damaged;
use super::database::{SqliteStore, in_transaction};
use crate::connections::VerificationRecord;
use crate::error::StoreError;
use crate::schedule::{Lease, OrganizationBackoff, ScheduleStore, ScheduledConnection, VerificationWindow};
use crate::time_text::{from_time, to_nanos, to_time};
use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use time::OffsetDateTime;
use uuid::Uuid;

/// How many of one organization are looked at once: it is asked one by one, and must not hide the others.
const OF_ONE_ORGANIZATION: i64 = 20;

#[async_trait]
impl ScheduleStore for SqliteStore {
    async fn verification_candidates(
        &self,
        window: &VerificationWindow,
    ) -> Result<Vec<ScheduledConnection>, StoreError> {
        candidates(&mut *self.read().await?, window).await
    }

    async fn organization_backoffs(&self) -> Result<Vec<OrganizationBackoff>, StoreError> {
        backoffs(&mut *self.read().await?).await
    }

    async fn lease_organization(&self, lease: &Lease<'_>) -> Result<bool, StoreError> {
        in_transaction!(self, |tx| take_lease(&mut tx, lease).await)
    }

    async fn release_organization(&self, domain: &str, holder: &str) -> Result<(), StoreError> {
        in_transaction!(self, |tx| release(&mut tx, domain, holder).await)
    }

    async fn note_try(&self, id: Uuid, at: OffsetDateTime) -> Result<(), StoreError> {
        let at = from_time(at)?;
        in_transaction!(self, |tx| note_try(&mut tx, id, at).await)
    }

    async fn forget_organizations(&self) -> Result<(), StoreError> {
        in_transaction!(self, |tx| forget_organizations(&mut tx).await)
    }
}

async fn candidates(
    db: &mut SqliteConnection,
    window: &VerificationWindow,
) -> Result<Vec<ScheduledConnection>, StoreError> {
    let sql = "SELECT id, domain, last, inconclusive FROM ( \
                 SELECT id, domain, coalesce(tried_at, verified_at, updated_at) AS last, inconclusive, row_number() OVER \
                   (PARTITION BY domain ORDER BY coalesce(tried_at, verified_at, updated_at), id) AS place \
                 FROM connections \
                 WHERE coalesce(tried_at, verified_at, updated_at) <= ?1 \
                   OR (inconclusive > 0 AND coalesce(tried_at, verified_at, updated_at) <= ?2) \
                   OR coalesce(tried_at, verified_at, updated_at) > ?3) \
               WHERE place <= ?4";
    let rows = sqlx::query(sql)
        .bind(from_time(window.last_before)?)
        .bind(from_time(window.inconclusive_before)?)
        .bind(from_time(window.ahead_of)?)
        .bind(OF_ONE_ORGANIZATION)
        .fetch_all(db)
        .await?;
    let candidate = |row: &SqliteRow| {
        Ok(ScheduledConnection {
            id: Uuid::parse_str(row.try_get("id")?).map_err(|_| damaged("id"))?,
            domain: row.try_get("domain")?,
            last: to_time(row.try_get("last")?)?,
            inconclusive: row.try_get("inconclusive")?,
        })
    };
    rows.iter().map(candidate).collect()
}

async fn backoffs(db: &mut SqliteConnection) -> Result<Vec<OrganizationBackoff>, StoreError> {
    let sql = "SELECT domain, inconclusive, tried_at, retry_at, leased_until FROM organization_backoff";
    let backoff = |row: &SqliteRow| {
        let time = |column: &str| row.try_get::<Option<i64>, _>(column)?.map(to_time).transpose();
        Ok(OrganizationBackoff {
            domain: row.try_get("domain")?,
            inconclusive: row.try_get("inconclusive")?,
            tried_at: time("tried_at")?,
            retry_at: time("retry_at")?,
            leased_until: time("leased_until")?,
        })
    };
    sqlx::query(sql).fetch_all(db).await?.iter().map(backoff).collect()
}

/// One statement, so that of two servers one has it: not while another has, and not where the connection was asked
/// since
/// it was found to be due.
async fn take_lease(db: &mut SqliteConnection, lease: &Lease<'_>) -> Result<bool, StoreError> {
    let sql = "INSERT INTO organization_backoff (domain, leased_by, leased_until) \
               SELECT domain, ?3, ?4 FROM connections \
               WHERE id = ?1 AND domain = ?2 AND coalesce(tried_at, verified_at, updated_at) = ?5 \
               ON CONFLICT (domain) DO UPDATE SET leased_by = excluded.leased_by, leased_until = excluded.leased_until \
               WHERE leased_until IS NULL OR leased_until <= ?6 OR leased_until > ?7";
    let taken = sqlx::query(sql)
        .bind(lease.connection.id.to_string())
        .bind(&lease.connection.domain)
        .bind(lease.holder)
        .bind(from_time(lease.until)?)
        .bind(from_time(lease.connection.last)?)
        .bind(from_time(lease.now)?)
        // Longer than anybody takes it for, and than clocks differ: one of them was wrong.
        .bind(from_time(lease.until + (lease.until - lease.now))?)
        .execute(db)
        .await?;
    Ok(taken.rows_affected() > 0)
}

async fn release(db: &mut SqliteConnection, domain: &str, holder: &str) -> Result<(), StoreError> {
    let sql =
        "UPDATE organization_backoff SET leased_by = NULL, leased_until = NULL WHERE domain = ? AND leased_by = ?";
    sqlx::query(sql).bind(domain).bind(holder).execute(&mut *db).await?;
    let idle = "DELETE FROM organization_backoff WHERE domain = ? AND leased_by IS NULL AND inconclusive = 0";
    sqlx::query(idle).bind(domain).execute(db).await?;
    Ok(())
}

/// What a finished run says of its organization.
pub(super) async fn note_answer(
    db: &mut SqliteConnection,
    connection: Uuid,
    verification: &VerificationRecord,
) -> Result<(), StoreError> {
    let at = to_nanos(&verification.at)?;
    let domain: String = sqlx::query_scalar("SELECT domain FROM connections WHERE id = ?")
        .bind(connection.to_string())
        .fetch_one(&mut *db)
        .await?;
    if verification.status.is_some() {
        let sql = "UPDATE organization_backoff SET inconclusive = 0, retry_at = NULL, tried_at = ?2 WHERE domain = ?1";
        sqlx::query(sql).bind(domain).bind(at).execute(db).await?;
        return Ok(());
    }
    let sql = "INSERT INTO organization_backoff (domain, inconclusive, tried_at, retry_at) VALUES (?1, 1, ?2, ?3) \
               ON CONFLICT (domain) DO UPDATE SET inconclusive = inconclusive + 1, tried_at = excluded.tried_at, \
               retry_at = excluded.retry_at";
    let retry_at = verification.retry_at.as_deref().map(to_nanos).transpose()?;
    sqlx::query(sql).bind(domain).bind(at).bind(retry_at).execute(db).await?;
    Ok(())
}

/// A try that came to nothing at all: no request was made, or its result could not be written.
async fn note_try(db: &mut SqliteConnection, connection: Uuid, at: i64) -> Result<(), StoreError> {
    let sql = "UPDATE connections SET tried_at = ?2, inconclusive = inconclusive + 1 WHERE id = ?1";
    sqlx::query(sql).bind(connection.to_string()).bind(at).execute(db).await?;
    Ok(())
}

/// What is remembered of organizations that no connection leads to any more.
async fn forget_organizations(db: &mut SqliteConnection) -> Result<(), StoreError> {
    let sql = "DELETE FROM organization_backoff WHERE domain NOT IN (SELECT domain FROM connections)";
    sqlx::query(sql).execute(db).await?;
    Ok(())
}
