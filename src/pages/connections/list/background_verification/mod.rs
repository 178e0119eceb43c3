//! Background verification (*Verify now*): verifies many connections, a few at a time, and continues while other pages
//! are shown.

mod results;

pub(super) use results::{background, progress};

use super::columns::tone;
use super::selection::{ConnectionRef, Selection, use_selection};
use crate::api::{ApiError, Cancel, connections, verification};
use crate::components::{Toasts, explain, use_toasts};
use crate::paths;
use crate::router::{Router, use_router};
use crate::text::{check_title, text};
use crate::ui::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::check::{CheckStatus, Outcome, Report};
use model::connection::{Connection, Status};
use std::collections::HashSet;
use web_sys::AbortSignal;

/// The number of verifications at once: a browser opens six connections to a server, and other requests need some.
const AT_ONCE: usize = 3;

/// The result of verifying one connection.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verified {
    pub(crate) row: ConnectionRef,
    pub(crate) outcome: Result<Outcome, ApiError>,
    /// The check that did not pass, in a few words.
    pub(crate) check: Option<String>,
}

/// The queue of verifications and their results, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Verifications {
    /// How many are done.
    pub(crate) done: RwSignal<usize>,
    /// How many there are in total; 0 while none is under way.
    pub(crate) of: RwSignal<usize>,
    /// The ids of the connections that are being verified.
    pub(crate) verifying: RwSignal<HashSet<String>>,
    /// The connection that was verified last, with its new status.
    pub(crate) fresh: RwSignal<Option<Connection>>,
    /// Whether the dialog of failed connections is open.
    showing: RwSignal<bool>,
    /// The connections that wait.
    waiting: StoredValue<Vec<ConnectionRef>>,
    results: StoredValue<Vec<Verified>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    selection: Selection,
    toasts: Toasts,
    router: Router,
}

impl Verifications {
    pub(super) fn provide() {
        provide_context(Self {
            done: RwSignal::new(0),
            of: RwSignal::new(0),
            verifying: RwSignal::new(HashSet::new()),
            fresh: RwSignal::new(None),
            showing: RwSignal::new(false),
            waiting: StoredValue::new(Vec::new()),
            results: StoredValue::new(Vec::new()),
            cancel: StoredValue::new_local(None),
            selection: use_selection(),
            toasts: use_toasts(),
            router: use_router(),
        });
    }

    /// Whether a verification is under way.
    pub(crate) fn running(self) -> bool {
        self.of.get() > 0
    }

    /// Whether this connection is being verified.
    pub(crate) fn is_verifying(self, id: &str) -> bool {
        self.verifying.with(|ids| ids.contains(id))
    }

    /// Adds these connections to the end of the queue.
    pub(crate) fn start(self, mut rows: Vec<ConnectionRef>) {
        let before = self.of.get_untracked();
        if before == 0 {
            self.results.set_value(Vec::new());
            self.done.set(0);
        } else {
            let known =
                self.waiting.with_value(|waiting| waiting.iter().map(|row| row.id.clone()).collect::<HashSet<_>>());
            rows.retain(|row| !known.contains(&row.id) && !untrack(|| self.is_verifying(&row.id)));
        }
        let count = rows.len();
        if count == 0 {
            return;
        }
        rows.reverse();
        self.waiting.update_value(|waiting| drop(waiting.splice(0..0, rows)));
        self.of.set(before + count);
        if before > 0 {
            return;
        }
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.cancel.set_value(Some(cancel));
        for _ in 0..count.min(AT_ONCE) {
            let signal = signal.clone();
            spawn_local(async move { self.work(signal).await });
        }
    }

    /// Empties the queue, and cancels the verifications under way.
    pub(crate) fn stop(self) {
        self.waiting.set_value(Vec::new());
        self.cancel.set_value(None);
    }

    /// Stops without a message.
    pub(crate) fn forget(self) {
        self.stop();
        self.of.set(0);
        self.results.set_value(Vec::new());
        self.showing.set(false);
    }

    /// A worker: verifies one connection after the other until the queue is empty. The last worker shows the result.
    async fn work(self, signal: Option<AbortSignal>) {
        while let Some(row) = self.waiting.try_update_value(Vec::pop).flatten() {
            if self.verify(row, signal.as_ref()).await {
                self.done.update(|done| *done += 1);
            }
        }
        let of = self.of.get_untracked();
        if self.verifying.with_untracked(HashSet::is_empty) && of > 0 {
            self.of.set(0);
            self.tell(of);
        }
    }

    /// Gives whether it was not canceled.
    async fn verify(self, row: ConnectionRef, signal: Option<&AbortSignal>) -> bool {
        let id = row.id.clone();
        self.verifying.update(|ids| _ = ids.insert(id.clone()));
        let report = verification::stored(&id, signal, &mut drop).await;
        let outcome = report.as_ref().map(|report| report.outcome).map_err(Clone::clone);
        let finished = outcome != Err(ApiError::Cancelled);
        if finished {
            if let Ok(fresh) = connections::get(&id, signal).await {
                self.fresh.set(Some(fresh));
            }
            // Without a session the others would fail, too.
            if outcome.as_ref().is_err_and(|error| error.status() == Some(401)) {
                self.waiting.set_value(Vec::new());
            }
            let check = report.ok().as_ref().and_then(what_failed);
            self.results.update_value(|results| results.push(Verified { row, outcome: outcome.clone(), check }));
            // What works is deselected; the others stay selected, for the next action.
            if self.of.get_untracked() > 1 && outcome == Ok(Outcome::Passed) {
                self.selection.drop_those(&|other| other == id);
            }
        }
        self.verifying.update(|ids| _ = ids.remove(&id));
        finished
    }

