//! A test or save that is under way, or what came of the last one.

use crate::api::Cancel;
use crate::api::{ApiError, idempotency_key};
use crate::components::Highlight;
use crate::pages::connections::form::draft::Draft;
use leptos::prelude::*;
use model::check::{Check, Outcome, Report};
use model::connection::Connection;
use model::problem::Problem;
use web_sys::AbortSignal;

/// What the panel is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Nothing,
    Testing,
    Saving,
}

/// Why nothing was saved, apart from fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SaveError {
    /// The verification failed; the report says why.
    Failed,
    /// The verification could not be finished.
    Inconclusive,
    /// Somebody has saved another version: this one.
    Conflict(Box<Connection>),
    /// Somebody has deleted it.
    Gone,
    /// The answer to a save was lost: it may have been saved all the same.
    MayBeSaved(ApiError),
    /// It was saved although the answer was lost; what was typed since is not.
    WasSaved,
    /// It was not saved, as a look at the server has shown.
    WasNotSaved,
    /// The settings lead to another organization than the stored ones; with the server's explanation.
    OtherOrganization(Box<Problem>),
    /// Anything else, of a save.
    Error(ApiError),
    /// Anything else, of a test.
    NotTested(ApiError),
}

/// A save whose answer was lost.
#[derive(Clone)]
pub(crate) struct LostSave {
    /// What was sent.
    pub(crate) draft: Draft,
    /// The `Idempotency-Key` of a create.
    key: Option<String>,
}

/// What is known of the last submission.
#[derive(Clone, PartialEq)]
struct State {
    phase: Phase,
    /// The checks settled so far.
    checks: Vec<Check>,
    outcome: Option<Outcome>,
    save_error: Option<SaveError>,
    /// What the result was made from.
    inputs: Option<Draft>,
    /// Whether Okta is asked.
    asks_okta: bool,
    /// Whether an edit has ended the test.
    outdated: bool,
}

/// The last submission. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Submission {
    state: RwSignal<State>,
    /// The step of the guide that mends what failed.
    pub(crate) step: RwSignal<Option<Highlight>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    /// The last save, where its answer was lost.
    lost: RwSignal<Option<LostSave>>,
}

impl Submission {
    pub(crate) fn new() -> Self {
        let nothing = State {
            phase: Phase::Nothing,
            checks: Vec::new(),
            outcome: None,
            save_error: None,
            inputs: None,
            asks_okta: false,
            outdated: false,
        };
        let submission = Self {
            state: RwSignal::new(nothing),
            step: RwSignal::new(None),
            cancel: StoredValue::new_local(None),
            lost: RwSignal::new(None),
        };
        on_cleanup(move || drop(submission.cancel.try_set_value(None)));
        submission
    }

    pub(crate) fn phase(self) -> Phase {
        self.state.with(|state| state.phase)
    }

    pub(crate) fn checks(self) -> Vec<Check> {
        self.state.with(|state| state.checks.clone())
    }

    pub(crate) fn outcome(self) -> Option<Outcome> {
        self.state.with(|state| state.outcome)
    }

    pub(crate) fn save_error(self) -> Option<SaveError> {
        self.state.with(|state| state.save_error.clone())
    }

    /// Begins another, and cancels one that is under way.
    pub(crate) fn begin(self, phase: Phase, draft: Draft, asks_okta: bool) -> Option<AbortSignal> {
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.cancel.set_value(Some(cancel));
        self.step.set(None);
        let inputs = Some(draft);
        let (checks, outcome, save_error, outdated) = (Vec::new(), None, None, false);
        self.state.set(State { phase, checks, outcome, save_error, inputs, asks_okta, outdated });
        signal
    }

    /// Ends a test whose settings have changed since it began: it would say nothing of those in the form.
    pub(crate) fn outdate(self) {
        self.cancel.set_value(None);
        self.state.update(|state| {
            (state.phase, state.outdated) = (Phase::Nothing, true);
            state.checks.clear();
        });
    }

    /// Whether a test is under way of other settings than these.
    pub(crate) fn tests_other(self, now: &Draft) -> bool {
        self.state.with(|state| state.phase == Phase::Testing && state.is_of_other(now))
    }

    /// Whether Okta is asked by what is under way.
    pub(crate) fn asks_okta(self) -> bool {
        self.state.with(|state| state.asks_okta)
    }

    /// Goes to a step of the guide, once more where it is highlighted already.
    pub(crate) fn point_at(self, step: u8) {
        self.step.update(|shown| {
            let asked = shown.map_or(0, |shown| shown.asked) + 1;
            *shown = Some(Highlight { step, asked });
        });
    }

    /// A check is settled.
    pub(crate) fn settled(self, check: Check) {
        self.state.update(|state| state.checks.push(check));
    }

    /// The report is there.
    pub(crate) fn report(self, report: Report) {
        let step = report.first_failure().and_then(|check| check.fix.as_ref()).and_then(|fix| fix.step);
        self.step.set(step.map(|step| Highlight { step, asked: 0 }));
        self.state.update(|state| {
            state.outcome = Some(report.outcome);
            state.checks = report.checks;
            state.phase = Phase::Nothing;
        });
    }

    /// It came to nothing.
    pub(crate) fn stopped_by(self, save_error: Option<SaveError>) {
        self.state.update(|state| {
            state.save_error = save_error;
            state.phase = Phase::Nothing;
        });
    }

    /// Whether there is something to show of a verification.
    pub(crate) fn shows_checks(self) -> bool {
        self.state.with(|state| state.phase != Phase::Nothing && state.asks_okta || state.outcome.is_some())
    }

    /// Whether the result is of other settings than those in the form now.
    pub(crate) fn is_stale(self, now: &Draft) -> bool {
        self.state.with(|state| (state.outcome.is_some() || state.outdated) && state.is_of_other(now))
    }

    /// The key for creating this: the same as last time where it may have happened already.
    pub(crate) fn key_for(self, draft: &Draft) -> String {
        let lost = self.lost.get_untracked().filter(|lost| lost.draft == *draft);
        lost.and_then(|lost| lost.key).unwrap_or_else(idempotency_key)
    }

    /// Whether the answer of the last save was lost.
    pub(crate) fn is_lost(self) -> bool {
        self.lost.with(Option::is_some)
    }

    /// The last save, where its answer was lost.
    pub(crate) fn lost_untracked(self) -> Option<LostSave> {
        self.lost.try_get_untracked().flatten()
    }

    /// Remembers a save whose outcome is not known, and forgets any other.
    pub(crate) fn remember(self, draft: Draft, key: Option<String>, error: &ApiError) {
        self.lost.set(error.outcome_is_unknown().then_some(LostSave { draft, key }));
    }

    /// What came of the save is known by now.
    pub(crate) fn forget_lost(self) {
        self.lost.set(None);
    }
}

impl State {
    fn is_of_other(&self, now: &Draft) -> bool {
        self.inputs.as_ref().is_some_and(|draft| !draft.same_target(now))
    }
}
