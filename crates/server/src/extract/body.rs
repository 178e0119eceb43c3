//! The JSON body of a request, strict: the right content type, at most 64 KiB, no unknown, missing, doubled or wrongly
//! typed member. Refusals name the member by its JSON pointer and never repeat a value.

use super::pointer::{refused, wrong_type};
use crate::admission::Permit;
use crate::problem::{ApiError, ApiResult, kind};
use aws_lc_rs::digest;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::error::Error;
use std::time::Duration;

/// The longest body, in bytes.
pub(crate) const MAX_BYTES: usize = 64 * 1024;
/// How long a body may take to arrive.
const DEADLINE: Duration = Duration::from_secs(15);

/// What a request may send.
pub(crate) trait Shape: DeserializeOwned {
    /// JSON pointers of the members that are objects. serde would take an array for a struct.
    const OBJECTS: &'static [&'static str] = &[""];
    /// The longest body, in bytes.
    const MAX_BYTES: usize = MAX_BYTES;
}

impl Shape for model::connection::ConnectionInput {
    const OBJECTS: &'static [&'static str] = &["", "/settings"];
}
impl Shape for model::api::VerifyRequest {
    const OBJECTS: &'static [&'static str] = &["", "/settings"];
}
impl Shape for model::api::DeleteRequest {}
impl Shape for model::api::ExportRequest {}
impl Shape for model::api::SignIn {
    // Anybody may send it, on as many connections as there are: all bodies that are under way are in memory.
    const MAX_BYTES: usize = 16 * 1024;
}

/// A parsed body.
pub(crate) struct Input<T> {
    /// What it says.
    pub(crate) value: T,
    /// SHA-256 of its bytes, to recognize a retry.
    pub(crate) hash: Vec<u8>,
}

impl<T: Shape, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::new(kind::UNSUPPORTED_MEDIA_TYPE, "Send JSON with Content-Type: application/json."));
        }
        refuse_encoded(request.headers())?;
        let bytes = read(request, T::MAX_BYTES).await?;
        let hash = digest::digest(&digest::SHA256, &bytes).as_ref().to_vec();
        Ok(Self { value: parse(&bytes)?, hash })
    }
}

/// A request that needs no body: nothing, or `{}`.
pub(crate) struct NoBody;

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}
        impl Shape for Nothing {}
        let json = is_json(request.headers());
        refuse_encoded(request.headers())?;
        let bytes = read(request, MAX_BYTES).await?;
        if bytes.is_empty() {
            return Ok(Self);
        }
        if !json {
            return Err(ApiError::new(
                kind::UNSUPPORTED_MEDIA_TYPE,
                "Send no body, or {} with Content-Type: application/json.",
            ));
        }
        parse::<Nothing>(&bytes).map(|Nothing {}| Self)
    }
}

/// `application/json`, in UTF-8 if it names a charset: no form of a foreign page can send that without asking first.
fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let mut parts = value.to_str().unwrap_or_default().split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().is_some_and(|essence| essence == "application/json")
        && parts.all(|parameter| matches!(parameter.as_str(), "" | "charset=utf-8" | "charset=\"utf-8\""))
}

