//! What the form holds, and what it becomes: refusals by the shared rules, and the bodies of requests.

mod body;

use super::field::{Field, FieldError, field_errors};
use model::api::GeneratedKey;
use model::connection::{Connection, ConnectionInput, KeyView, SettingsInput};
use model::field::{ClientId, OktaDomain, PrivateKey};
use serde::{Deserialize, Serialize};

/// What the form holds, as typed. No `Debug`: it may hold a private key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    values: [String; Field::COUNT],
    stored: Option<Stored>,
    pub(crate) keys: Keys,
}

/// Which key is chosen, and what there is to choose from beside the one that is typed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Which key the user has chosen.
    pub(crate) source: KeySource,
    /// The key pair that the server has made for this form, chosen or not.
    pub(crate) generated: Option<GeneratedKey>,
}

/// Where a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeySource {
    /// It is stored, and stays.
    Stored,
    /// Pasted into the form.
    Given,
    /// Made by the server.
    Generated,
}

/// A field that has one value here and another where it is stored by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) field: Field,
    /// The value here; nothing for a private key.
    pub(crate) mine: String,
    /// The value there; a private key's thumbprint.
    pub(crate) theirs: String,
    /// Whether it was changed here. If not, only they have changed it.
    pub(crate) is_mine: bool,
}

/// What an edit began with.
#[derive(Clone, PartialEq, Eq)]
struct Stored {
    id: String,
    domain: String,
    client_id: String,
    key: KeyView,
}

impl Keys {
    fn of(source: KeySource) -> Self {
        Self { source, generated: None }
    }
}

impl Draft {
    /// An empty form.
    pub(crate) fn new(application: &str) -> Self {
        let mut draft = Self { values: Default::default(), stored: None, keys: Keys::of(KeySource::Given) };
        draft.set(Field::Application, application.to_owned());
        draft
    }

    /// The form filled with a stored connection; its key stays until it is replaced.
    pub(crate) fn edit(connection: &Connection) -> Self {
        let settings = &connection.settings;
        let stored = Stored {
            id: connection.id.clone(),
            domain: settings.domain.clone(),
            client_id: settings.client_id.clone(),
            key: settings.key.clone(),
        };
        let mut draft = Self { values: Default::default(), stored: Some(stored), keys: Keys::of(KeySource::Stored) };
        for field in Field::all().filter(|field| *field != Field::PrivateKey) {
            draft.set(field, stored_value(connection, field));
        }
        draft
    }

    /// A new connection's form, filled with what there is of another. A key never follows.
    pub(crate) fn copy(connection: &Connection, name: String) -> Self {
        let mut draft = Self::new(connection.application.id());
        draft.set(Field::Name, name);
        for field in [Field::Description, Field::Domain, Field::ClientId] {
            draft.set(field, stored_value(connection, field));
        }
        draft
    }

    /// Whether everything is the same here and there that decides whether this field is right.
    pub(crate) fn is_same_at(&self, field: Field, other: &Self) -> bool {
        let deciding: &[Field] = match field {
            Field::PrivateKey | Field::KeyId => &[Field::Domain, Field::ClientId, Field::PrivateKey, Field::KeyId],
            _ => &[field],
        };
        let is_of_key = deciding.len() > 1;
        deciding.iter().all(|field| self.get(*field) == other.get(*field)) && !(is_of_key && self.keys != other.keys)
    }

    /// What a field holds.
    pub(crate) fn get(&self, field: Field) -> &str {
        &self.values[field as usize]
    }

    /// Types into a field.
    pub(crate) fn set(&mut self, field: Field, value: String) {
        self.values[field as usize] = value;
    }

    /// What may be shown of the stored key, in an edit.
    pub(crate) fn stored_key(&self) -> Option<&KeyView> {
        self.stored.as_ref().map(|stored| &stored.key)
    }

    /// Where the key comes from: the user's choice, as far as it can be had.
    pub(crate) fn key_source(&self) -> KeySource {
        match self.keys.source {
            KeySource::Generated if self.keys.generated.is_some() => KeySource::Generated,
            KeySource::Stored if self.stored.is_some() && !self.needs_key() => KeySource::Stored,
            _ => KeySource::Given,
        }
    }

    /// The key pair that the server has made, where it is chosen.
    pub(crate) fn generated_key(&self) -> Option<&GeneratedKey> {
        self.keys.generated.as_ref().filter(|_| self.key_source() == KeySource::Generated)
    }

    /// Whether a key must be entered because the stored one may not follow: a stored key signs for the domain and the
    /// client ID that it was stored for, and for no other.
    pub(crate) fn needs_key(&self) -> bool {
        let Some(stored) = &self.stored else { return false };
        OktaDomain::parse(self.get(Field::Domain)).is_ok_and(|parsed| parsed.value.to_string() != stored.domain)
            || ClientId::parse(self.get(Field::ClientId)).is_ok_and(|id| id.as_str() != stored.client_id)
    }

