//! `Accept` of a verification: the report at the end, or each check as it is settled.

use crate::problem::{Refusal, kind};
use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};

/// In which form a verification answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportForm {
    /// `application/json`: the report.
    Json,
    /// `text/event-stream`: `check` events, then one `report`.
    Events,
}

impl<S: Send + Sync> FromRequestParts<S> for ReportForm {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        chosen(&parts.headers).ok_or_else(|| {
            Refusal::new(kind::NOT_ACCEPTABLE, "Ask for application/json or for text/event-stream in Accept.")
        })
    }
}

/// The acceptable form of the highest weight; at equal weights the one named first (RFC 9110, 12.5.1).
fn chosen(headers: &HeaderMap) -> Option<ReportForm> {
    let ranges: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty())
        .collect();
    if ranges.is_empty() {
        return Some(ReportForm::Json);
    }
    let mut best: Option<(f32, ReportForm)> = None;
    for range in ranges {
        let mut parts = range.split(';').map(str::trim);
        let form = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "application/json" | "application/*" | "*/*" => ReportForm::Json,
            "text/event-stream" | "text/*" => ReportForm::Events,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if weight > 0.0 && best.is_none_or(|(other, _)| weight > other) {
            best = Some((weight, form));
        }
    }
    best.map(|(_, form)| form)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_form_follows_accept() {
        for (accept, expected) in [
            (None, Some(ReportForm::Json)),
            (Some("*/*"), Some(ReportForm::Json)),
            (Some("application/json"), Some(ReportForm::Json)),
            (Some("Text/Event-Stream"), Some(ReportForm::Events)),
            (Some("text/event-stream, application/json"), Some(ReportForm::Events)),
            (Some("application/json, text/event-stream"), Some(ReportForm::Json)),
            (Some("application/json;q=0.5, text/event-stream"), Some(ReportForm::Events)),
            (Some("text/event-stream;q=0, */*;q=0.1"), Some(ReportForm::Json)),
            (Some("text/html"), None),
            (Some("application/json;q=0"), None),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(chosen(&headers), expected, "{accept:?}");
        }
    }
}
