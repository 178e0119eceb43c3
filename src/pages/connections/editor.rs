//! Testing and saving what is in the form.

use super::attempt::{Attempt, Doing, Obstacle};
use super::draft::Draft;
use super::field::{Field, errors_of};
use super::form::Form;
use super::kept::Kept;
use crate::api::connections::{self, Replace, Verify};
use crate::api::{ApiError, verification};
use crate::reactive::spawn;
use leptos::prelude::*;
use model::connection::Connection;

/// What a verification needs, and nothing else of the form.
const TARGET: [Field; 5] = [Field::Application, Field::Domain, Field::ClientId, Field::PrivateKey, Field::KeyId];

/// The form, what is being done with it, and where it is saved. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    pub(crate) form: Form,
    pub(crate) attempt: Attempt,
    /// The id and version of what is edited; none while creating.
    edited: RwSignal<Option<(String, i64)>>,
    /// The same, as it was loaded.
    loaded: RwSignal<Option<(String, i64)>>,
    /// Whether a private key was lost, where the form goes on with what an earlier page left unsaved.
    restored: RwSignal<Option<bool>>,
    on_saved: Callback<Connection>,
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
        Self {
            form: Form::new(draft),
            attempt: Attempt::new(),
            edited: RwSignal::new(None),
            loaded: RwSignal::new(None),
            restored: RwSignal::new(None),
            on_saved,
        }
    }

    /// Edits this from now on.
    pub(crate) fn edit(self, connection: &Connection) {
        self.loaded.set(Some((connection.id.clone(), connection.version)));
        self.begin(Draft::edit(connection));
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
        self.form.kept(self.edited.get_untracked().map_or(0, |(_, version)| version))
    }

    /// Verifies, and saves nothing.
    pub(crate) fn test(self) {
        if untrack(|| self.attempt.doing()) != Doing::Nothing || !self.form.passes(&TARGET) {
            return;
        }
        let draft = self.form.draft().get_untracked();
        let body = draft.verification_body();
        let cancel = self.attempt.begin(Doing::Testing, draft);
        spawn(async move {
            let attempt = self.attempt;
            match verification::draft(body, cancel.as_ref(), &mut |check| attempt.settled(check)).await {
                Ok(report) => attempt.report(report),
                Err(error) => self.refused(error).await,
            }
        });
    }

    /// Saves, as soon as every field passes its rule. Once begun, a second call does nothing.
    pub(crate) fn save(self, how: How) {
        if untrack(|| self.attempt.doing()) == Doing::Saving || !self.form.passes(&Field::all().collect::<Vec<_>>()) {
            return;
        }
        let draft = self.form.draft().get_untracked();
        let cancel = self.attempt.begin(Doing::Saving, draft.clone());
        let edited = self.edited.get_untracked();
        spawn(async move {
            let cancel = cancel.as_ref();
            let body = draft.body();
            let saved = if let Some((id, version)) = &edited {
                let (version, verify, other_organization) = (*version, how.verify, how.other_organization);
                connections::replace(Replace { id, version, verify, other_organization }, body, cancel).await
            } else {
                let key = self.attempt.key_for(&draft);
                let created = connections::create(body, how.verify, &key, cancel).await;
                if let Err(error) = &created
                    && *error != ApiError::Cancelled
                {
                    self.attempt.remember(draft, key, error);
                }
                created
            };
            match saved {
                Ok(connection) => {
                    self.attempt.stopped_by(None);
                    self.on_saved.run(connection);
                }
                Err(error) => self.refused(error).await,
            }
        });
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
        self.loaded.set(Some((theirs.id.clone(), theirs.version)));
        self.edited.set(self.loaded.get_untracked());
        self.form.rebase(theirs, mine);
        self.save(How::USUAL);
    }

    async fn refused(self, error: ApiError) {
        let attempt = self.attempt;
        match error {
            // Closed, or another attempt has begun.
            ApiError::Cancelled => {}
            // The console asks to sign in again.
            error if error.status() == Some(401) => attempt.stopped_by(None),
            error if error.status() == Some(412) => attempt.stopped_by(Some(self.conflict(error).await)),
            error if error.status() == Some(404) => attempt.stopped_by(Some(Obstacle::Gone)),
            ApiError::Problem(problem) => {
                let fields = errors_of(&problem);
                if problem.errors.iter().any(|error| error.code == "generated_key_unknown") {
                    self.form.take_generated(None);
                }
                let is_inconclusive = problem.code == "verification_inconclusive";
                attempt.stopped_by(if let Some(report) = problem.report {
                    attempt.report(report);
                    Some(if is_inconclusive { Obstacle::Inconclusive } else { Obstacle::Failed })
                } else if problem.code == "organization_changed" {
                    Some(Obstacle::OtherOrganization(problem))
                } else if fields.is_empty() {
                    Some(Obstacle::Error(ApiError::Problem(problem)))
                } else {
                    None
                });
                if !fields.is_empty() {
                    self.form.show(fields);
                }
            }
            error => attempt.stopped_by(Some(Obstacle::Error(error))),
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
