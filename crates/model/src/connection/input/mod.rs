//! Connection input: the body of a create or replace, and its validation by the rules of every field.

use crate::field::{ClientId, Description, FieldError, KeyId, OktaDomain, PrivateKey, ProfileName};
use crate::okta::Application;
use crate::problem::FieldProblem;
use crate::secret::Secret;
use serde::Deserialize;
use serde_json::Map;

mod key_text;

/// JSON pointers of the members that can be refused.
pub mod pointer {
    #![allow(missing_docs)]
    pub const NAME: &str = "/name";
    pub const DESCRIPTION: &str = "/description";
    pub const APPLICATION: &str = "/application";
    pub const DOMAIN: &str = "/settings/domain";
    pub const CLIENT_ID: &str = "/settings/client_id";
    pub const PRIVATE_KEY: &str = "/settings/private_key";
    pub const KEY_ID: &str = "/settings/key_id";
    pub const GENERATED_KEY: &str = "/settings/generated_key";
}

/// The body of a create or replace. No `Debug`: it may hold a private key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionInput {
    /// The profile name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1200, example = "Acme production"))]
    pub name: String,
    /// The description.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000, example = "Nightly backup"))]
    pub description: String,
    /// The type of application.
    #[cfg_attr(feature = "openapi", schema(value_type = Application))]
    pub application: String,
    /// How to reach the organization.
    pub settings: SettingsInput,
}

/// The settings of an organization, as typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsInput {
    /// The Okta domain.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, example = "https://acme.okta.com"))]
    pub domain: String,
    /// The client ID.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, example = "0oa1b2c3d4E5F6g7H8i9"))]
    pub client_id: String,
    /// The private key: a JWK as an object or as text, or a PEM; absent in a replace to keep the stored one.
    #[serde(default, deserialize_with = "key_text::deserialize")]
    #[cfg_attr(feature = "openapi", schema(schema_with = key_text::schema))]
    pub private_key: Option<Secret<String>>,
    /// The `kid`, if the key does not contain it.
    #[serde(default)]
    pub key_id: Option<String>,
    /// The id of a key pair made by `POST /keys`, instead of `private_key`.
    #[serde(default)]
    pub generated_key: Option<String>,
}

/// A validated connection.
pub struct NewConnection {
    /// The profile name.
    pub name: ProfileName,
    /// The description.
    pub description: Description,
    /// The type of application.
    pub application: Application,
    /// How to reach the organization.
    pub settings: NewSettings,
}

/// Validated settings.
pub struct NewSettings {
    /// The organization.
    pub domain: OktaDomain,
    /// The app.
    pub client_id: ClientId,
    /// The key to sign with.
    pub key: KeyInput,
}

/// The source of the private key.
pub enum KeyInput {
    /// The key is in the request.
    Given {
        /// The key.
        key: PrivateKey,
        /// The `kid` to sign with.
        key_id: Option<KeyId>,
    },
    /// A key pair that the server has generated and stores.
    Generated {
        /// The id of the key pair.
        id: String,
        /// The `kid` to sign with, if it is not the pair's own.
        key_id: Option<KeyId>,
    },
    /// The stored key stays.
    Stored {
        /// A new `kid` for it, if one was sent.
        key_id: Option<KeyId>,
    },
}

impl ConnectionInput {
    /// Validates every field. Gives all refusals at once, in the order of the form.
    pub fn validate(self) -> Result<NewConnection, Vec<FieldProblem>> {
        let mut refused = Vec::new();
        let name = check(ProfileName::parse(&self.name), pointer::NAME, &mut refused);
        let description = check(Description::parse(&self.description), pointer::DESCRIPTION, &mut refused);
        let application = check(Application::parse(&self.application), pointer::APPLICATION, &mut refused);
        let settings = validate_settings(self.settings).map_err(|more| refused.extend(more)).ok();
        match (name, description, application, settings) {
            (Some(name), Some(description), Some(application), Some(settings)) if refused.is_empty() => {
                Ok(NewConnection { name, description, application, settings })
            }
            _ => Err(refused),
        }
    }
}

