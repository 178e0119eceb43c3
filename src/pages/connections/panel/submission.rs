//! Submissions: the state of a test or save, under way or finished.

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

/// Why a submission failed, apart from errors at fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SaveError {
    /// The verification failed; the report has the reasons.
    Failed,
    /// The verification could not be finished.
    Inconclusive,
    /// Edit conflict: somebody else has saved this version.
    Conflict(Box<Connection>),
    /// Somebody else has deleted the connection.
    Gone,
    /// The response to a save was lost: it may have been saved all the same.
    MayBeSaved(ApiError),
    /// It was saved although the response was lost; the changes since then are not.
    WasSaved,
    /// It was not saved, as the server has confirmed.
    WasNotSaved,
    /// The settings lead to another organization than the stored ones; with the server's explanation.
    OtherOrganization(Box<Problem>),
    /// Any other error of a save.
    Error(ApiError),
    /// Any other error of a test.
    NotTested(ApiError),
}

/// A save whose response was lost.
#[derive(Clone)]
pub(crate) struct LostSave {
    /// The draft that was sent.
    pub(crate) draft: Draft,
    /// The `Idempotency-Key` of a create.
    key: Option<String>,
}

/// The state of the last submission.
#[derive(Clone, PartialEq)]
struct State {
    phase: Phase,
    /// The checks done so far.
    checks: Vec<Check>,
    outcome: Option<Outcome>,
    save_error: Option<SaveError>,
    /// The settings that the result is about.
    inputs: Option<Draft>,
    /// Whether Okta is asked.
    asks_okta: bool,
    /// Whether the test was ended by an edit.
    outdated: bool,
}

/// The last submission. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Submission {
    state: RwSignal<State>,
    /// The guide's step that fixes the failed check.
    pub(crate) step: RwSignal<Option<Highlight>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    /// The last save, if its response was lost.
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

    /// Begins a submission, and cancels one that is under way.
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

    /// Ends a test whose settings have changed since it began: its result would not be about the form.
    pub(crate) fn cancel_outdated(self) {
        self.cancel.set_value(None);
        self.state.update(|state| {
            (state.phase, state.outdated) = (Phase::Nothing, true);
            state.checks.clear();
        });
    }

    /// Whether a test is under way for other settings than the form's.
    pub(crate) fn tests_other(self, now: &Draft) -> bool {
        self.state.with(|state| state.phase == Phase::Testing && state.is_of_other(now))
    }

    /// Whether the submission under way asks Okta.
    pub(crate) fn asks_okta(self) -> bool {
        self.state.with(|state| state.asks_okta)
    }

    /// Highlights a step of the guide, again if it is highlighted already.
    pub(crate) fn highlight_step(self, step: u8) {
        self.step.update(|shown| {
            let asked = shown.map_or(0, |shown| shown.asked) + 1;
            *shown = Some(Highlight { step, asked });
        });
    }

    /// A check is done.
    pub(crate) fn record_check(self, check: Check) {
        self.state.update(|state| state.checks.push(check));
    }

    /// The report has arrived.
    pub(crate) fn report(self, report: Report) {
        let step = report.first_failure().and_then(|check| check.fix.as_ref()).and_then(|fix| fix.step);
        self.step.set(step.map(|step| Highlight { step, asked: 0 }));
        self.state.update(|state| {
            state.outcome = Some(report.outcome);
            state.checks = report.checks;
            state.phase = Phase::Nothing;
        });
    }

    /// Ends the submission, with the reason if it has failed.
    pub(crate) fn end(self, save_error: Option<SaveError>) {
        self.state.update(|state| {
            state.save_error = save_error;
            state.phase = Phase::Nothing;
        });
    }

    /// Whether there is a verification to show.
    pub(crate) fn shows_checks(self) -> bool {
        self.state.with(|state| state.phase != Phase::Nothing && state.asks_okta || state.outcome.is_some())
    }

    /// Whether the result is about other settings than the form's.
    pub(crate) fn is_stale(self, now: &Draft) -> bool {
        self.state.with(|state| (state.outcome.is_some() || state.outdated) && state.is_of_other(now))
    }

    /// The idempotency key for creating this: the same as before if that may have succeeded.
    pub(crate) fn idempotency_key_for(self, draft: &Draft) -> String {
        let lost = self.lost.get_untracked().filter(|lost| lost.draft == *draft);
        lost.and_then(|lost| lost.key).unwrap_or_else(idempotency_key)
    }

    /// Whether the response to the last save was lost.
    pub(crate) fn is_lost(self) -> bool {
        self.lost.with(Option::is_some)
    }

    /// The last save, if its response was lost.
    pub(crate) fn lost_untracked(self) -> Option<LostSave> {
        self.lost.try_get_untracked().flatten()
    }

    /// Remembers a save whose outcome is unknown, or forgets the one before.
    pub(crate) fn set_lost(self, draft: Draft, key: Option<String>, error: &ApiError) {
        self.lost.set(error.outcome_is_unknown().then_some(LostSave { draft, key }));
    }

    /// The outcome of the save is known by now.
    pub(crate) fn forget_lost(self) {
        self.lost.set(None);
    }
}

impl State {
    fn is_of_other(&self, now: &Draft) -> bool {
        self.inputs.as_ref().is_some_and(|draft| !draft.same_target(now))
    }
}
