//! Verifying: one run against Okta, what becomes of its outcome, and the two forms in which it is answered.

use crate::app::{App, rfc3339};
use crate::audit::AuditTrail;
use crate::extract::ReportForm;
use crate::history::{self, Actor};
use crate::keyring;
use crate::problem::{Answer, Refusal, kind};
use axum::Json;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use futures::stream::{self, Stream};
use model::check::{Check, Outcome, Report};
use model::connection::{Settings, Status};
use model::field::{ClientId, OktaDomain};
use okta::{Credentials, Verification};
use serde::Serialize;
use serde_json::json;
use std::convert::Infallible;
use std::time::Duration;
use store::{ConnectionRecord, StoreError, VerificationRecord};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Told of each check as it is settled.
pub(crate) type OnCheck = Box<dyn FnMut(&Check) + Send>;

/// For whoever only wants the report.
pub(crate) fn silent() -> OnCheck {
    Box::new(|_| {})
}

/// Runs the nine checks. Dropping the future cancels them. `pinned_to` is the organization that alone is meant.
async fn run(app: &App, pinned_to: Option<&str>, credentials: &Credentials, on_check: OnCheck) -> Verification {
    let verification = app.okta.pinned_to(pinned_to).verify(credentials, on_check).await;
    let outcome = verification.report.outcome.name();
    ::metrics::counter!(crate::metrics::VERIFICATIONS, "outcome" => outcome).increment(1);
    let first_failure = verification.report.first_failure().and_then(|check| check.code.as_deref());
    tracing::info!(domain = credentials.domain.host(), outcome, first_failure, "verified");
    verification
}

/// Verifies settings that are not stored, or not yet. The trail is for whoever asked to end.
pub(crate) async fn run_draft(
    app: &App,
    by: &Actor,
    credentials: &Credentials,
    on_check: OnCheck,
) -> (Verification, AuditTrail) {
    let details = json!({"domain": credentials.domain.to_string(), "client_id": credentials.client_id.as_str()});
    let mut trail = AuditTrail::begin(app, by, None, history::DRAFT_VERIFIED, details);
    let verification = run(app, None, credentials, on_check).await;
    trail.note(outcome(&verification.report));
    (verification, trail)
}

