//! Verification of connections: one run against Okta, and what becomes of its outcome.

use crate::audit_log::{Actor, AuditTrail, AuditWriter, action};
use crate::clock::{Clock, rfc3339};
use crate::problem::{ApiError, ApiResult, kind};
use crate::signing_key::SigningKeys;
use model::check::{Check, Outcome, Report};
use model::connection::{Settings, Status};
use model::field::{ClientId, OktaDomain};
use okta::{Credentials, Okta, Verification};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use store::{ConnectionRecord, Store, StoreError, VerificationRecord};
use uuid::Uuid;

/// Called with each check as it is settled.
pub(crate) type OnCheck = Box<dyn FnMut(&Check) + Send>;

/// For those who only want the report.
pub(crate) fn silent() -> OnCheck {
    Box::new(|_| {})
}

/// Verifies connections. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Verifier {
    pub(crate) okta: Okta,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) signing_keys: SigningKeys,
    pub(crate) audit: AuditWriter,
    pub(crate) clock: Clock,
}

impl Verifier {
    /// Runs the nine checks. Dropping the future cancels them. `pinned_to` is the organization that alone is meant.
    async fn run(&self, pinned_to: Option<&str>, credentials: &Credentials, on_check: OnCheck) -> Verification {
        let verification = self.okta.pinned_to(pinned_to).verify(credentials, on_check).await;
        let outcome = verification.report.outcome.name();
        ::metrics::counter!(crate::metrics::VERIFICATIONS, "outcome" => outcome).increment(1);
        let first_failure = verification.report.first_failure().and_then(|check| check.code.as_deref());
        tracing::info!(domain = credentials.domain.host(), outcome, first_failure, "verified");
        verification
    }

    /// Verifies settings that are not stored, or not yet. The caller closes or writes the trail.
    pub(crate) async fn run_draft(
        &self,
        by: &Actor,
        credentials: &Credentials,
        on_check: OnCheck,
    ) -> (Verification, AuditTrail) {
        let details = json!({"domain": credentials.domain.to_string(), "client_id": credentials.client_id.as_str()});
        let mut trail = AuditTrail::begin(&self.audit, by, None, action::DRAFT_VERIFIED, details);
        let verification = self.run(None, credentials, on_check).await;
        trail.note(outcome(&verification.report));
        (verification, trail)
    }

    /// Verifies a stored connection and writes down what came out.
    pub(crate) async fn run_stored(&self, stored: ConnectionRecord, by: &Actor, on_check: OnCheck) -> ApiResult<Ended> {
        let id = Uuid::parse_str(&stored.connection.id).map_err(|error| ApiError::internal(&error))?;
        let (domain, client_id) = destination(&stored)?;
        let credentials = self.signing_keys.stored(&stored).await?.into_credentials(domain, client_id);
        let was = &stored.connection.settings;
        let pin = was.organization_id.as_deref();
        let mut trail = AuditTrail::begin(&self.audit, by, Some(id), action::VERIFIED, json!({}));
        let started_at = self.clock.text();
        let verification = self.run(pin, &credentials, on_check).await;
        trail.note(outcome(&verification.report));
        let finished = Finished { started_at, learned: learned(pin, &verification), verification };
        if let Some(id) = &finished.learned {
            trail.note(json!({"changes": {"organization_id": {"before": null, "after": id}}}));
        } else if let Some(found) = finished.verification.organization_id.as_deref().filter(|found| Some(*found) != pin)
        {
            trail.note(json!({"organization": {"remembered": pin, "found": found}}));
        }
        match self.keep(id, was, &finished, &trail).await {
            Ok(None) => {
                trail.close();
                Ok(Ended { report: finished.verification.report, not_kept: None })
            }
            Ok(Some(why)) => {
                trail.note(json!({"not_kept": why}));
                trail.write().await?;
                Ok(Ended { report: finished.verification.report, not_kept: Some(why) })
            }
            Err(refusal) => {
                trail.write().await?;
                Err(refusal)
            }
        }
    }

