//! Testing and saving what is in the form.

use super::submission::{Attempt, Doing, Obstacle};
use crate::api::connections::{self, Replace, Verify};
use crate::api::{ApiError, verification};
use crate::pages::connections::focus;
use crate::pages::connections::form::draft::Draft;
use crate::pages::connections::form::field::{Field, errors_of};
use crate::pages::connections::form::form_state::Form;
use crate::pages::connections::form::saved_draft::{Kept, Place};
use crate::reactive::{effect, spawn};
use crate::text::text;
use leptos::prelude::*;
use model::connection::Connection;
use model::problem::Problem;
use web_sys::AbortSignal;

/// What a verification needs, and nothing else of the form.
const TARGET: [Field; 5] = [Field::Application, Field::Domain, Field::ClientId, Field::PrivateKey, Field::KeyId];

/// The form, what is being done with it, and where it is saved. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    pub(crate) form: Form,
    pub(crate) attempt: Attempt,
    /// The id and version of what is edited; none while creating.
    pub(super) edited: RwSignal<Option<(String, i64)>>,
    /// The same, as it was loaded.
    loaded: RwSignal<Option<(String, i64)>>,
    /// Whether a private key was lost, where the form goes on with what an earlier page left unsaved.
    restored: RwSignal<Option<bool>>,
    pub(super) on_saved: Callback<Connection>,
}

/// How to save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct How {
    pub(crate) verify: Verify,
    pub(crate) other_organization: bool,
}

impl How {
    pub(crate) const USUAL: Self = Self { verify: Verify::First, other_organization: false };
    pub(crate) const UNVERIFIED: Self = Self { verify: Verify::Skip, other_organization: false };
    pub(crate) const OTHER_ORGANIZATION: Self = Self { verify: Verify::First, other_organization: true };
}

impl Editor {
    pub(crate) fn new(draft: Draft, on_saved: Callback<Connection>) -> Self {
        let editor = Self {
            form: Form::new(draft),
            attempt: Attempt::new(),
            edited: RwSignal::new(None),
            loaded: RwSignal::new(None),
            restored: RwSignal::new(None),
            on_saved,
        };
        effect(move || {
            if editor.form.draft().with(|now| editor.attempt.tests_other(now)) {
                editor.attempt.outdate();
            }
        });
        editor
    }

    /// Whether what is saved will be a new connection.
    pub(crate) fn is_new(self) -> bool {
        self.edited.with(Option::is_none)
    }

    /// Whether what is saved will lead to the same organization, app and key as what is stored.
    pub(crate) fn keeps_target(self) -> bool {
        !self.is_new() && self.form.keeps_target()
    }

    /// Edits this from now on.
    pub(crate) fn edit(self, connection: &Connection) {
        self.loaded.set(Some((connection.id.clone(), connection.version)));
        self.begin(Draft::edit(connection));
    }

    /// Creates another one like this.
    pub(crate) fn copy(self, connection: &Connection) {
        self.begin(Draft::copy(connection, text().connections.list.copy_of(&connection.name)));
    }

    /// Forgets what an earlier page left unsaved.
    pub(crate) fn afresh(self) {
        self.begin(self.form.basis());
    }

    fn begin(self, draft: Draft) {
        self.form.fill(draft);
        self.edited.set(self.loaded.get_untracked());
        self.restored.set(None);
        self.attempt.stopped_by(None);
    }

    /// Goes on with what an earlier page left unsaved. Where somebody has saved meanwhile, saving will ask.
    pub(crate) fn restore(self, kept: &Kept) {
        self.form.restore(kept);
        self.edited.set(self.loaded.get_untracked().map(|(id, _)| (id, kept.version)));
        self.restored.set(Some(kept.lost_key));
    }

    /// Whether `restore` lost a private key; none where nothing was restored.
    pub(crate) fn restored(self) -> Option<bool> {
        self.restored.get()
    }

    /// What must outlive the page.
    pub(crate) fn kept(self) -> Option<Kept> {
        let version = self.edited.with(|edited| edited.as_ref().map_or(0, |(_, version)| *version));
        let mut kept = self.form.kept(version)?;
        // Lost on an earlier page, and not entered again.
        kept.lost_key |= self.restored.get() == Some(true) && self.form.lacks_key();
        Some(kept)
    }

    /// Where that is kept.
    pub(crate) fn place(self) -> Place {
        self.edited.with(|edited| Place::of(edited.as_ref().map(|(id, _)| id.as_str())))
    }

    /// Verifies, and saves nothing.
    pub(crate) fn test(self) {
        if untrack(|| self.attempt.doing()) != Doing::Nothing || !self.form.passes(&TARGET) {
            return;
        }
        let draft = self.form.draft().get_untracked();
        let body = draft.verification_body();
        let cancel = self.attempt.begin(Doing::Testing, draft, true);
        spawn(async move {
            let attempt = self.attempt;
            match verification::draft(body, cancel.as_ref(), &mut |check| attempt.settled(check)).await {
                Ok(report) => attempt.report(report),
                Err(error) => self.refused(error, Doing::Testing).await,
            }
        });
    }

    /// Saves, as soon as every field passes its rule. Once begun, a second call does nothing.
    pub(crate) fn save(self, how: How) {
        if untrack(|| self.attempt.doing()) == Doing::Saving || !self.form.passes(&Field::all().collect::<Vec<_>>()) {
            return;
        }
        let draft = self.form.draft().get_untracked();
        // A rename is none of Okta's business.
        let is_rename = untrack(|| self.keeps_target());
        let cancel = self.attempt.begin(Doing::Saving, draft, how.verify == Verify::First && !is_rename);
        spawn(async move {
            if !self.settle_lost(false).await {
                self.send(how, cancel.as_ref()).await;
            }
        });
    }

