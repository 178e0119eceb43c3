//! A test or save that is under way, or what came of the last one.

use super::draft::Draft;
use crate::api::Cancel;
use crate::api::{ApiError, idempotency_key};
use leptos::prelude::*;
use model::check::{Check, Outcome, Report};
use model::connection::Connection;
use model::problem::Problem;
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
    OtherOrganization(Box<Problem>),
    /// Anything else.
    Error(ApiError),
}

/// What is known of the last attempt.
#[derive(Clone, PartialEq)]
struct State {
    doing: Doing,
    /// The checks settled so far.
    checks: Vec<Check>,
    outcome: Option<Outcome>,
    obstacle: Option<Obstacle>,
    /// What the result was made from.
    made_from: Option<Draft>,
}

/// The last attempt. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    state: RwSignal<State>,
    /// The step of the guide that mends what failed.
    pub(crate) step: RwSignal<Option<u8>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    /// The key of a create whose outcome is not known, and what it was to create.
    unknown: StoredValue<Option<(Draft, String)>>,
}

impl Attempt {
    pub(crate) fn new() -> Self {
        let nothing =
            State { doing: Doing::Nothing, checks: Vec::new(), outcome: None, obstacle: None, made_from: None };
        let attempt = Self {
            state: RwSignal::new(nothing),
            step: RwSignal::new(None),
            cancel: StoredValue::new_local(None),
            unknown: StoredValue::new(None),
        };
        on_cleanup(move || drop(attempt.cancel.try_set_value(None)));
        attempt
    }

    pub(crate) fn doing(self) -> Doing {
        self.state.with(|state| state.doing)
    }

    pub(crate) fn checks(self) -> Vec<Check> {
        self.state.with(|state| state.checks.clone())
    }

    pub(crate) fn outcome(self) -> Option<Outcome> {
        self.state.with(|state| state.outcome)
    }

    pub(crate) fn obstacle(self) -> Option<Obstacle> {
        self.state.with(|state| state.obstacle.clone())
    }

    /// Begins another, and cancels one that is under way.
    pub(crate) fn begin(self, doing: Doing, draft: Draft) -> Option<AbortSignal> {
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.cancel.set_value(Some(cancel));
        self.step.set(None);
        let made_from = Some(draft);
        self.state.set(State { doing, checks: Vec::new(), outcome: None, obstacle: None, made_from });
        signal
    }

    /// Points at a step of the guide, once more where it is pointed at already.
    pub(crate) fn point_at(self, step: u8) {
        self.step.set(None);
        self.step.set(Some(step));
    }

    /// A check is settled.
    pub(crate) fn settled(self, check: Check) {
        self.state.update(|state| state.checks.push(check));
    }

    /// The report is there.
    pub(crate) fn report(self, report: Report) {
        self.step.set(report.first_failure().and_then(|check| check.fix.as_ref()).and_then(|fix| fix.step));
        self.state.update(|state| {
            state.outcome = Some(report.outcome);
            state.checks = report.checks;
            state.doing = Doing::Nothing;
        });
    }

    /// It came to nothing.
    pub(crate) fn stopped_by(self, obstacle: Option<Obstacle>) {
        self.state.update(|state| {
            state.obstacle = obstacle;
            state.doing = Doing::Nothing;
        });
    }

    /// Whether there is something to show of a verification.
    pub(crate) fn shows_checks(self) -> bool {
        self.state.with(|state| state.doing != Doing::Nothing || state.outcome.is_some())
    }

    /// Whether the result is of other settings than those in the form now.
    pub(crate) fn is_stale(self, now: &Draft) -> bool {
        self.state.with(|state| {
            state.outcome.is_some() && state.made_from.as_ref().is_some_and(|draft| !draft.same_target(now))
        })
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