/// Validates the settings alone: for verifying a draft.
pub fn validate_settings(input: SettingsInput) -> Result<NewSettings, Vec<FieldProblem>> {
    let mut refused = Vec::new();
    let domain = check(OktaDomain::parse(&input.domain), pointer::DOMAIN, &mut refused);
    let client_id = check(ClientId::parse(&input.client_id), pointer::CLIENT_ID, &mut refused);
    let field = check(KeyId::parse(input.key_id.as_deref().unwrap_or_default()), pointer::KEY_ID, &mut refused);
    let key = match (input.private_key, input.generated_key) {
        (Some(_), Some(_)) => {
            refused.push(FieldProblem {
                pointer: pointer::GENERATED_KEY.to_owned(),
                code: "key_given_twice".to_owned(),
                detail: "Send either private_key or generated_key, not both.".to_owned(),
                values: Map::new(),
            });
            None
        }
        (Some(text), None) => check(PrivateKey::parse(text.expose()), pointer::PRIVATE_KEY, &mut refused)
            .zip(field)
            .and_then(|(key, field)| {
                let key_id = check(key.key_id(field), pointer::KEY_ID, &mut refused)?;
                Some(KeyInput::Given { key, key_id })
            }),
        (None, Some(id)) => field.map(|key_id| KeyInput::Generated { id, key_id }),
        (None, None) => field.map(|key_id| KeyInput::Stored { key_id }),
    };
    match (domain, client_id, key) {
        (Some(domain), Some(client_id), Some(key)) if refused.is_empty() => {
            Ok(NewSettings { domain: domain.value, client_id, key })
        }
        _ => Err(refused),
    }
}

fn check<T, E: FieldError>(result: Result<T, E>, pointer: &str, refused: &mut Vec<FieldProblem>) -> Option<T> {
    result
        .map_err(|error| {
            refused.push(FieldProblem {
                pointer: pointer.to_owned(),
                code: error.code().to_owned(),
                detail: error.to_string(),
                values: error.values(),
            });
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(json: serde_json::Value) -> Result<ConnectionInput, String> {
        serde_json::from_value(json).map_err(|error| error.to_string())
    }

    fn refusals(json: serde_json::Value) -> Vec<(String, String)> {
        match input(json).unwrap().validate() {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
        }
    }

    fn settings(domain: &str, client_id: &str) -> serde_json::Value {
        serde_json::json!({"domain": domain, "client_id": client_id})
    }

    #[test]
    fn every_refused_field_is_named_at_once_in_the_order_of_the_form() {
        let json = serde_json::json!({
            "name": " ", "description": "a\u{0}", "application": "entra",
            "settings": {"domain": "http://x.example", "client_id": "short", "private_key": "{", "key_id": "a\nb"},
        });
        let expected = [
            ("/name", "name_missing"),
            ("/description", "description_control_character"),
            ("/application", "application_unknown"),
            ("/settings/domain", "domain_insecure_scheme"),
            ("/settings/client_id", "client_id_length"),
            ("/settings/key_id", "key_id_character"),
            ("/settings/private_key", "private_key_truncated"),
        ];
        assert_eq!(refusals(json), expected.map(|(p, c)| (p.to_owned(), c.to_owned())));
    }

    #[test]
    fn a_request_without_a_key_keeps_the_stored_one() {
        let json = serde_json::json!({
            "name": "Acme", "application": "okta", "settings": settings("acme.okta.com", "0oa1b2c3d4E5F6G7H8i9"),
        });
        let new = input(json).unwrap().validate().ok().unwrap();
        assert!(matches!(new.settings.key, KeyInput::Stored { key_id: None }));
        assert_eq!(new.settings.domain.to_string(), "https://acme.okta.com");
    }

    #[test]
    fn two_keys_are_one_too_many() {
        let mut settings = settings("acme.okta.com", "0oa1b2c3d4E5F6G7H8i9");
        settings["private_key"] = "x".into();
        settings["generated_key"] = "y".into();
        let json = serde_json::json!({"name": "Acme", "application": "okta", "settings": settings});
        assert_eq!(refusals(json), [("/settings/generated_key".to_owned(), "key_given_twice".to_owned())]);
    }

    #[test]
    fn unknown_members_are_refused_wherever_they_are() {
        for json in [
            serde_json::json!({"name": "a", "application": "okta", "settings": settings("a.b", "c"), "extra": 1}),
            serde_json::json!({"name": "a", "application": "okta", "settings": {"domain": "", "client_id": "", "x": 1}}),
        ] {
            assert!(input(json).is_err_and(|error| error.contains("unknown field")));
        }
    }
}
