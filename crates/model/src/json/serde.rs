//! To and from `serde_json`, which the server speaks.

use super::{Json, Members};
use serde_json::{Map, Value};

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(is) => Self::Bool(is),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::Text(text),
            Value::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            Value::Object(members) => Self::Object(members.into()),
        }
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(is) => Self::Bool(is),
            // Out of the range of a double: nobody writes one here, and text loses nothing.
            Json::Number(text) => text.parse().map_or(Self::String(text), Self::Number),
            Json::Text(text) => Self::String(text),
            Json::List(values) => Self::Array(values.into_iter().map(Self::from).collect()),
            Json::Object(members) => Self::Object(members.into()),
        }
    }
}

impl From<Map<String, Value>> for Members {
    fn from(map: Map<String, Value>) -> Self {
        map.into_iter().collect()
    }
}

impl From<Members> for Map<String, Value> {
    fn from(members: Members) -> Self {
        members.0.into_iter().map(|(name, value)| (name, value.into())).collect()
    }
}

impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Members {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        Self(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
