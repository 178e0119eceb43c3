//! Every text says that it is UTF-8: a browser that guesses otherwise may read other characters in it than we wrote.

use axum::http::{HeaderValue, header};
use axum::response::Response;

pub(super) async fn say(mut response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let with_charset = kind.filter(|kind| is_text(kind)).map(|kind| format!("{kind}; charset=utf-8"));
    if let Some(value) = with_charset.and_then(|kind| HeaderValue::try_from(kind).ok()) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

/// A text that does not say it yet. JSON is UTF-8 and has no such parameter (RFC 8259, 11), and neither have events.
fn is_text(kind: &str) -> bool {
    let is_text = kind.starts_with("text/") || ["javascript", "xml"].iter().any(|end| kind.ends_with(end));
    is_text && !kind.contains("charset") && kind != "text/event-stream"
}
