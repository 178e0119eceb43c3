//! The editor: tests and saves the form.

use super::submission::{Phase, SaveError, Submission};
use crate::api::connections::{self, Replace, Verify};
use crate::api::{ApiError, verification};
use crate::pages::connections::focus;
use crate::pages::connections::form::draft::Draft;
use crate::pages::connections::form::field::{Field, errors_of};
use crate::pages::connections::form::form_state::Form;
use crate::pages::connections::form::saved_draft::{DraftKey, SavedDraft};
use crate::text::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::connection::Connection;
use model::problem::Problem;
use web_sys::AbortSignal;

/// The settings that a verification depends on.
const TARGET: [Field; 5] = [Field::Application, Field::Domain, Field::ClientId, Field::PrivateKey, Field::KeyId];

/// The form, the submission under way, and the connection to save to. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    pub(crate) form: Form,
    pub(crate) submission: Submission,
    /// The id and version of the connection that is edited; `None` while creating.
    pub(super) edited: RwSignal<Option<(String, i64)>>,
    /// The connection as it was loaded.
    loaded: RwSignal<Option<(String, i64)>>,
    /// Whether a private key was lost with an earlier page whose draft was restored; `None` if nothing was restored.
    restored: RwSignal<Option<bool>>,
    pub(super) on_saved: Callback<Connection>,
}

/// Options of a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SaveOptions {
    pub(crate) verify: Verify,
    pub(crate) other_organization: bool,
}

impl SaveOptions {
    pub(crate) const DEFAULT: Self = Self { verify: Verify::First, other_organization: false };
    pub(crate) const SKIP_VERIFICATION: Self = Self { verify: Verify::Skip, other_organization: false };
    pub(crate) const OTHER_ORGANIZATION: Self = Self { verify: Verify::First, other_organization: true };
}

impl Editor {
    pub(crate) fn new(draft: Draft, on_saved: Callback<Connection>) -> Self {
        let editor = Self {
            form: Form::new(draft),
            submission: Submission::new(),
            edited: RwSignal::new(None),
            loaded: RwSignal::new(None),
            restored: RwSignal::new(None),
            on_saved,
        };
        Effect::new(move |_| {
            if editor.form.draft().with(|now| editor.submission.tests_other(now)) {
                editor.submission.cancel_outdated();
            }
        });
        editor
    }

    /// Whether saving creates a new connection.
    pub(crate) fn is_new(self) -> bool {
        self.edited.with(Option::is_none)
    }

    /// Whether the form has the same organization, app and key as what is stored.
    pub(crate) fn keeps_target(self) -> bool {
        !self.is_new() && self.form.keeps_target()
    }

    /// Edits this connection.
    pub(crate) fn edit(self, connection: &Connection) {
        self.loaded.set(Some((connection.id.clone(), connection.version)));
        self.begin(Draft::edit(connection));
    }

    /// Creates a copy of this connection.
    pub(crate) fn copy(self, connection: &Connection) {
        self.begin(Draft::copy(connection, text().connections.list.copy_of(&connection.name)));
    }

    /// Discards the restored draft of an earlier page.
    pub(crate) fn discard_restored(self) {
        self.begin(self.form.basis());
    }

    fn begin(self, draft: Draft) {
        self.form.fill(draft);
        self.edited.set(self.loaded.get_untracked());
        self.restored.set(None);
        self.submission.end(None);
    }

    /// Restores a draft that an earlier page has saved. If somebody else has saved the connection meanwhile, saving
    /// will report the conflict.
    pub(crate) fn restore(self, kept: &SavedDraft) {
        self.form.restore(kept);
        self.edited.set(self.loaded.get_untracked().map(|(id, _)| (id, kept.version)));
        self.restored.set(Some(kept.lost_key));
    }

    /// Whether `restore` lost a private key; `None` if nothing was restored.
    pub(crate) fn restored(self) -> Option<bool> {
        self.restored.get()
    }

    /// The draft to save for a reload.
    pub(crate) fn saved_draft(self) -> Option<SavedDraft> {
        let version = self.edited.with(|edited| edited.as_ref().map_or(0, |(_, version)| *version));
        let mut kept = self.form.saved_draft(version)?;
        // Lost with an earlier page, and not entered again.
        kept.lost_key |= self.restored.get() == Some(true) && self.form.is_key_missing();
        Some(kept)
    }

    /// Where the draft is saved.
    pub(crate) fn draft_key(self) -> DraftKey {
        self.edited.with(|edited| DraftKey::of(edited.as_ref().map(|(id, _)| id.as_str())))
    }

    /// Verifies the form without saving it.
    pub(crate) fn test(self) {
        if untrack(|| self.submission.phase()) != Phase::Nothing || !self.form.validate(&TARGET) {
            return;
        }
        let draft = self.form.draft().get_untracked();
        let body = draft.verification_body();
        let cancel = self.submission.begin(Phase::Testing, draft, true);
        spawn_local(async move {
            let submission = self.submission;
            match verification::draft(body, cancel.as_ref(), &mut |check| submission.record_check(check)).await {
                Ok(report) => submission.report(report),
                Err(error) => self.refused(error, Phase::Testing).await,
            }
        });
    }