/// Lets only a connection through that works, fully or in part.
pub(crate) fn must_work(verification: Verification) -> Answer<(Verification, Status)> {
    match (Status::after(verification.report.outcome), verification.report.outcome) {
        (Some(status), Outcome::Passed | Outcome::Limited) => Ok((verification, status)),
        (_, Outcome::Inconclusive) => Err(Refusal::new(
            kind::VERIFICATION_INCONCLUSIVE,
            "Okta could not be reached or did not respond in full, so nothing was verified or saved. Try again later, or save without verifying (?verify=skip).",
        )
        .with_report(verification.report)),
        _ => {
            let why = verification.report.first_failure().map_or("See the report.", |check| check.detail.as_str());
            let detail = format!("The connection was not saved because it does not work. {why}");
            Err(Refusal::new(kind::VERIFICATION_FAILED, detail).with_report(verification.report))
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

/// Verifies a stored connection and writes down what came out.
pub(crate) async fn run_stored(app: &App, stored: ConnectionRecord, by: &Actor, on_check: OnCheck) -> Answer<Ended> {
    let id = Uuid::parse_str(&stored.connection.id).map_err(|error| Refusal::internal(&error))?;
    let (domain, client_id) = destination(&stored)?;
    let credentials = keyring::stored(app, &stored).await?.into_credentials(domain, client_id);
    let was = &stored.connection.settings;
    let pin = was.organization_id.as_deref();
    let mut trail = AuditTrail::begin(app, by, Some(id), history::VERIFIED, json!({}));
    let started_at = app.clock.text();
    let verification = run(app, pin, &credentials, on_check).await;
    trail.note(outcome(&verification.report));
    let finished = Finished { started_at, learned: learned(pin, &verification), verification };
    if let Some(id) = &finished.learned {
        trail.note(json!({"changes": {"organization_id": {"before": null, "after": id}}}));
    } else if let Some(found) = finished.verification.organization_id.as_deref().filter(|found| Some(*found) != pin) {
        trail.note(json!({"organization": {"remembered": pin, "found": found}}));
    }
    match keep(app, id, was, &finished, &trail).await {
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

/// Puts the result on the connection, unless it is of other settings than are there now, or of an earlier start.
async fn keep(app: &App, id: Uuid, was: &Settings, finished: &Finished, trail: &AuditTrail) -> Answer<Option<NotKept>> {
    while let Some(ConnectionRecord { connection: now, .. }) = app.store.get(id).await? {
        let now_is = &now.settings;
        // The organization that the run was held to, or found, may be another than the one that is remembered by now.
        let is_same_organization = now_is.organization_id == was.organization_id
            || (now_is.organization_id.is_some() && now_is.organization_id == finished.verification.organization_id);
        let is_same = now_is.domain == was.domain && now_is.client_id == was.client_id && now_is.key == was.key;
        if !is_same || !is_same_organization {
            return Ok(Some(NotKept::ChangedMeanwhile));
        }
        match record(app, id, now.version, finished, trail).await {
            // Changed between the look and the record: look again.
            Err(StoreError::Stale) => {}
            Ok(true) => return Ok(None),
            Ok(false) => return Ok(Some(NotKept::NewerResult)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::no_connection())
}

/// Which organization a stored connection leads to, and as which app.
pub(crate) fn destination(record: &ConnectionRecord) -> Answer<(OktaDomain, ClientId)> {
    let settings = &record.connection.settings;
    let domain = OktaDomain::parse(&settings.domain).map_err(|error| Refusal::internal(&error))?;
    let client_id = ClientId::parse(&settings.client_id).map_err(|error| Refusal::internal(&error))?;
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

async fn record(
    app: &App,
    id: Uuid,
    version: i64,
    finished: &Finished,
    trail: &AuditTrail,
) -> Result<bool, StoreError> {
    let Finished { verification, started_at, learned } = finished;
    let entry = trail.entry();
    let retry_at = verification.retry_after.map(|wait| rfc3339(app.clock.now() + wait.min(LONGEST_WAIT)));
    let record = VerificationRecord {
        version,
        report: verification.report.clone(),
        status: Status::after(verification.report.outcome),
        organization_id: learned.clone(),
        started_at: started_at.clone(),
        at: entry.at.clone(),
        retry_at,
    };
    app.store.record_verification(id, &record, &entry).await
}

/// Answers a verification in the form asked for: its report at the end, or every check at once and then the report.
/// A client that goes away drops the answer, and with it the work.
pub(crate) async fn respond<F, T>(form: ReportForm, verify: impl FnOnce(OnCheck) -> F) -> Answer<Response>
where
    F: Future<Output = Answer<T>> + Send + 'static,
    T: Serialize + Send + 'static,
{
    if form == ReportForm::Json {
        return Ok(Json(verify(silent()).await?).into_response());
    }
    let (send, checks) = mpsc::unbounded_channel();
    let work = verify(Box::new(move |check| {
        // Nobody listens any more: the stream is being dropped.
        let _ = send.send(check.clone());
    }));
    let progress = Progress { checks, work: Some(Box::pin(work)), result: None };
    Ok(Sse::new(progress.events()).keep_alive(KeepAlive::default()).into_response())
}

/// A verification under way.
struct Progress<T> {
    checks: mpsc::UnboundedReceiver<Check>,
    work: Option<BoxFuture<'static, Answer<T>>>,
    result: Option<Answer<T>>,
}

impl<T: Serialize> Progress<T> {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut progress| async move {
            let event = progress.next().await?;
            Some((Ok(event), progress))
        })
    }

    /// Every check that has been settled goes out before the report does.
    async fn next(&mut self) -> Option<Event> {
        if let Some(work) = &mut self.work {
            tokio::select! {
                biased;
                Some(check) = self.checks.recv() => return Some(event("check", &check)),
                result = work => {
                    self.work = None;
                    self.result = Some(result);
                }
            }
        }
        if let Ok(check) = self.checks.try_recv() {
            return Some(event("check", &check));
        }
        Some(match self.result.take()? {
            Ok(report) => event("report", &report),
            Err(refusal) => event("problem", refusal.problem()),
        })
    }
}

fn event(name: &str, data: &impl serde::Serialize) -> Event {
    Event::default().event(name).json_data(data).unwrap_or_else(|_| Event::default().event(name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use futures::StreamExt;
    use model::check::{CheckId, CheckStatus};
    use serde_json::Map;

    fn check(id: CheckId) -> Check {
        Check {
            id,
            status: CheckStatus::Passed,
            code: None,
            phrase: None,
            title: String::new(),
            detail: String::new(),
            fix: None,
            values: Map::new(),
            evidence: Map::new(),
        }
    }

    fn report() -> Report {
        Report { outcome: Outcome::Passed, started_at: String::new(), duration_ms: 0, checks: Vec::new() }
    }

    #[tokio::test]
    async fn checks_go_out_before_the_report_even_when_all_is_settled_at_once() {
        let (send, checks) = mpsc::unbounded_channel();
        let work = async move {
            for id in CheckId::ALL {
                send.send(check(id)).unwrap();
            }
            Ok(report())
        };
        let progress = Progress { checks, work: Some(Box::pin(work)), result: None };
        let events: Vec<String> = progress.events().map(|event| format!("{:?}", event.unwrap())).collect().await;
        assert_eq!(events.len(), 10);
        assert!(events[..9].iter().all(|event| event.contains("check")) && events[9].contains("report"), "{events:?}");
    }

    #[tokio::test]
    async fn dropping_the_stream_drops_the_work() {
        let (send, checks) = mpsc::unbounded_channel();
        let alive = std::sync::Arc::new(());
        let held = alive.clone();
        let work = async move {
            send.send(check(CheckId::Domain)).unwrap();
            std::future::pending::<()>().await;
            drop(held);
            Ok(report())
        };
        let progress = Progress { checks, work: Some(Box::pin(work)), result: None };
        let mut events = Box::pin(progress.events());
        assert!(events.next().await.is_some());
        assert_eq!(std::sync::Arc::strong_count(&alive), 2);
        drop(events);
        assert_eq!(std::sync::Arc::strong_count(&alive), 1);
    }
}
