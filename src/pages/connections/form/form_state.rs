//! Form state: a signal for each field, and which errors are shown.

use super::draft::{Difference, Draft, KeySource, Keys};
use super::field::{Field, FieldError, FieldMessage};
use super::saved_draft::SavedDraft;
use crate::language;
use leptos::prelude::*;
use model::api::GeneratedKey;
use model::connection::Connection;
use model::field::Correction;

/// The state of the open panel's form. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    values: StoredValue<[RwSignal<String>; Field::COUNT]>,
    keys: RwSignal<Keys>,
    /// The draft that the form began with.
    basis: RwSignal<Draft>,
    errors: RwSignal<Vec<FieldError>>,
    summary: RwSignal<Vec<FieldError>>,
    /// The server's refusals, each with the draft that it refused: the shared rules do not know them.
    refused: StoredValue<Option<(Draft, Vec<FieldError>)>>,
    /// How often a submit was refused.
    refusals: RwSignal<u32>,
    draft: Memo<Draft>,
    /// A message about a paste, and the field to show it at.
    notes: RwSignal<Vec<FieldError>>,
    /// The correction that was made to the domain; shown until something is typed there.
    corrections: RwSignal<Vec<Correction>>,
}

impl Form {
    pub(crate) fn new(draft: Draft) -> Self {
        let values: [_; Field::COUNT] = std::array::from_fn(|_| RwSignal::new(String::new()));
        let keys = RwSignal::new(draft.keys.clone());
        let basis = RwSignal::new(draft.clone());
        let typed = Memo::new(move |_| {
            let mut draft = basis.get();
            draft.keys = keys.get();
            for field in Field::all() {
                draft.set(field, values[field as usize].get());
            }
            draft
        });
        let form = Self {
            values: StoredValue::new(values),
            keys,
            basis,
            errors: RwSignal::new(Vec::new()),
            summary: RwSignal::new(Vec::new()),
            refused: StoredValue::new(None),
            refusals: RwSignal::new(0),
            draft: typed,
            notes: RwSignal::new(Vec::new()),
            corrections: RwSignal::new(Vec::new()),
        };
        form.fill(draft);
        form
    }

    /// Begins anew with this draft, without errors.
    pub(crate) fn fill(self, draft: Draft) {
        for field in Field::all() {
            self.value(field).set(draft.get(field).to_owned());
        }
        self.keys.set(draft.keys.clone());
        self.basis.set(draft);
        self.notes.set(Vec::new());
        self.refused.set_value(None);
        self.show(Vec::new());
    }

    /// The conflicts with a version that somebody else has stored meanwhile. Tracked.
    pub(crate) fn differences(self, theirs: &Connection) -> Vec<Difference> {
        self.draft.with(|draft| self.basis.with(|basis| draft.differences(basis, theirs)))
    }

    /// Continues from a version that somebody else has stored meanwhile. Of the typed values, these fields are kept.
    pub(crate) fn rebase(self, theirs: &Connection, mine: &[Field]) {
        let basis = Draft::edit(theirs);
        for field in Field::all().filter(|field| !mine.contains(field)) {
            self.value(field).set(basis.get(field).to_owned());
        }
        if !mine.contains(&Field::PrivateKey) {
            self.keys.set(basis.keys.clone());
        }
        self.basis.set(basis);
    }

    /// Continues as a new connection because the stored one was deleted, with its key. The typed values stay.
    pub(crate) fn detach(self) {
        let application = self.value(Field::Application).get_untracked();
        if self.keys.with_untracked(|keys| keys.source == KeySource::Stored) {
            self.keys.update(|keys| keys.source = KeySource::Given);
        }
        self.basis.set(Draft::new(&application));
    }

    pub(crate) fn value(self, field: Field) -> RwSignal<String> {
        self.values.with_value(|values| values[field as usize])
    }

    /// The present draft.
    pub(crate) fn draft(self) -> Memo<Draft> {
        self.draft
    }

    /// The changes to be saved as a draft; `None` if nothing was changed.
    pub(crate) fn saved_draft(self, version: i64) -> Option<SavedDraft> {
        let kept =
            |draft: &Draft| self.basis.with(|basis| (draft != basis).then(|| SavedDraft::of(draft, basis, version)));
        self.draft.with(kept)
    }

    /// Whether nothing was changed that a verification depends on.
    pub(crate) fn keeps_target(self) -> bool {
        self.draft.with(|draft| self.basis.with(|basis| draft.same_target(basis)))
    }

    /// Whether a private key is required and missing.
    pub(crate) fn is_key_missing(self) -> bool {
        self.draft.with(|draft| draft.key_source() == KeySource::Given && draft.get(Field::PrivateKey).is_empty())
    }

    /// The draft that the form began with.
    pub(crate) fn basis(self) -> Draft {
        self.basis.get_untracked()
    }

    /// Fills in the values of a saved draft.
    pub(crate) fn restore(self, kept: &SavedDraft) {
        let mut draft = self.basis.get_untracked();
        kept.fill(&mut draft);
        for field in Field::all() {
            self.value(field).set(draft.get(field).to_owned());
        }
        self.keys.set(draft.keys);
    }

