//! Saved drafts: unsaved input survives a reload in the tab's `sessionStorage`, without the private key.

use super::draft::{Draft, KeySource};
use super::field::Field;
use crate::storage;
use model::api::GeneratedKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The unsaved input of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedDraft {
    /// The typed value of each changed field, by its id.
    values: BTreeMap<String, String>,
    /// Whether a private key was entered, which is not saved here.
    pub(crate) lost_key: bool,
    /// The version that was being edited; 0 while creating.
    pub(crate) version: i64,
    /// The source of the key, if it is not the initial one.
    key: Option<KeySource>,
    generated: Option<GeneratedKey>,
}

impl SavedDraft {
    /// The saved draft of a draft that began as `basis`.
    pub(crate) fn of(draft: &Draft, basis: &Draft, version: i64) -> Self {
        let changed =
            Field::all().filter(|field| *field != Field::PrivateKey && draft.get(*field) != basis.get(*field));
        Self {
            values: changed.map(|field| (field.id().to_owned(), draft.get(field).to_owned())).collect(),
            lost_key: !draft.get(Field::PrivateKey).is_empty(),
            version,
            key: (draft.keys.source != basis.keys.source).then_some(draft.keys.source),
            generated: draft.keys.generated.clone(),
        }
    }

    /// Applies the typed values to a draft.
    pub(crate) fn fill(&self, draft: &mut Draft) {
        for field in Field::all() {
            if let Some(value) = self.values.get(field.id()) {
                draft.set(field, value.clone());
            }
        }
        draft.keys.source = self.key.unwrap_or(draft.keys.source);
        draft.keys.generated.clone_from(&self.generated);
    }
}

/// The storage key of a form's draft.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DraftKey(String);

impl DraftKey {
    /// The key for the connection with this id, or for a new connection.
    pub(crate) fn of(id: Option<&str>) -> Self {
        Self(["draft:", id.unwrap_or("create")].concat())
    }

    /// The saved draft.
    pub(crate) fn read(&self) -> Option<SavedDraft> {
        // `None` if the text was written by something else, or by another version of the console.
        serde_json::from_str(&storage::recall_in_tab(&self.0)?).ok()
    }

    /// Saves the draft, or removes it.
    pub(crate) fn write(&self, kept: Option<&SavedDraft>) {
        match kept {
            Some(kept) => storage::remember_in_tab(&self.0, &serde_json::to_string(kept).unwrap_or_default()),
            None => storage::forget_in_tab(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use serde_json::json;

    const SECRET: &str = "-----BEGIN PRIVATE KEY-----";

    fn typed() -> Draft {
        let mut draft = Draft::new("okta");
        for (field, value) in [(Field::Name, "Ac\"me"), (Field::Domain, "acme"), (Field::PrivateKey, SECRET)] {
            draft.set(field, value.to_owned());
        }
        draft
    }

    fn generated() -> GeneratedKey {
        let public_jwk = json!({ "kty": "RSA", "n": "AQ" });
        GeneratedKey { id: "g1".to_owned(), key_id: "k1".to_owned(), public_jwk, public_pem: "P".to_owned() }
    }

    #[test]
    fn what_was_typed_comes_back_but_the_private_key() {
        let kept = SavedDraft::of(&typed(), &Draft::new("okta"), 0);
        let text = serde_json::to_string(&kept).unwrap();
        assert!(kept.lost_key && !text.contains("PRIVATE"));
        let mut again = Draft::new("okta");
        serde_json::from_str::<SavedDraft>(&text).unwrap().fill(&mut again);
        let mut expected = typed();
        expected.set(Field::PrivateKey, String::new());
        assert!(again == expected);
    }

    #[test]
    fn a_generated_key_comes_back_and_so_does_the_choice_of_it() {
        for key in [KeySource::Given, KeySource::Generated] {
            let mut draft = typed();
            (draft.keys.source, draft.keys.generated) = (key, Some(generated()));
            let kept = SavedDraft::of(&draft, &Draft::new("okta"), 7);
            let text = serde_json::to_string(&kept).unwrap();
            assert_eq!(serde_json::from_str::<SavedDraft>(&text).unwrap(), kept);
            let mut again = Draft::new("okta");
            kept.fill(&mut again);
            assert_eq!((again.keys.source, again.keys.generated, kept.version), (key, Some(generated()), 7));
        }
    }

    #[test]
    fn a_field_that_was_not_touched_takes_what_is_stored_by_then() {
        let kept = SavedDraft::of(&typed(), &Draft::new("okta"), 0);
        let mut newer = Draft::new("okta");
        newer.set(Field::Description, "Weekly".to_owned());
        kept.fill(&mut newer);
        assert_eq!(newer.get(Field::Description), "Weekly");
    }

    #[test]
    fn anything_else_in_the_storage_is_passed_over() {
        for text in ["", "{}", "null", "[1]", r#"{"version":"3"}"#, r#"{"profile-name":"Acme"}"#] {
            assert!(serde_json::from_str::<SavedDraft>(text).is_err(), "{text}");
        }
    }
}
