//! Makes the types of the API out of JSON, as serde's generated code does and as the tests compare with it, in a
//! fraction of its size: the console is downloaded before it is seen.
//!
//! Two spellings that serde takes and this server never writes are refused: a struct as an array, and an enum's word
//! as `{"word": null}`.

use crate::api::{
    ConnectionPage, GeneratedKey, HistoryEntry, HistoryPage, Session, SessionEntry, SessionList, SignInMethods,
};
use crate::check::{Check, CheckId, CheckStatus, Fix, Outcome, Report};
use crate::connection::{Connection, KeyView, Settings, Status};
use crate::json::{Json, Members};
use crate::okta::Application;
use crate::permission::Role;
use crate::problem::{FieldProblem, Problem};

/// Reads a value out of a JSON text; `None` where the text is no JSON, or not that of such a value. Members that the
/// type does not have are passed over.
pub fn from_text<T: Decode>(text: &str) -> Option<T> {
    from_json(&Json::read(text).ok()?)
}

/// As [`from_text`], out of what is read already.
pub fn from_json<T: Decode>(json: &Json) -> Option<T> {
    let mut fits = true;
    let value = T::decode(Some(json), &mut fits);
    fits.then_some(value)
}

/// A type that JSON can hold.
pub trait Decode {
    /// The value of a member; `json` is `None` where it is absent. Whatever does not fit clears `fits` and becomes any
    /// value: going on costs less code than giving up half-way.
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self;
}

/// For each struct its members, which are called like the fields unless a name follows; behind `or default` those that
/// may be absent. (An `Option` always may.)
macro_rules! structs {
    ($($type:ident { $($field:ident $($name:literal)?),* $(; or default $($default:ident),*)? })*) => {$(
        impl Decode for $type {
            fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
                let members = members(json, fits);
                Self {
                    $($field: Decode::decode(members.get(name!($field $($name)?)), fits),)*
                    $($($default: or_default(members.get(stringify!($default)), fits),)*)?
                }
            }
        }
    )*};
}

macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

/// For each enum the function that names its values.
macro_rules! enums {
    ($($type:ident $name:ident)*) => {$(
        impl Decode for $type {
            fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
                let word = json.and_then(Json::as_text);
                let found = Self::ALL.into_iter().find(|value| Some(value.$name()) == word);
                found.unwrap_or_else(|| {
                    *fits = false;
                    Self::ALL[0]
                })
            }
        }
    )*};
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Decode for $type {
            fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
                let number = if let Some(Json::Number(text)) = json { text.parse().ok() } else { None };
                *fits &= number.is_some();
                number.unwrap_or_default()
            }
        }
    )*};
}

structs! {
    ConnectionPage { items, next_cursor, total }
    Connection {
        id, name, description, application, settings, status, report, created_at, created_by, updated_at, updated_by,
        verified_at, version
    }
    Settings { domain, client_id, key, organization_id }
    KeyView { key_id, algorithm, bits, thumbprint, set_at }
    Report { outcome, started_at, duration_ms, checks }
    Check { id, status, code, phrase, title, detail, fix; or default values, evidence }
    Fix { step, text, url }
    HistoryPage { items, next_cursor }
    HistoryEntry { id, at, by, subject, address, action, details }
    Session { name, role, expires_at }
    SessionList { items, next_cursor }
    SessionEntry { id, name, role, current, created_at, last_used_at, expires_at, address, browser, system }
    SignInMethods { provider }
    GeneratedKey { id, key_id, public_jwk, public_pem }
    Problem { kind "type", title, status, detail, code, report; or default errors }
    FieldProblem { pointer, code, detail; or default values }
}

enums! {
    Application id
    CheckId name
    CheckStatus name
    Outcome name
    Role name
    Status name
}

integers! { u8 u16 u32 u64 i64 }

impl Decode for String {
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
        let text = json.and_then(Json::as_text);
        *fits &= text.is_some();
        text.unwrap_or_default().to_owned()
    }
}

impl Decode for bool {
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
        let is = if let Some(Json::Bool(is)) = json { Some(*is) } else { None };
        *fits &= is.is_some();
        is.unwrap_or_default()
    }
}

impl Decode for Json {
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
        *fits &= json.is_some();
        json.cloned().unwrap_or_default()
    }
}

impl Decode for Members {
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
        members(json, fits).clone()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
        match json {
            None | Some(Json::Null) => None,
            json => Some(T::decode(json, fits)),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: Option<&Json>, fits: &mut bool) -> Self {
        let values = if let Some(Json::List(values)) = json { Some(&values[..]) } else { None };
        *fits &= values.is_some();
        values.unwrap_or_default().iter().map(|value| T::decode(Some(value), fits)).collect()
    }
}

fn or_default<T: Decode + Default>(json: Option<&Json>, fits: &mut bool) -> T {
    if json.is_none() { T::default() } else { T::decode(json, fits) }
}

fn members<'a>(json: Option<&'a Json>, fits: &mut bool) -> &'a Members {
    const NONE: &Members = &Members::new();
    let members = json.and_then(Json::as_object);
    *fits &= members.is_some();
    members.unwrap_or(NONE)
}

#[cfg(test)]
mod tests;
