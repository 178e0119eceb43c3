//! *Verify now*: of the selected rows, a few at a time.

use super::columns::tone;
use super::rows::Rows;
use crate::api::{ApiError, Cancel, connections, verification};
use crate::components::{Toasts, explain, use_toasts};
use crate::paths;
use crate::reactive::spawn;
use crate::router::{Router, use_router};
use crate::text::text;
use crate::ui::Tone;
use leptos::prelude::*;
use model::check::Outcome;
use model::connection::{Connection, Status};
use std::collections::HashSet;
use std::sync::Arc;
use web_sys::AbortSignal;

/// How many are verified at once: a browser has six connections to a server, and others need some.
const AT_ONCE: usize = 3;

/// The verifications under way, as the action bar knows them. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Verifications {
    /// How many are done.
    pub(crate) done: RwSignal<usize>,
    /// How many there are; nought while nothing is under way.
    pub(crate) of: RwSignal<usize>,
    /// Verifies the selected rows.
    pub(crate) start: Callback<()>,
    /// Begins with no more, and lets go of those that are under way.
    pub(crate) stop: Callback<()>,
}

impl Verifications {
    pub(crate) fn new(rows: Rows) -> Self {
        let batch = Batch {
            rows,
            done: RwSignal::new(0),
            of: RwSignal::new(0),
            waiting: StoredValue::new(Vec::new()),
            outcomes: StoredValue::new(Vec::new()),
            cancel: StoredValue::new_local(None),
            toasts: use_toasts(),
            router: use_router(),
        };
        on_cleanup(move || drop(batch.cancel.try_set_value(None)));
        Self {
            done: batch.done,
            of: batch.of,
            start: Callback::new(move |()| batch.start()),
            stop: Callback::new(move |()| batch.stop()),
        }
    }

    /// Whether any is under way.
    pub(crate) fn running(self) -> bool {
        self.of.get() > 0
    }
}

#[derive(Clone, Copy)]
struct Batch {
    rows: Rows,
    done: RwSignal<usize>,
    of: RwSignal<usize>,
    /// Those that nobody has begun with.
    waiting: StoredValue<Vec<Arc<Connection>>>,
    outcomes: StoredValue<Vec<Result<Outcome, ApiError>>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    toasts: Toasts,
    router: Router,
}

impl Batch {
    fn start(self) {
        let mut chosen = untrack(|| self.rows.chosen());
        let count = chosen.len();
        if count == 0 || self.of.get_untracked() > 0 {
            return;
        }
        let only = if count == 1 { chosen.first().map(Arc::clone) } else { None };
        chosen.reverse();
        self.waiting.set_value(chosen);
        self.outcomes.set_value(Vec::new());
        self.done.set(0);
        self.of.set(count);
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.cancel.set_value(Some(cancel));
        for _ in 0..count.min(AT_ONCE) {
            let (signal, only) = (signal.clone(), only.clone());
            spawn(async move { self.work(signal, only).await });
        }
    }

    fn stop(self) {
        self.waiting.set_value(Vec::new());
        self.cancel.set_value(None);
    }

    /// One after the other until none is waiting. Whoever is the last to end tells what came of all.
    async fn work(self, signal: Option<AbortSignal>, only: Option<Arc<Connection>>) {
        while let Some(row) = self.waiting.try_update_value(Vec::pop).flatten() {
            if self.verify(&row, signal.as_ref()).await {
                self.done.try_update(|done| *done += 1);
            }
        }
        if self.rows.verifying.try_with_untracked(HashSet::is_empty) == Some(true)
            && let Some(of) = self.of.try_get_untracked().filter(|of| *of > 0)
        {
            self.of.set(0);
            self.tell(of, only.as_deref());
        }
    }

    /// Gives whether it was not cancelled.
    async fn verify(self, row: &Connection, signal: Option<&AbortSignal>) -> bool {
        let id = &row.id;
        self.rows.verifying.try_update(|ids| ids.insert(id.clone()));
        let outcome = verification::stored(id, signal, &mut drop).await.map(|report| report.outcome);
        let finished = outcome != Err(ApiError::Cancelled);
        if finished {
            if let Ok(fresh) = connections::get(id, signal).await {
                self.rows.update(fresh);
            }
            self.outcomes.try_update_value(|outcomes| outcomes.push(outcome.clone()));
            // What works needs nobody any more; the others stay selected.
            let many = self.of.try_get_untracked().is_some_and(|of| of > 1);
            if many && outcome == Ok(Outcome::Passed) {
                self.rows.selected.try_update(|selected| selected.remove(id));
            }
        }
        self.rows.verifying.try_update(|ids| ids.remove(id));
        finished
    }

    fn tell(self, of: usize, only: Option<&Connection>) {
        let words = &text().connections.verify;
        let outcomes = self.outcomes.get_value();
        let good = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Passed))).count();
        let (done, bad) = (outcomes.len(), outcomes.len() - good);
        if let (Some(row), Some(outcome)) = (only, outcomes.first()) {
            let (tone, message) = told(&row.name, outcome);
            let (path, router) = (paths::connection(&row.id), self.router);
            let see = (words.details, Callback::new(move |()| router.go(&path)));
            self.toasts.push(tone, message, (tone != Tone::Good).then_some(see));
        } else if done < of {
            let said = if bad == 0 { words.stopped_good(done, of) } else { words.stopped_bad(bad, done, of) };
            self.toasts.push(Tone::Warning, said, None);
        } else {
            let tone = if bad == 0 { Tone::Good } else { Tone::Warning };
            let said = if bad == 0 { words.all_good(good) } else { words.some_bad(bad, of) };
            self.toasts.push(tone, said, None);
        }
    }
}

/// What to say of one verification.
pub(crate) fn told(name: &str, outcome: &Result<Outcome, ApiError>) -> (Tone, String) {
    let words = &text().connections.verify;
    match outcome {
        Ok(outcome) => (Status::after(*outcome).map_or(Tone::Warning, tone), text().verified(name, *outcome)),
        Err(error) => (Tone::Bad, words.failed(name, &explain(error))),
    }
}
