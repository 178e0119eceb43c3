//! What is typed survives a reload: kept in the tab's own storage, without the private key.

use super::draft::{Draft, KeySource};
use super::field::Field;
use crate::storage;
use model::api::GeneratedKey;
use model::decode;
use model::json::{Json, Members};

/// What a form held that was never saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// What was typed, for each field that had been changed.
    values: Vec<(Field, String)>,
    /// Whether a private key had been entered, which is not here.
    pub(crate) lost_key: bool,
    /// The version that was being edited; 0 while creating.
    pub(crate) version: i64,
    /// Which key was chosen, unless that is as at first.
    key: Option<KeySource>,
    generated: Option<GeneratedKey>,
}

/// The names of `KeySource` in what is kept. (Stored is how an edit begins.)
const SOURCES: [(&str, KeySource); 2] = [("given", KeySource::Given), ("generated", KeySource::Generated)];

impl Kept {
    /// What there is to keep of a draft that began as `basis`.
    pub(crate) fn of(draft: &Draft, basis: &Draft, version: i64) -> Self {
        let changed =
            Field::all().filter(|field| *field != Field::PrivateKey && draft.get(*field) != basis.get(*field));
        Self {
            values: changed.map(|field| (field, draft.get(field).to_owned())).collect(),
            lost_key: !draft.get(Field::PrivateKey).is_empty(),
            version,
            key: (draft.keys.source != basis.keys.source).then_some(draft.keys.source),
            generated: draft.keys.generated.clone(),
        }
    }

    /// Types it again.
    pub(crate) fn fill(&self, draft: &mut Draft) {
        for (field, value) in &self.values {
            draft.set(*field, value.clone());
        }
        draft.keys.source = self.key.unwrap_or(draft.keys.source);
        draft.keys.generated.clone_from(&self.generated);
    }

    fn to_text(&self) -> String {
        let mut members = Members::new();
        for (field, value) in &self.values {
            members.push(field.id(), value.as_str());
        }
        if let Some((name, _)) = SOURCES.iter().find(|(_, source)| Some(*source) == self.key) {
            members.push("key", *name);
        }
        if let Some(key) = &self.generated {
            let mut generated = Members::new();
            for (name, value) in [("id", &key.id), ("key_id", &key.key_id), ("public_pem", &key.public_pem)] {
                generated.push(name, value.as_str());
            }
            generated.push("public_jwk", key.public_jwk.clone());
            members.push("generated", generated);
        }
        members.push("lost_key", Json::Bool(self.lost_key));
        members.push("version", Json::Number(self.version.to_string()));
        Json::from(members).to_text()
    }

    /// Nothing where the text is not of this console, or of a version of it that kept something else.
    fn from_text(text: &str) -> Option<Self> {
        let json = Json::read(text).ok()?;
        let text = |name| json.get(name).and_then(Json::as_text);
        let values = Field::all().filter_map(|field| Some((field, text(field.id())?.to_owned()))).collect();
        let key = SOURCES.iter().find(|(name, _)| Some(*name) == text("key")).map(|(_, source)| *source);
        Some(Self {
            values,
            lost_key: json.get("lost_key") == Some(&Json::Bool(true)),
            version: decode::from_json(json.get("version")?)?,
            key,
            generated: json.get("generated").and_then(decode::from_json),
        })
    }
}

/// Where a form's draft is kept: by the connection's id, or that of none yet.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Place(String);

impl Place {
    /// Of the connection with this id; while creating, of none.
    pub(crate) fn of(id: Option<&str>) -> Self {
        Self(["draft:", id.unwrap_or("create")].concat())
    }

    /// What is kept there.
    pub(crate) fn read(&self) -> Option<Kept> {
        Kept::from_text(&storage::recall_in_tab(&self.0)?)
    }

    /// Keeps this, or nothing.
    pub(crate) fn write(&self, kept: Option<&Kept>) {
        match kept {
            Some(kept) => storage::remember_in_tab(&self.0, &kept.to_text()),
            None => storage::forget_in_tab(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const SECRET: &str = "-----BEGIN PRIVATE KEY-----";

    fn typed() -> Draft {
        let mut draft = Draft::new("okta");
        for (field, value) in [(Field::Name, "Ac\"me"), (Field::Domain, "acme"), (Field::PrivateKey, SECRET)] {
            draft.set(field, value.to_owned());
        }
        draft
    }

    fn generated() -> GeneratedKey {
        let public_jwk = Json::read(r#"{"kty":"RSA","n":"AQ"}"#).unwrap();
        GeneratedKey { id: "g1".to_owned(), key_id: "k1".to_owned(), public_jwk, public_pem: "P".to_owned() }
    }

    #[test]
    fn what_was_typed_comes_back_but_the_private_key() {
        let kept = Kept::of(&typed(), &Draft::new("okta"), 0);
        assert!(kept.lost_key && !kept.to_text().contains("PRIVATE"));
        let mut again = Draft::new("okta");
        Kept::from_text(&kept.to_text()).unwrap().fill(&mut again);
        let mut expected = typed();
        expected.set(Field::PrivateKey, String::new());
        assert!(again == expected);
    }

    #[test]
    fn a_generated_key_comes_back_and_so_does_the_choice_of_it() {
        for key in [KeySource::Given, KeySource::Generated] {
            let mut draft = typed();
            (draft.keys.source, draft.keys.generated) = (key, Some(generated()));
            let kept = Kept::of(&draft, &Draft::new("okta"), 7);
            assert_eq!(Kept::from_text(&kept.to_text()), Some(kept.clone()));
            let mut again = Draft::new("okta");
            kept.fill(&mut again);
            assert_eq!((again.keys.source, again.keys.generated, kept.version), (key, Some(generated()), 7));
        }
    }

    #[test]
    fn a_field_that_was_not_touched_takes_what_is_stored_by_then() {
        let kept = Kept::of(&typed(), &Draft::new("okta"), 0);
        let mut newer = Draft::new("okta");
        newer.set(Field::Description, "Weekly".to_owned());
        kept.fill(&mut newer);
        assert_eq!(newer.get(Field::Description), "Weekly");
    }

    #[test]
    fn anything_else_in_the_storage_is_passed_over() {
        for text in ["", "{}", "null", "[1]", r#"{"version":"3"}"#, r#"{"profile-name":"Acme"}"#] {
            assert_eq!(Kept::from_text(text), None, "{text}");
        }
    }
}
