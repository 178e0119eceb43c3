//! `Accept` of a verification: the report at the end, or each check as it is settled.

use crate::problem::{ApiError, kind};
use crate::quality_value::weighed;
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
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        chosen(&parts.headers).ok_or_else(|| {
            ApiError::new(kind::NOT_ACCEPTABLE, "Ask for application/json or for text/event-stream in Accept.")
        })
    }
}

/// The form of the highest weight; at equal weights the one that was named first, and JSON where neither was. What a form
/// weighs is said by the most specific range that it is in, so that `q=0` takes it out of `*/*` (RFC 9110, 12.5.1).
fn chosen(headers: &HeaderMap) -> Option<ReportForm> {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<(String, f32)> = values.flat_map(|value| value.split(',')).filter_map(weighed).collect();
    if ranges.is_empty() {
        return Some(ReportForm::Json);
    }
    let mut best: Option<(f32, usize, ReportForm)> = None;
    for (form, specific_first) in FORMS {
        let place = specific_first.iter().find_map(|name| ranges.iter().position(|(range, _)| range == name));
        let Some((place, weight)) = place.map(|place| (place, ranges[place].1)) else { continue };
        let is_better =
            |(other, before, _): (f32, usize, ReportForm)| weight > other || (weight >= other && place < before);
        if weight > 0.0 && best.is_none_or(is_better) {
            best = Some((weight, place, form));
        }
    }
    best.map(|(_, _, form)| form)
}

/// Each form, and the ranges that it is in, the most specific first.
const FORMS: [(ReportForm, [&str; 3]); 2] = [
    (ReportForm::Json, ["application/json", "application/*", "*/*"]),
    (ReportForm::Events, ["text/event-stream", "text/*", "*/*"]),
];

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
            (Some("application/json;q=0, */*"), Some(ReportForm::Events)),
            (Some("*/*, application/json;Q=0"), Some(ReportForm::Events)),
            (Some("*/*;q=0.1, text/*;q=0"), Some(ReportForm::Json)),
            (Some("application/*;q=0.1, application/json"), Some(ReportForm::Json)),
            (Some("*/*;q=0"), None),
            (Some(", ,"), Some(ReportForm::Json)),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(chosen(&headers), expected, "{accept:?}");
        }
    }
}
