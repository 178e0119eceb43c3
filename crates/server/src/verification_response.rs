//! Verification responses: the report as JSON at the end, or each check as a server-sent event and then the report.

use crate::extract::ReportForm;
use crate::problem::ApiResult;
use crate::verifier::{OnCheck, silent};
use axum::Json;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use futures::stream::{self, Stream};
use model::check::Check;
use serde::Serialize;
use std::convert::Infallible;
use tokio::sync::mpsc;

/// Answers a verification in the form asked for: its report at the end, or every check at once and then the report.
/// A client that goes away drops the answer, and with it the work.
pub(crate) async fn respond<F, T>(form: ReportForm, verify: impl FnOnce(OnCheck) -> F) -> ApiResult<Response>
where
    F: Future<Output = ApiResult<T>> + Send + 'static,
    T: Serialize + Send + 'static,
{
    if form == ReportForm::Json {
        return Ok(Json(verify(silent()).await?).into_response());
    }
    let (send, checks) = mpsc::unbounded_channel();
    let work = verify(Box::new(move |check| {
        // The receiver is gone: the stream is being dropped.
        let _ = send.send(check.clone());
    }));
    let progress = Progress { checks, work: Some(Box::pin(work)), result: None };
    Ok(Sse::new(progress.events()).keep_alive(KeepAlive::default()).into_response())
}

/// A verification under way.
struct Progress<T> {
    checks: mpsc::UnboundedReceiver<Check>,
    work: Option<BoxFuture<'static, ApiResult<T>>>,
    result: Option<ApiResult<T>>,
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
    use model::check::{CheckId, CheckStatus, Outcome, Report};
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
