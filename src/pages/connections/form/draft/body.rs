//! Request bodies of a draft.

use super::{Draft, KeySource};
use crate::pages::connections::form::field::Field;
use model::field::{ClientId, PrivateKey};
use serde::Serialize;

impl Draft {
    /// The body of a create or replace.
    pub(crate) fn body(&self) -> String {
        self.body_with_id(None)
    }

    /// The body of a verification that stores nothing.
    pub(crate) fn verification_body(&self) -> String {
        let stored = self.stored.as_ref().filter(|_| self.key_source() == KeySource::Stored);
        self.body_with_id(stored.map(|stored| stored.id.as_str()))
    }

    fn body_with_id(&self, id: Option<&str>) -> String {
        let trimmed = |field| self.get(field).trim();
        let body = Body {
            name: trimmed(Field::Name),
            description: trimmed(Field::Description),
            application: trimmed(Field::Application),
            settings: Settings::of(self),
            id,
        };
        serde_json::to_string(&body).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Body<'a> {
    name: &'a str,
    description: &'a str,
    application: &'a str,
    settings: Settings<'a>,
    /// The connection whose stored key is to be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

/// The settings that a verification depends on. No `Debug`: it may hold a private key.
#[derive(PartialEq, Serialize)]
pub(super) struct Settings<'a> {
    domain: String,
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generated_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<&'a str>,
}

impl<'a> Settings<'a> {
    pub(super) fn of(draft: &'a Draft) -> Self {
        let client_id = draft.get(Field::ClientId);
        let client_id =
            ClientId::parse(client_id).map_or_else(|_| client_id.trim().to_owned(), |id| id.as_str().to_owned());
        let private_key = (draft.key_source() == KeySource::Given).then(|| {
            // The key alone is sent, without the mail or configuration file around it.
            let typed = draft.get(Field::PrivateKey);
            PrivateKey::parse(typed).map_or_else(|_| typed.trim().to_owned(), |key| key.expose().to_owned())
        });
        let generated_key = draft.generated_key().map(|key| key.id.as_str());
        Self { domain: draft.domain(), client_id, private_key, generated_key, key_id: draft.key_id() }
    }
}