    /// Puts the result on the connection, unless it is of other settings than are there now, or of an earlier start.
    async fn keep(
        &self,
        id: Uuid,
        was: &Settings,
        finished: &Finished,
        trail: &AuditTrail,
    ) -> ApiResult<Option<NotKept>> {
        while let Some(ConnectionRecord { connection: now, .. }) = self.store.get(id).await? {
            let now_is = &now.settings;
            // The organization that the run was held to, or found, may be another than the one that is remembered by
            // now.
            let is_same_organization = now_is.organization_id == was.organization_id
                || (now_is.organization_id.is_some()
                    && now_is.organization_id == finished.verification.organization_id);
            let is_same = now_is.domain == was.domain && now_is.client_id == was.client_id && now_is.key == was.key;
            if !is_same || !is_same_organization {
                return Ok(Some(NotKept::ChangedMeanwhile));
            }
            match self.record(id, now.version, finished, trail).await {
                // Changed between the look and the record: look again.
                Err(StoreError::Stale) => {}
                Ok(true) => return Ok(None),
                Ok(false) => return Ok(Some(NotKept::NewerResult)),
                Err(error) => return Err(error.into()),
            }
        }
        Err(ApiError::no_connection())
    }

    async fn record(
        &self,
        id: Uuid,
        version: i64,
        finished: &Finished,
        trail: &AuditTrail,
    ) -> Result<bool, StoreError> {
        let Finished { verification, started_at, learned } = finished;
        let entry = trail.entry();
        let retry_at = verification.retry_after.map(|wait| rfc3339(self.clock.now() + wait.min(LONGEST_WAIT)));
        let record = VerificationRecord {
            version,
            report: verification.report.clone(),
            status: Status::after(verification.report.outcome),
            organization_id: learned.clone(),
            started_at: started_at.clone(),
            at: entry.at.clone(),
            retry_at,
        };
        self.store.record_verification(id, &record, &entry).await
    }
}

/// Lets only a connection through that works, fully or in part.
pub(crate) fn must_work(verification: Verification) -> ApiResult<(Verification, Status)> {
    match (Status::after(verification.report.outcome), verification.report.outcome) {
        (Some(status), Outcome::Passed | Outcome::Limited) => Ok((verification, status)),
        (_, Outcome::Inconclusive) => Err(ApiError::new(
            kind::VERIFICATION_INCONCLUSIVE,
            "Okta could not be reached or did not respond in full, so nothing was verified or saved. Try again later, or save without verifying (?verify=skip).",
        )
        .with_report(verification.report)),
        _ => {
            let why = verification.report.first_failure().map_or("See the report.", |check| check.detail.as_str());
            let detail = format!("The connection was not saved because it does not work. {why}");
            Err(ApiError::new(kind::VERIFICATION_FAILED, detail).with_report(verification.report))
        }
    }
}

/// A verification of a stored connection, and whether its result is on the connection.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Ended {
    #[serde(flatten)]
    pub(crate) report: Report,
    /// Why the result was not kept; absent where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) not_kept: Option<NotKept>,
}

/// Why a result is not on its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotKept {
    /// Somebody changed the settings while they were verified.
    ChangedMeanwhile,
    /// A verification that began later has ended already.
    NewerResult,
}

/// The organization to remember from now on: the one of the first run that works.
fn learned(pin: Option<&str>, verification: &Verification) -> Option<String> {
    let works = matches!(verification.report.outcome, Outcome::Passed | Outcome::Limited);
    verification.organization_id.clone().filter(|_| works && pin.is_none())
}

/// A run that has ended.
struct Finished {
    verification: Verification,
    started_at: String,
    learned: Option<String>,
}

/// Which organization a stored connection leads to, and as which app.
pub(crate) fn destination(record: &ConnectionRecord) -> ApiResult<(OktaDomain, ClientId)> {
    let settings = &record.connection.settings;
    let domain = OktaDomain::parse(&settings.domain).map_err(|error| ApiError::internal(&error))?;
    let client_id = ClientId::parse(&settings.client_id).map_err(|error| ApiError::internal(&error))?;
    Ok((domain.value, client_id))
}

/// What the history says of a report.
fn outcome(report: &Report) -> serde_json::Value {
    json!({
        "outcome": report.outcome.name(),
        "duration_ms": report.duration_ms,
        "first_failure": report.first_failure().and_then(|check| check.code.clone()),
        "first_failure_title": report.first_failure().map(|check| check.title.clone()),
    })
}

/// No answer's word keeps an organization from being asked for longer than this.
const LONGEST_WAIT: Duration = Duration::from_hours(7 * 24);