    /// The name as it would be stored.
    pub(crate) fn name(&self) -> String {
        self.mine(Field::Name)
    }

    /// The domain as it would be stored; as typed where it is refused.
    pub(crate) fn domain(&self) -> String {
        let typed = self.get(Field::Domain);
        OktaDomain::parse(typed).map_or_else(|_| typed.trim().to_owned(), |parsed| parsed.value.to_string())
    }

    /// The organization and the app, as far as the form says: where the guide's links lead.
    pub(crate) fn okta_place(&self) -> (Option<OktaDomain>, Option<ClientId>) {
        let domain = OktaDomain::parse(self.get(Field::Domain)).ok().map(|parsed| parsed.value);
        (domain, ClientId::parse(self.get(Field::ClientId)).ok())
    }

    /// Whether the key ID is asked for: what is pasted as PEM has none, and a stored one may lack it.
    pub(crate) fn asks_key_id(&self) -> bool {
        match self.key_source() {
            KeySource::Stored => self.stored_key().is_some_and(|key| key.key_id.is_none()),
            KeySource::Given => {
                let key = PrivateKey::parse(self.get(Field::PrivateKey));
                key.is_ok_and(|key| key.facts().key_id.is_none())
            }
            KeySource::Generated => false,
        }
    }

    /// Applies the shared rules: every refusal, in the order of the form.
    pub(crate) fn errors(&self) -> Vec<FieldError> {
        field_errors(&self.input().validate().err().unwrap_or_default())
    }

    /// Whether a verification of the one says something of the other: names and notes do not matter to Okta.
    pub(crate) fn same_target(&self, other: &Self) -> bool {
        body::Settings::of(self) == body::Settings::of(other)
    }

    /// Whether this is what is stored there, as far as anybody can see: nothing tells of the key.
    pub(crate) fn is_stored_as(&self, connection: &Connection) -> bool {
        let fields = [Field::Name, Field::Description, Field::Domain, Field::ClientId];
        fields.into_iter().all(|field| self.mine(field) == stored_value(connection, field))
    }

    /// The fields in which this differs from an earlier state of the same form.
    pub(crate) fn changed_since(&self, earlier: &Self) -> Vec<Field> {
        let key = self.keys != earlier.keys;
        let changed = |field: &Field| self.get(*field) != earlier.get(*field) || *field == Field::PrivateKey && key;
        Field::all().filter(changed).collect()
    }

    /// The fields in which this differs from what is stored now. `basis` is what both began with.
    pub(crate) fn differences(&self, basis: &Self, theirs: &Connection) -> Vec<Difference> {
        let of = |field| {
            let (mine, stored) = (self.mine(field), stored_value(theirs, field));
            let differs = match field {
                // A key is compared with nothing but by its thumbprint: both must have another than before.
                Field::PrivateKey => {
                    let before = basis.stored_key().is_some_and(|key| *key == theirs.settings.key);
                    self.key_source() != KeySource::Stored && !before
                }
                Field::KeyId => self.asks_key_id() && mine != stored,
                _ => mine != stored,
            };
            let is_mine = field == Field::PrivateKey || mine != basis.mine(field);
            differs.then_some(Difference { field, mine, theirs: stored, is_mine })
        };
        Field::all().filter_map(of).collect()
    }

    /// What the field would become if it were saved; nothing of the private key.
    fn mine(&self, field: Field) -> String {
        match field {
            Field::PrivateKey => String::new(),
            Field::Domain => self.domain(),
            _ => self.get(field).trim().to_owned(),
        }
    }

    fn key_id(&self) -> Option<&str> {
        Some(self.get(Field::KeyId).trim()).filter(|id| self.asks_key_id() && !id.is_empty())
    }

    fn input(&self) -> ConnectionInput {
        let typed = |field| self.get(field).to_owned();
        ConnectionInput {
            name: typed(Field::Name),
            description: typed(Field::Description),
            application: typed(Field::Application),
            settings: SettingsInput {
                domain: typed(Field::Domain),
                client_id: typed(Field::ClientId),
                private_key: (self.key_source() == KeySource::Given).then(|| typed(Field::PrivateKey).into()),
                key_id: self.key_id().map(str::to_owned),
                generated_key: self.generated_key().map(|key| key.id.clone()),
            },
        }
    }
}

/// What a stored connection has in a field; of the private key, which never comes back, its thumbprint.
fn stored_value(connection: &Connection, field: Field) -> String {
    let settings = &connection.settings;
    match field {
        Field::Name => connection.name.clone(),
        Field::Description => connection.description.clone(),
        Field::Application => connection.application.id().to_owned(),
        Field::Domain => settings.domain.clone(),
        Field::ClientId => settings.client_id.clone(),
        Field::PrivateKey => settings.key.thumbprint.clone(),
        Field::KeyId => settings.key.key_id.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
