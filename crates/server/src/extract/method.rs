//! Request methods by name, for metrics, log and history: HTTP lets a client make up others, of any length.

use axum::http::Method;

/// The methods of RFC 9110 and RFC 5789.
const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/// The method's name, or `other`.
pub(crate) fn method_name(method: &Method) -> &'static str {
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_method_that_somebody_made_up_has_no_name() {
        for (method, name) in
            [("GET", "GET"), ("PATCH", "PATCH"), ("get", "other"), ("PURGE", "other"), (&"A".repeat(9_000), "other")]
        {
            assert_eq!(method_name(&Method::from_bytes(method.as_bytes()).unwrap()), name, "{method:.9}");
        }
    }
}