    /// The message at a field.
    pub(crate) fn error(self, field: Field) -> Signal<Option<String>> {
        message(self.errors, field)
    }

    /// The note at a field about a paste.
    pub(crate) fn note(self, field: Field) -> Signal<Option<String>> {
        message(self.notes, field)
    }

    /// The correction that was made to the domain.
    pub(crate) fn corrections(self) -> RwSignal<Vec<Correction>> {
        self.corrections
    }

    /// Chooses the source of the key.
    pub(crate) fn choose(self, source: KeySource) {
        self.keys.try_update(|keys| keys.source = source);
        self.recheck_key();
    }

    /// The server has generated a key pair, or no longer knows the one that it generated.
    pub(crate) fn set_generated_key(self, key: Option<GeneratedKey>) {
        self.keys.try_update(|keys| keys.generated = key);
        self.recheck_key();
    }

    /// A key was typed, pasted or read from a file: it is used from now on, whichever other key there is.
    pub(crate) fn entered_key(self) {
        let is_empty = self.value(Field::PrivateKey).with_untracked(|typed| typed.trim().is_empty());
        if !is_empty && self.keys.with_untracked(|keys| keys.source != KeySource::Given) {
            self.choose(KeySource::Given);
        }
    }

    /// Shows a message at a field until something is typed there.
    pub(crate) fn set_message(self, field: Field, message: FieldMessage) {
        self.notes.set(vec![FieldError { field, message }]);
    }

    /// The errors for the summary above the form; empty until a submit was refused.
    pub(crate) fn summary(self) -> RwSignal<Vec<FieldError>> {
        self.summary
    }

    /// The user has left a field: its error is shown, unless they only passed through.
    pub(crate) fn field_left(self, field: Field) {
        let passed_through =
            self.basis.with_untracked(|basis| self.value(field).with_untracked(|now| basis.get(field) == now));
        if !passed_through {
            self.recheck(field);
        }
    }

    /// The user has typed into a field: its error disappears as soon as it is corrected, and none appears yet.
    pub(crate) fn field_edited(self, field: Field) {
        if self.notes.with_untracked(|notes| notes.iter().any(|note| note.field == field)) {
            self.notes.set(Vec::new());
        }
        if self.has_error(field) {
            self.recheck(field);
        }
        if matches!(field, Field::Domain | Field::ClientId) {
            self.recheck_key();
        }
    }

    /// Validates these fields and shows every refusal. Gives whether there is none.
    pub(crate) fn validate(self, fields: &[Field]) -> bool {
        let mut errors = self.draft.with_untracked(Draft::errors);
        errors.retain(|error| fields.contains(&error.field));
        let passes = errors.is_empty();
        self.refused.set_value(None);
        self.show(errors);
        passes
    }

    /// The server has refused these values: each error stays until its value is changed.
    pub(crate) fn refuse(self, errors: &[FieldError]) {
        self.refused.set_value(Some((self.draft.get_untracked(), errors.to_vec())));
    }

    /// Shows these errors at their fields and in the summary, which takes the focus: the user has just submitted.
    pub(crate) fn show(self, errors: Vec<FieldError>) {
        let any = !errors.is_empty();
        self.show_quietly(errors);
        if any {
            self.refusals.update(|refusals| *refusals += 1);
        }
    }

    /// The same without moving the focus, while the user types on.
    pub(crate) fn show_quietly(self, errors: Vec<FieldError>) {
        self.errors.set(errors.clone());
        self.summary.set(errors);
    }

    /// How often a submit was refused.
    pub(crate) fn refusals(self) -> RwSignal<u32> {
        self.refusals
    }

    fn has_error(self, field: Field) -> bool {
        self.errors.with_untracked(|errors| errors.iter().any(|error| error.field == field))
    }

    /// Whether a key is required, and which, depends on the domain, the client ID and the chosen source: the errors at
    /// the key's fields are updated.
    fn recheck_key(self) {
        for field in [Field::PrivateKey, Field::KeyId] {
            if self.has_error(field) {
                self.recheck(field);
            }
        }
    }

    fn recheck(self, field: Field) {
        let ours = self.draft.with_untracked(Draft::errors).into_iter().find(|error| error.field == field);
        let found = ours.or_else(|| self.still_refused(field));
        self.errors.update(|errors| {
            errors.retain(|error| error.field != field);
            errors.extend(found.clone());
        });
        if found.is_none() && self.summary.with_untracked(|all| all.iter().any(|error| error.field == field)) {
            self.summary.update(|errors| errors.retain(|error| error.field != field));
        }
    }

    fn still_refused(self, field: Field) -> Option<FieldError> {
        self.refused.with_value(|refused| {
            let (what, errors) = refused.as_ref()?;
            let stands = self.draft.with_untracked(|now| now.is_same_at(field, what));
            errors.iter().find(|error| error.field == field && stands).cloned()
        })
    }
}

fn message(of: RwSignal<Vec<FieldError>>, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || {
        language::track();
        of.with(|all| all.iter().find(|error| error.field == field).map(|error| error.message.text()))
    })
}