    /// Saves the form if every field passes its rule. Does nothing while a save is under way.
    pub(crate) fn save(self, how: SaveOptions) {
        if untrack(|| self.submission.phase()) == Phase::Saving
            || !self.form.validate(&Field::all().collect::<Vec<_>>())
        {
            return;
        }
        let draft = self.form.draft().get_untracked();
        // Okta need not be asked about a new name.
        let is_rename = untrack(|| self.keeps_target());
        let cancel = self.submission.begin(Phase::Saving, draft, how.verify == Verify::First && !is_rename);
        spawn_local(async move {
            if !self.settle_lost(false).await {
                self.send(how, cancel.as_ref()).await;
            }
        });
    }

    async fn send(self, how: SaveOptions, cancel: Option<&AbortSignal>) {
        let (submission, edited) = (self.submission, self.edited.get_untracked());
        let draft = self.form.draft().get_untracked();
        let body = draft.body();
        let key = edited.is_none().then(|| submission.idempotency_key_for(&draft));
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
                submission.set_lost(draft, key, &error);
                self.refused(error, Phase::Saving).await;
            }
        }
    }

    /// The connection has been stored.
    pub(super) fn saved(self, connection: Connection) {
        self.submission.forget_lost();
        self.submission.end(None);
        self.on_saved.run(connection);
    }

    /// Repeats the submission whose report was not all well.
    pub(crate) fn retry(self) {
        if untrack(|| self.retry_is_save()) { self.save(SaveOptions::DEFAULT) } else { self.test() }
    }

    /// Whether that submission was a save, and not a test.
    pub(crate) fn retry_is_save(self) -> bool {
        matches!(self.submission.save_error(), Some(SaveError::Failed | SaveError::Inconclusive))
    }

    /// Resolves an edit conflict: saves the fields in `mine` over `theirs`, the version that somebody else has saved.
    pub(crate) fn resolve_conflict(self, theirs: &Connection, mine: &[Field]) {
        self.rebase_on(theirs, mine);
        self.save(SaveOptions::DEFAULT);
    }

    /// Edits this version; of the typed values these fields stay.
    pub(super) fn rebase_on(self, stored: &Connection, mine: &[Field]) {
        self.loaded.set(Some((stored.id.clone(), stored.version)));
        self.edited.set(self.loaded.get_untracked());
        self.form.rebase(stored, mine);
    }

    /// Saves the form as a new connection: the one that was edited was deleted.
    pub(crate) fn save_as_new(self) {
        self.loaded.set(None);
        self.edited.set(None);
        self.form.detach();
        self.submission.end(None);
        self.save(SaveOptions::DEFAULT);
    }

    /// Whether the page behind may be out of date although no save is known to have succeeded.
    pub(crate) fn is_outcome_unknown(self) -> bool {
        let is_gone = matches!(self.submission.save_error(), Some(SaveError::Gone | SaveError::Conflict(_)));
        is_gone || self.submission.is_lost() || self.submission.phase() == Phase::Saving
    }

    pub(super) async fn refused(self, error: ApiError, phase: Phase) {
        let submission = self.submission;
        match error {
            // The panel was closed, or another submission has begun.
            ApiError::Cancelled => {}
            // The console asks the user to sign in again.
            error if error.status() == Some(401) => submission.end(None),
            error if error.status() == Some(412) => submission.end(Some(self.conflict(error).await)),
            error if error.status() == Some(404) => submission.end(Some(SaveError::Gone)),
            error if phase == Phase::Saving && submission.lost_untracked().is_some() => {
                submission.end(Some(SaveError::MayBeSaved(error)));
            }
            ApiError::Problem(problem) => self.refused_by_server(problem, phase),
            error if phase == Phase::Testing => submission.end(Some(SaveError::NotTested(error))),
            error => submission.end(Some(SaveError::Error(error))),
        }
    }

    fn refused_by_server(self, mut problem: Box<Problem>, phase: Phase) {
        let fields = errors_of(&problem);
        if problem.errors.iter().any(|error| error.code == "generated_key_unknown") {
            self.form.set_generated_key(None);
        }
        let report = problem.report.take();
        // The refusal of another organization comes with a report, too, in which everything may be well.
        let save_error = match (problem.code.as_str(), report.is_some()) {
            ("organization_changed", _) => Some(SaveError::OtherOrganization(problem)),
            ("verification_inconclusive", true) => Some(SaveError::Inconclusive),
            (_, true) => Some(SaveError::Failed),
            (_, false) if !fields.is_empty() => None,
            (_, false) if phase == Phase::Testing => Some(SaveError::NotTested(ApiError::Problem(problem))),
            (_, false) => Some(SaveError::Error(ApiError::Problem(problem))),
        };
        if let Some(report) = report {
            self.submission.report(report);
        }
        self.submission.end(save_error);
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

    /// The stored version, if somebody else has changed it.
    async fn conflict(self, error: ApiError) -> SaveError {
        let Some((id, _)) = self.edited.try_get_untracked().flatten() else { return SaveError::Error(error) };
        match connections::get(&id, None).await {
            Ok(theirs) => SaveError::Conflict(Box::new(theirs)),
            Err(error) if error.status() == Some(404) => SaveError::Gone,
            Err(error) => SaveError::Error(error),
        }
    }
}
