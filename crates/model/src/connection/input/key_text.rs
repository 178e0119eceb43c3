//! Deserializes the private key of a request: text, or the JWK as a JSON object, as Okta shows it.

use crate::secret::Secret;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use zeroize::Zeroize;

/// Reads either form as text.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret<String>>, D::Error> {
    from.deserialize_any(KeyText)
}

#[cfg(feature = "openapi")]
const EXAMPLE: &str =
    r#"{"kty":"RSA","kid":"…","n":"…","e":"AQAB","d":"…","p":"…","q":"…","dp":"…","dq":"…","qi":"…"}"#;

/// The schema in the OpenAPI document.
#[cfg(feature = "openapi")]
pub(super) fn schema() -> utoipa::openapi::schema::Schema {
    use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
    let types = SchemaType::from_iter([Type::String, Type::Object, Type::Null]);
    ObjectBuilder::new()
        .schema_type(types)
        .description(Some(
            "The private key: a JWK as an object or as text, or a PEM; absent in a replace to keep the stored one.",
        ))
        .examples([EXAMPLE])
        .write_only(true)
        .build()
        .into()
}

struct KeyText;

impl<'de> Visitor<'de> for KeyText {
    type Value = Option<Secret<String>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a private key")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Secret::new(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(Secret::new(text)))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        let mut jwk = Value::Object(Map::deserialize(MapAccessDeserializer::new(members))?);
        let text = Secret::new(jwk.to_string());
        wipe(&mut jwk);
        Ok(Some(text))
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::connection::SettingsInput;
    use serde_json::json;

    fn key(json: &serde_json::Value) -> Result<Option<String>, String> {
        let settings = json!({"domain": "d", "client_id": "c", "private_key": json});
        let read: Result<SettingsInput, _> = serde_json::from_value(settings);
        read.map(|read| read.private_key.map(|key| key.expose().clone())).map_err(|error| error.to_string())
    }

    #[test]
    fn text_and_object_are_taken_and_nothing_else() {
        assert_eq!(key(&json!("text")), Ok(Some("text".to_owned())));
        assert_eq!(key(&json!({"kty": "EC", "d": "x"})), Ok(Some(r#"{"kty":"EC","d":"x"}"#.to_owned())));
        assert_eq!(key(&json!(null)), Ok(None));
        for other in [json!(7), json!(["text"]), json!(true)] {
            assert!(key(&other).is_err_and(|error| error.ends_with("expected a private key")));
        }
    }
}
