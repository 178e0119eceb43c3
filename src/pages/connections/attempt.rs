//! A test or save that is under way, or what came of the last one.

use super::draft::Draft;
use crate::api::Cancel;
use crate::api::{ApiError, idempotency_key};
use leptos::prelude::*;
use model::check::{Check, Outcome, Report};
use model::connection::Connection;
use web_sys::AbortSignal;

/// What the panel is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    Nothing,
    Testing,
    Saving,
}

/// Why nothing was saved, apart from fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Obstacle {
    /// The verification failed; the report says why.
    Failed,
    /// The verification could not be finished.
    Inconclusive,
    /// Somebody has saved another version: this one.
    Conflict(Box<Connection>),
    /// Somebody has deleted it.
    Gone,
    /// The settings lead to another organization than the stored ones; with the server's explanation.
    OtherOrganization(String),
    /// Anything else.
    Error(ApiError),
}

/// The last attempt. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) doing: RwSignal<Doing>,
    /// The checks settled so far.
    pub(crate) checks: RwSignal<Vec<Check>>,
    pub(crate) outcome: RwSignal<Option<Outcome>>,
    pub(crate) obstacle: RwSignal<Option<Obstacle>>,
    /// The step of the guide that mends what failed.
    pub(crate) step: RwSignal<Option<u8>>,
    /// What the result was made from.
    made_from: RwSignal<Option<Draft>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    /// The key of a create whose outcome is not known, and what it was to create.
    unknown: StoredValue<Option<(Draft, String)>>,
}

impl Attempt {
    pub(crate) fn new() -> Self {
        let attempt = Self {
            doing: RwSignal::new(Doing::Nothing),
            checks: RwSignal::new(Vec::new()),
            outcome: RwSignal::new(None),
            obstacle: RwSignal::new(None),
            step: RwSignal::new(None),
            made_from: RwSignal::new(None),
            cancel: StoredValue::new_local(None),
            unknown: StoredValue::new(None),
        };
        on_cleanup(move || drop(attempt.cancel.try_set_value(None)));
        attempt
    }

    /// Begins another, and cancels one that is under way.
    pub(crate) fn begin(self, doing: Doing, draft: Draft) -> Option<AbortSignal> {
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.cancel.set_value(Some(cancel));
        self.checks.set(Vec::new());
        self.outcome.set(None);
        self.obstacle.set(None);
        self.step.set(None);
        self.made_from.set(Some(draft));
        self.doing.set(doing);
        signal
    }

    /// A check is settled.
    pub(crate) fn settled(self, check: Check) {
        self.checks.update(|checks| checks.push(check));
    }

    /// The report is there.
    pub(crate) fn report(self, report: Report) {
        self.step.set(report.first_failure().and_then(|check| check.fix.as_ref()).and_then(|fix| fix.step));
        self.outcome.set(Some(report.outcome));
        self.checks.set(report.checks);
        self.doing.set(Doing::Nothing);
    }

    /// It came to nothing.
    pub(crate) fn stopped_by(self, obstacle: Option<Obstacle>) {
        self.obstacle.set(obstacle);
        self.doing.set(Doing::Nothing);
    }

    /// Whether there is something to show of a verification.
    pub(crate) fn shows_checks(self) -> bool {
        self.doing.get() != Doing::Nothing || self.outcome.get().is_some()
    }

    /// Whether the result is of other settings than those in the form now.
    pub(crate) fn is_stale(self, now: &Draft) -> bool {
        self.outcome.get().is_some()
            && self.made_from.with(|made_from| made_from.as_ref().is_some_and(|draft| !draft.same_target(now)))
    }

    /// The key for creating this: the same as last time where it may have happened already.
    pub(crate) fn key_for(self, draft: &Draft) -> String {
        let again =
            self.unknown.with_value(|last| last.as_ref().filter(|(of, _)| of == draft).map(|(_, key)| key.clone()));
        again.unwrap_or_else(idempotency_key)
    }

    /// Remembers the key of a create whose outcome is not known, and forgets any other.
    pub(crate) fn remember(self, draft: Draft, key: String, error: &ApiError) {
        self.unknown.set_value(error.outcome_is_unknown().then_some((draft, key)));
    }
}