/// Refuses a body that was encoded: what it says would not be what was sent (RFC 9110, 8.4).
fn refuse_encoded(headers: &HeaderMap) -> ApiResult<()> {
    let codings = headers.get_all(header::CONTENT_ENCODING).iter();
    let mut codings = codings.flat_map(|value| value.to_str().unwrap_or("?").split(',')).map(str::trim);
    if codings.all(|coding| coding.is_empty() || coding.eq_ignore_ascii_case("identity")) {
        return Ok(());
    }
    Err(ApiError::new(kind::UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without Content-Encoding.")
        .with_header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity")))
}

/// Reads the body; acquires the request's permit as soon as it is there.
async fn read(request: Request, limit: usize) -> ApiResult<Bytes> {
    let permit = request.extensions().get::<Permit>().cloned().unwrap_or_default();
    let body = request.into_body();
    let had_none = body.is_end_stream();
    let bytes = arrived(body, limit).await?;
    if !had_none {
        permit.acquire().await?;
    }
    Ok(bytes)
}

async fn arrived(body: Body, limit: usize) -> ApiResult<Bytes> {
    match tokio::time::timeout(DEADLINE, axum::body::to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_large(&error) => Err(too_large(limit)),
        Ok(Err(_)) => Err(ApiError::new(kind::MALFORMED_JSON, "The body ended too early. Send it again.")),
        Err(_) => Err(ApiError::new(kind::BODY_TIMEOUT, "The body did not arrive within 15 seconds. Send it again.")),
    }
}

fn too_large(limit: usize) -> ApiError {
    let detail = if limit == MAX_BYTES {
        "The request is too large: the limit is 64 KiB (65,536 bytes). Shorten the description, or send only the key."
    } else {
        "The request is too large: no link or token is so long. Send the token alone."
    };
    ApiError::new(kind::BODY_TOO_LARGE, detail)
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

fn parse<T: Shape>(bytes: &[u8]) -> ApiResult<T> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    for at in T::OBJECTS {
        if value.pointer(at).is_some_and(|value| !value.is_object()) {
            return Err(ApiError::fields(kind::INVALID_BODY, vec![wrong_type(at, "an object")]));
        }
    }
    drop(value);
    let mut json = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut json)
        .map_err(|error| ApiError::fields(kind::INVALID_BODY, vec![refused(error.path(), error.inner())]))
}

fn malformed(error: &serde_json::Error) -> ApiError {
    let (line, column) = (error.line(), error.column());
    let at = format!("The body is not valid JSON. Check line {line}, column {column}.");
    ApiError::field(kind::MALFORMED_JSON, "", kind::MALFORMED_JSON.code, at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::connection::ConnectionInput;

    const SECRET: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ";

    fn refusal(body: &str) -> (String, String, String) {
        let refusal = parse::<ConnectionInput>(body.as_bytes()).err().unwrap();
        assert!(!serde_json::to_string(refusal.problem()).unwrap().contains("MIIEv"), "{:?}", refusal.problem());
        let error = &refusal.problem().errors[0];
        (refusal.problem().code.clone(), error.pointer.clone(), error.code.clone())
    }

    #[test]
    fn what_is_wrong_is_named_by_its_pointer_and_never_repeated() {
        let with = |settings: &str| format!(r#"{{"name":"a","application":"okta","settings":{settings}}}"#);
        let key = |value: &str| with(&format!(r#"{{"domain":"d","client_id":"c","private_key":{value}}}"#));
        for (body, code, pointer, error) in [
            (String::new(), "malformed_json", "", "malformed_json"),
            ("{".to_owned(), "malformed_json", "", "malformed_json"),
            (format!("{{\"name\":{SECRET}}}"), "malformed_json", "", "malformed_json"),
            (key("\"x\"") + "x", "malformed_json", "", "malformed_json"),
            ("\u{feff}{}".to_owned(), "malformed_json", "", "malformed_json"),
            ("[".repeat(60_000), "malformed_json", "", "malformed_json"),
            ("[]".to_owned(), "invalid_body", "", "wrong_type"),
            (format!("\"{SECRET}\""), "invalid_body", "", "wrong_type"),
            ("null".to_owned(), "invalid_body", "", "wrong_type"),
            ("{}".to_owned(), "invalid_body", "/name", "member_missing"),
            (r#"{"name":1}"#.to_owned(), "invalid_body", "/name", "wrong_type"),
            (r#"{"name":null}"#.to_owned(), "invalid_body", "/name", "wrong_type"),
            (r#"{"name":"a","name":"b"}"#.to_owned(), "invalid_body", "/name", "member_duplicate"),
            (r#"{"naem":"a"}"#.to_owned(), "invalid_body", "/naem", "member_unknown"),
            (format!(r#"{{"{SECRET}":"a"}}"#), "invalid_body", "/…", "member_unknown"),
            (with("[]"), "invalid_body", "/settings", "wrong_type"),
            (with(r#"["https://a.okta.com","0oa1b2c3d4E5F6G7H8i9"]"#), "invalid_body", "/settings", "wrong_type"),
            (with(&format!("\"{SECRET}\"")), "invalid_body", "/settings", "wrong_type"),
            (with("{}"), "invalid_body", "/settings/domain", "member_missing"),
            (with(r#"{"domain":"d","client_id":"c","x":1}"#), "invalid_body", "/settings/x", "member_unknown"),
            (key(&format!("[\"{SECRET}\"]")), "invalid_body", "/settings/private_key", "wrong_type"),
            (key("true"), "invalid_body", "/settings/private_key", "wrong_type"),
            (key("7"), "invalid_body", "/settings/private_key", "wrong_type"),
            (
                with(&format!(r#"{{"domain":["{SECRET}"],"client_id":"c"}}"#)),
                "invalid_body",
                "/settings/domain",
                "wrong_type",
            ),
        ] {
            assert_eq!(refusal(&body), (code.to_owned(), pointer.to_owned(), error.to_owned()), "{body:.80}");
        }
    }

    #[test]
    fn an_encoded_body_is_refused() {
        for (value, expected) in [
            (None, true),
            (Some("identity"), true),
            (Some("Identity, "), true),
            (Some("gzip"), false),
            (Some("identity, br"), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(header::CONTENT_ENCODING, value.parse().unwrap());
            }
            assert_eq!(refuse_encoded(&headers).is_ok(), expected, "{value:?}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_json() {
        for (value, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json;", true),
            ("application/json; ; charset=utf-8;", true),
            ("application/json; charset=latin1", false),
            ("application/json-patch+json", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            assert_eq!(is_json(&headers), expected, "{value}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