    fn tell(self, of: usize) {
        let words = &text().connections.verify;
        let results = self.results.get_value();
        if let (1, [one]) = (of, &results[..]) {
            let (tone, message) = outcome_message(&one.row.name, &one.outcome);
            let (path, router) = (paths::connection(&one.row.id), self.router);
            let see = (words.details, Callback::new(move |()| router.go(&path)));
            // If the request failed, the connection's page has no more to show.
            let has_more = one.outcome.is_ok() && tone != Tone::Good;
            self.toasts.push(tone, message, has_more.then_some(see));
            return;
        }
        let (tone, message) = summary(of, &results);
        let show = (words.show_failed, Callback::new(move |()| self.showing.set(true)));
        self.toasts.push(tone, message, results.iter().any(is_bad).then_some(show));
    }
}

/// The background verifications of this page.
pub(crate) fn use_verifications() -> Verifications {
    expect_context()
}

/// Whether a person must look at it.
fn is_bad(verified: &Verified) -> bool {
    verified.outcome != Ok(Outcome::Passed)
}

fn what_failed(report: &Report) -> Option<String> {
    let of = |status| report.checks.iter().find(|check| check.status == status);
    of(CheckStatus::Failed).or_else(|| of(CheckStatus::Warning)).map(check_title)
}

/// The summary of the results. Connections whose request failed are counted apart from those that need attention.
fn summary(of: usize, results: &[Verified]) -> (Tone, String) {
    let words = &text().connections.verify;
    let done = results.len();
    let count = |is: fn(&Result<Outcome, ApiError>) -> bool| results.iter().filter(|one| is(&one.outcome)).count();
    let bad = count(|outcome| matches!(outcome, Ok(Outcome::Limited | Outcome::Failed)));
    let unasked = count(|outcome| matches!(outcome, Ok(Outcome::Inconclusive) | Err(_)));
    let first = match (done < of, bad, unasked) {
        (false, 0, 0) => words.all_good(done),
        (false, 0, _) => String::new(),
        (false, bad, _) => words.some_bad(bad, of),
        (true, 0, 0) if done > 0 => words.stopped_good(done, of),
        (true, 0, _) => words.stopped(done, of),
        (true, bad, _) => words.stopped_bad(bad, done, of),
    };
    let second = if unasked > 0 { words.not_verified(unasked, of) } else { String::new() };
    let why = results.iter().find_map(|one| one.outcome.as_ref().err()).map(explain);
    let sentences: Vec<_> =
        [first, second, why.unwrap_or_default()].into_iter().filter(|message| !message.is_empty()).collect();
    let tone = match (done < of, bad, unasked) {
        (_, 0, unasked) if unasked > 0 => Tone::Bad,
        (false, 0, _) => Tone::Good,
        _ => Tone::Warning,
    };
    (tone, sentences.join(" "))
}

/// The outcome of one verification.
pub(crate) fn outcome_message(name: &str, outcome: &Result<Outcome, ApiError>) -> (Tone, String) {
    let words = &text().connections.verify;
    match outcome {
        Ok(outcome) => (Status::after(*outcome).map_or(Tone::Warning, tone), text().verified(name, *outcome)),
        Err(error) => (Tone::Bad, words.failed(name, &explain(error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verified(outcome: Result<Outcome, ApiError>) -> Verified {
        let row = ConnectionRef { id: "0199".to_owned(), name: "Acme".to_owned() };
        Verified { row, outcome, check: None }
    }

    #[test]
    fn what_was_not_asked_does_not_need_attention() {
        let (good, bad) = (Ok(Outcome::Passed), Ok(Outcome::Failed));
        let (unasked, lost) = (Ok(Outcome::Inconclusive), Err(ApiError::Offline));
        let words = &text().connections.verify;
        let offline = explain(&ApiError::Offline);
        for (of, outcomes, tone, message) in [
            (2, vec![good.clone(), good.clone()], Tone::Good, words.all_good(2_u32)),
            (2, vec![good.clone(), bad.clone()], Tone::Warning, words.some_bad(1_u32, 2_u32)),
            (
                2,
                vec![lost.clone(), lost.clone()],
                Tone::Bad,
                [words.not_verified(2_u32, 2_u32), offline.clone()].join(" "),
            ),
            (2, vec![good.clone(), unasked], Tone::Bad, words.not_verified(1_u32, 2_u32)),
            (
                3,
                vec![bad.clone(), lost, good.clone()],
                Tone::Warning,
                [words.some_bad(1_u32, 3_u32), words.not_verified(1_u32, 3_u32), offline].join(" "),
            ),
            (5, vec![good], Tone::Warning, words.stopped_good(1_u32, 5_u32)),
            (5, vec![], Tone::Warning, words.stopped(0_u32, 5_u32)),
            (5, vec![bad], Tone::Warning, words.stopped_bad(1_u32, 1_u32, 5_u32)),
        ] {
            let results: Vec<_> = outcomes.into_iter().map(verified).collect();
            assert_eq!(summary(of, &results), (tone, message), "{results:?}");
        }
    }
}
