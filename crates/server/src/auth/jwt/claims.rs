//! Claims of a token, after its signature was verified.

use super::error::JwtError;
use super::expected::{Expected, LEEWAY};
use serde::Deserialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;

const MAX_NAME_CHARS: usize = 120;

/// The claims of a token that holds.
#[derive(Debug)]
pub(crate) struct Claims {
    /// Who, for good, as the issuer counts.
    pub(crate) subject: String,
    /// When it ends.
    pub(crate) expires_at: OffsetDateTime,
    /// Everything it says.
    pub(crate) all: Value,
}

/// A claim that is there twice is refused.
#[derive(Deserialize)]
struct Raw {
    iss: Option<Value>,
    sub: Option<Value>,
    aud: Option<Value>,
    exp: Option<Value>,
    nbf: Option<Value>,
    iat: Option<Value>,
}

impl Claims {
    pub(super) fn read(payload: &[u8], expected: &Expected<'_>, now: OffsetDateTime) -> Result<Self, JwtError> {
        let raw: Raw = serde_json::from_slice(payload).map_err(|_| JwtError::Malformed)?;
        let all: Value = serde_json::from_slice(payload).map_err(|_| JwtError::Malformed)?;
        if text(raw.iss.as_ref(), "iss")? != expected.issuer {
            return Err(JwtError::Issuer);
        }
        check_audience(raw.aud.as_ref().ok_or(JwtError::Claim("aud"))?, expected.audience)?;
        let expires_at = time(raw.exp.as_ref(), "exp")?.ok_or(JwtError::Claim("exp"))?;
        if now - LEEWAY >= expires_at {
            return Err(JwtError::Expired((now - expires_at).whole_seconds()));
        }
        for (value, name) in [(raw.nbf, "nbf"), (raw.iat, "iat")] {
            if let Some(from) = time(value.as_ref(), name)?.filter(|from| now + LEEWAY < *from) {
                return Err(JwtError::NotYet((from - now).whole_seconds()));
            }
        }
        let subject = text(raw.sub.as_ref(), "sub")?;
        if subject.is_empty() || subject.len() > 255 || subject.chars().any(char::is_control) {
            return Err(JwtError::Claim("sub"));
        }
        Ok(Self { subject: subject.to_owned(), expires_at, all })
    }

    /// A claim that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.all.get(name).and_then(Value::as_str)
    }

    /// The same with further claims. What the token itself says stays.
    pub(crate) fn with(mut self, told: Map<String, Value>) -> Self {
        if let Value::Object(all) = &mut self.all {
            for (name, value) in told {
                let said = all.entry(name).or_insert(Value::Null);
                if said.is_null() {
                    *said = value;
                }
            }
        }
        self
    }

    /// Whether it has a name to display.
    pub(crate) fn is_named(&self) -> bool {
        self.said_name().is_some()
    }

    /// The name to display.
    pub(crate) fn name(&self) -> String {
        self.said_name().map_or_else(|| self.subject.chars().take(MAX_NAME_CHARS).collect(), str::to_owned)
    }

    fn said_name(&self) -> Option<&str> {
        let is_name = |name: &&str| {
            !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.chars().any(char::is_control)
        };
        let said = ["preferred_username", "email", "name"].into_iter().filter_map(|claim| self.text(claim));
        said.map(str::trim).find(is_name)
    }
}

fn text<'a>(value: Option<&'a Value>, name: &'static str) -> Result<&'a str, JwtError> {
    value.and_then(Value::as_str).ok_or(JwtError::Claim(name))
}

/// One audience or several, ours among them.
fn check_audience(said: &Value, ours: &str) -> Result<(), JwtError> {
    let is_for_us = match said {
        Value::String(one) => one == ours,
        Value::Array(several) => {
            if !several.iter().all(Value::is_string) {
                return Err(JwtError::Claim("aud"));
            }
            several.iter().any(|one| one == ours)
        }
        _ => return Err(JwtError::Claim("aud")),
    };
    if is_for_us { Ok(()) } else { Err(JwtError::Audience) }
}

