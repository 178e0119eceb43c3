//! Verifying: one run against Okta, what becomes of its outcome, and the two forms in which it is answered.

use crate::app::App;
use crate::extract::ReportForm;
use crate::history::{self, Actor};
use crate::keyring;
use crate::problem::{Answer, Refusal, kind};
use crate::store::{ConnectionRecord, StoreError, VerificationRecord};
use axum::Json;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use futures::stream::{self, Stream};
use model::check::{Check, Outcome, Report};
use model::connection::Status;
use model::field::{ClientId, OktaDomain};
use okta::{Credentials, Verification};
use std::convert::Infallible;
use tokio::sync::mpsc;
use uuid::Uuid;

/// Told of each check as it is settled.
pub(crate) type OnCheck = Box<dyn FnMut(&Check) + Send>;

/// For whoever only wants the report.
pub(crate) fn silent() -> OnCheck {
    Box::new(|_| {})
}

/// Runs the nine checks. Dropping the future cancels them.
pub(crate) async fn run(app: &App, credentials: &Credentials, on_check: OnCheck) -> Verification {
    let verification = app.okta.verify(credentials, on_check).await;
    let outcome = verification.report.outcome.name();
    metrics::counter!("verifications_total", "outcome" => outcome).increment(1);
    let first_failure = verification.report.first_failure().and_then(|check| check.code.as_deref());
    tracing::info!(domain = credentials.domain.host(), outcome, first_failure, "verified");
    verification
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

/// Verifies a stored connection and writes down what came out.
pub(crate) async fn run_stored(app: &App, stored: ConnectionRecord, by: &Actor, on_check: OnCheck) -> Answer<Report> {
    let id = Uuid::parse_str(&stored.connection.id).map_err(|error| Refusal::internal(&error))?;
    let (domain, client_id) = destination(&stored)?;
    let credentials = keyring::stored(app, &stored).await?.into_credentials(domain, client_id);
    let Verification { report, organization_id } = run(app, &credentials, on_check).await;
    // Settings that somebody changed meanwhile are not what was verified: the report is answered but not kept.
    let was = &stored.connection.settings;
    while let Some(ConnectionRecord { connection: now, .. }) = app.store.get(id).await? {
        let is_same =
            now.settings.domain == was.domain && now.settings.client_id == was.client_id && now.settings.key == was.key;
        if !is_same {
            return Ok(report);
        }
        match record(app, id, now.version, &report, organization_id.clone(), by).await {
            // Changed between the look and the record: look again.
            Err(StoreError::Stale) => {}
            recorded => return Ok(recorded.map(|()| report)?),
        }
    }
    Err(Refusal::no_connection())
}

/// Which organisation a stored connection leads to, and as which app.
pub(crate) fn destination(record: &ConnectionRecord) -> Answer<(OktaDomain, ClientId)> {
    let settings = &record.connection.settings;
    let domain = OktaDomain::parse(&settings.domain).map_err(|error| Refusal::internal(&error))?;
    let client_id = ClientId::parse(&settings.client_id).map_err(|error| Refusal::internal(&error))?;
    Ok((domain.value, client_id))
}

/// What the history says of a report.
pub(crate) fn outcome(report: &Report) -> serde_json::Value {
    serde_json::json!({
        "outcome": report.outcome.name(),
        "duration_ms": report.duration_ms,
        "first_failure": report.first_failure().and_then(|check| check.code.clone()),
        "first_failure_title": report.first_failure().map(|check| check.title.clone()),
    })
}

async fn record(
    app: &App,
    id: Uuid,
    version: i64,
    report: &Report,
    organization_id: Option<String>,
    by: &Actor,
) -> Result<(), StoreError> {
    let status = Status::after(report.outcome);
    let entry = history::entry(app, by, history::VERIFIED, outcome(report));
    let record = VerificationRecord { version, report: report.clone(), status, organization_id, at: entry.at.clone() };
    app.store.record_verification(id, &record, &entry).await
}

/// Answers a verification in the form asked for: its report at the end, or every check at once and then the report.
/// A client that goes away drops the answer, and with it the work.
pub(crate) async fn respond<F>(form: ReportForm, verify: impl FnOnce(OnCheck) -> F) -> Answer<Response>
where
    F: Future<Output = Answer<Report>> + Send + 'static,
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
struct Progress {
    checks: mpsc::UnboundedReceiver<Check>,
    work: Option<BoxFuture<'static, Answer<Report>>>,
    result: Option<Answer<Report>>,
}

impl Progress {
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
    use model::json::Members;

    fn check(id: CheckId) -> Check {
        Check {
            id,
            status: CheckStatus::Passed,
            code: None,
            phrase: None,
            title: String::new(),
            detail: String::new(),
            fix: None,
            values: Members::new(),
            evidence: Members::new(),
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