    async fn send(self, how: How, cancel: Option<&AbortSignal>) {
        let (attempt, edited) = (self.attempt, self.edited.get_untracked());
        let draft = self.form.draft().get_untracked();
        let body = draft.body();
        let key = edited.is_none().then(|| attempt.key_for(&draft));
        let saved = if let Some((id, version)) = &edited {
            let (version, verify, other_organization) = (*version, how.verify, how.other_organization);
            connections::replace(Replace { id, version, verify, other_organization }, body, cancel).await
        } else {
            connections::create(body, how.verify, key.as_deref().unwrap_or_default(), cancel).await
        };
        match saved {
            Ok(connection) => self.saved(connection),
            Err(ApiError::Cancelled) => {}
            Err(error) => {
                attempt.remember(draft, key, &error);
                self.refused(error, Doing::Saving).await;
            }
        }
    }

    /// It is stored.
    pub(super) fn saved(self, connection: Connection) {
        self.attempt.forget_lost();
        self.attempt.stopped_by(None);
        self.on_saved.run(connection);
    }

    /// Does once more what came to a report that is not all well.
    pub(crate) fn again(self) {
        if untrack(|| self.saves_again()) { self.save(How::USUAL) } else { self.test() }
    }

    /// Whether that was saving, and not a test.
    pub(crate) fn saves_again(self) -> bool {
        matches!(self.attempt.obstacle(), Some(Obstacle::Failed | Obstacle::Inconclusive))
    }

    /// Saves over what somebody else has saved meanwhile: of `theirs` everything but the fields that are `mine`.
    pub(crate) fn settle(self, theirs: &Connection, mine: &[Field]) {
        self.go_on_from(theirs, mine);
        self.save(How::USUAL);
    }

    /// Edits this from now on; of what was typed these fields stay.
    pub(super) fn go_on_from(self, stored: &Connection, mine: &[Field]) {
        self.loaded.set(Some((stored.id.clone(), stored.version)));
        self.edited.set(self.loaded.get_untracked());
        self.form.rebase(stored, mine);
    }

    /// Saves what was typed as a new connection: the one that was edited is gone.
    pub(crate) fn save_as_new(self) {
        self.loaded.set(None);
        self.edited.set(None);
        self.form.detach();
        self.attempt.stopped_by(None);
        self.save(How::USUAL);
    }

    /// Whether what is on the page behind may be out of date, although nothing was saved as far as is known.
    pub(crate) fn is_unsure(self) -> bool {
        let is_gone = matches!(self.attempt.obstacle(), Some(Obstacle::Gone | Obstacle::Conflict(_)));
        is_gone || self.attempt.is_lost() || self.attempt.doing() == Doing::Saving
    }

    pub(super) async fn refused(self, error: ApiError, doing: Doing) {
        let attempt = self.attempt;
        match error {
            // Closed, or another attempt has begun.
            ApiError::Cancelled => {}
            // The console asks to sign in again.
            error if error.status() == Some(401) => attempt.stopped_by(None),
            error if error.status() == Some(412) => attempt.stopped_by(Some(self.conflict(error).await)),
            error if error.status() == Some(404) => attempt.stopped_by(Some(Obstacle::Gone)),
            error if doing == Doing::Saving && attempt.lost_untracked().is_some() => {
                attempt.stopped_by(Some(Obstacle::MayBeSaved(error)));
            }
            ApiError::Problem(problem) => self.refused_by_server(problem, doing),
            error if doing == Doing::Testing => attempt.stopped_by(Some(Obstacle::NotTested(error))),
            error => attempt.stopped_by(Some(Obstacle::Error(error))),
        }
    }

    fn refused_by_server(self, mut problem: Box<Problem>, doing: Doing) {
        let fields = errors_of(&problem);
        if problem.errors.iter().any(|error| error.code == "generated_key_unknown") {
            self.form.take_generated(None);
        }
        let report = problem.report.take();
        // Another organization comes with a report, too, in which everything may be well.
        let obstacle = match (problem.code.as_str(), report.is_some()) {
            ("organization_changed", _) => Some(Obstacle::OtherOrganization(problem)),
            ("verification_inconclusive", true) => Some(Obstacle::Inconclusive),
            (_, true) => Some(Obstacle::Failed),
            (_, false) if !fields.is_empty() => None,
            (_, false) if doing == Doing::Testing => Some(Obstacle::NotTested(ApiError::Problem(problem))),
            (_, false) => Some(Obstacle::Error(ApiError::Problem(problem))),
        };
        if let Some(report) = report {
            self.attempt.report(report);
        }
        self.attempt.stopped_by(obstacle);
        if fields.is_empty() {
            return;
        }
        self.form.refuse(&fields);
        if focus::is_typing() {
            self.form.show_quietly(fields);
        } else {
            self.form.show(fields);
        }
    }

    /// What is stored by now, where somebody else has changed it.
    async fn conflict(self, error: ApiError) -> Obstacle {
        let Some((id, _)) = self.edited.try_get_untracked().flatten() else { return Obstacle::Error(error) };
        match connections::get(&id, None).await {
            Ok(theirs) => Obstacle::Conflict(Box::new(theirs)),
            Err(error) if error.status() == Some(404) => Obstacle::Gone,
            Err(error) => Obstacle::Error(error),
        }
    }
}