/// Seconds since 1970, maybe with a fraction, which is cut off.
fn time(value: Option<&Value>, name: &'static str) -> Result<Option<OffsetDateTime>, JwtError> {
    let Some(value) = value else { return Ok(None) };
    #[allow(clippy::cast_possible_truncation)] // saturates, and then is no time
    let seconds = value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64));
    let time = seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    time.map(Some).ok_or(JwtError::Claim(name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn read(change: impl FnOnce(&mut Value)) -> Result<Claims, JwtError> {
        let exp = NOON.unix_timestamp() + 60;
        let mut claims = json!({"iss": "https://i.example", "aud": "ours", "sub": "ada", "exp": exp});
        change(&mut claims);
        let expected = Expected { issuer: "https://i.example", audience: "ours", types: &[] };
        Claims::read(claims.to_string().as_bytes(), &expected, NOON)
    }

    #[test]
    fn times_have_a_leeway_of_half_a_minute() {
        let at = |seconds: i64| json!(NOON.unix_timestamp() + seconds);
        for (claim, value, expected) in [
            ("exp", at(1), Ok(())),
            ("exp", at(-29), Ok(())),
            ("exp", at(-30), Err(JwtError::Expired(30))),
            ("exp", json!(f64::from(2_000_000_000) + 0.5), Ok(())),
            ("exp", json!("2000000000"), Err(JwtError::Claim("exp"))),
            ("exp", json!(1e300), Err(JwtError::Claim("exp"))),
            ("exp", json!(-1), Err(JwtError::Expired(NOON.unix_timestamp() + 1))),
            ("exp", Value::Null, Err(JwtError::Claim("exp"))),
            ("nbf", at(30), Ok(())),
            ("nbf", at(31), Err(JwtError::NotYet(31))),
            ("iat", at(90), Err(JwtError::NotYet(90))),
            ("nbf", json!("now"), Err(JwtError::Claim("nbf"))),
        ] {
            let what = format!("{claim} {value}");
            assert_eq!(read(|claims| claims[claim] = value).map(drop), expected, "{what}");
        }
    }

    #[test]
    fn it_must_say_for_whom_and_from_whom_and_about_whom() {
        for (claim, value, expected) in [
            ("aud", json!(["other", "ours"]), Ok(())),
            ("aud", json!(["other"]), Err(JwtError::Audience)),
            ("aud", json!([]), Err(JwtError::Audience)),
            ("aud", json!("Ours"), Err(JwtError::Audience)),
            ("aud", json!({"ours": 1}), Err(JwtError::Claim("aud"))),
            ("aud", json!(["ours", 1]), Err(JwtError::Claim("aud"))),
            ("aud", Value::Null, Err(JwtError::Claim("aud"))),
            ("iss", json!("https://i.example/"), Err(JwtError::Issuer)),
            ("iss", json!(["https://i.example"]), Err(JwtError::Claim("iss"))),
            ("sub", json!(""), Err(JwtError::Claim("sub"))),
            ("sub", json!(7), Err(JwtError::Claim("sub"))),
            ("sub", json!("a\nb"), Err(JwtError::Claim("sub"))),
        ] {
            let what = format!("{claim} {value}");
            assert_eq!(read(|claims| claims[claim] = value).map(drop), expected, "{what}");
        }
        let twice =
            format!(r#"{{"iss":"https://i.example","aud":"other","aud":"ours","sub":"ada","exp":{}}}"#, i32::MAX);
        let expected = Expected { issuer: "https://i.example", audience: "ours", types: &[] };
        assert_eq!(Claims::read(twice.as_bytes(), &expected, NOON).unwrap_err(), JwtError::Malformed);
    }

    #[test]
    fn a_person_is_called_by_the_first_name_that_can_be_written_down() {
        for (claims, name) in [
            (json!({"preferred_username": "ada", "email": "a@x.example"}), "ada"),
            (json!({"preferred_username": " ", "email": "a@x.example"}), "a@x.example"),
            (json!({"preferred_username": "a\u{7}", "name": "Ada"}), "Ada"),
            (json!({"email": 7}), "subject"),
        ] {
            let claims = Claims { subject: "subject".to_owned(), expires_at: NOON, all: claims };
            assert_eq!(claims.name(), name);
        }
    }
}
