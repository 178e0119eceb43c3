//! What came back, taken apart without trusting it.

use crate::diagnosis::Said;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, LINK, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::Value;
use std::time::Duration;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use zeroize::Zeroizing;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// The most characters of the other side's words that a report repeats.
const MAX_WORDS: usize = 300;
/// The most values in a body, about. What Okta answers here has a few hundred; and a value of two bytes takes up to
/// 600 in memory.
const MAX_VALUES: usize = 8 * 1024;

/// An answer. Without `Debug`, as its body may hold a token.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `x-okta-request-id`: what Okta's support asks for; only Okta sends it.
    pub(crate) request_id: Option<String>,
    pub(crate) date: Option<OffsetDateTime>,
    /// When the rate limit resets, in seconds since the epoch by Okta's clock.
    pub(crate) rate_limit_reset: Option<i64>,
    /// `Retry-After` as it stands: seconds or a date (RFC 9110 §10.2.3).
    retry_after: Option<String>,
    pub(crate) dpop_nonce: Option<String>,
    /// The host that a redirect names.
    pub(crate) redirect_host: Option<String>,
    /// Whether it says that it is JSON.
    pub(crate) is_json: bool,
    /// Whether a list goes on (`Link: …; rel="next"`).
    pub(crate) has_next: bool,
    www_authenticate: Option<String>,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The body, as it came.
    pub(crate) fn into_body(self) -> Zeroizing<Vec<u8>> {
        self.body
    }

    pub(crate) fn new(status: u16, headers: &HeaderMap, body: Zeroizing<Vec<u8>>) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let redirect = text(LOCATION).filter(|_| (300..400).contains(&status));
        Self {
            status,
            request_id: text(REQUEST_ID).map(clean).filter(|id| !id.is_empty()),
            date: text(DATE).and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok()),
            rate_limit_reset: text(RATE_LIMIT_RESET).and_then(|reset| reset.trim().parse().ok()),
            retry_after: text(RETRY_AFTER).map(|value| value.trim().to_owned()),
            dpop_nonce: text(DPOP_NONCE).map(str::to_owned).filter(|nonce| !nonce.is_empty()),
            redirect_host: redirect.and_then(|to| url::Url::parse(to).ok()?.host_str().map(clean)),
            is_json: text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json")),
            has_next: headers
                .get_all(LINK)
                .iter()
                .filter_map(|link| link.to_str().ok())
                .any(|link| link.contains("rel=\"next\"")),
            www_authenticate: text(WWW_AUTHENTICATE).map(str::to_owned),
            body,
        }
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, where it is JSON, and no endless one.
    pub(crate) fn json(&self) -> Option<Value> {
        let is_modest = starts_of_values(&self.body) <= MAX_VALUES;
        is_modest.then(|| serde_json::from_slice(&self.body).ok())?
    }

    /// How long until the rate limit resets, by the other side's own clock, and a second for its rounding; `None`
    /// where it does not say.
    pub(crate) fn rate_limit_wait(&self, now: OffsetDateTime) -> Option<Duration> {
        let theirs = self.date.unwrap_or(now).unix_timestamp();
        let seconds = self.rate_limit_reset?.checked_sub(theirs)?.checked_add(1)?;
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// How long the other side wants to be left alone: by `Retry-After`, or until its rate limit resets, whichever is
    /// longer. Only an answer that turns away for now says so.
    pub(crate) fn retry_after(&self, now: OffsetDateTime) -> Option<Duration> {
        if !matches!(self.status, 429 | 503) {
            return None;
        }
        let named = self.retry_after.as_deref().and_then(|text| {
            let until = || {
                let at = OffsetDateTime::parse(text, &Rfc2822).ok()?;
                Duration::try_from(at - self.date.unwrap_or(now)).ok()
            };
            text.parse().ok().map(Duration::from_secs).or_else(until)
        });
        named.max(self.rate_limit_wait(now).filter(|_| self.status == 429))
    }

    /// The error, in whichever shape it came.
    pub(crate) fn said(&self) -> Said {
        let json = self.json();
        let member = |name: &str| json.as_ref()?.get(name)?.as_str().map(clean);
        let header = |name: &str| self.www_authenticate.as_deref().and_then(|value| parameter(value, name));
        for (error, description) in [("error", "error_description"), ("errorCode", "errorSummary")] {
            if let Some(error) = member(error) {
                return Said { error, description: member(description).unwrap_or_default() };
            }
        }
        Said {
            error: header("error").unwrap_or_default(),
            description: header("error_description").unwrap_or_default(),
        }
    }
}

/// How often a value may begin in a JSON text, give or take one for each list and object.
fn starts_of_values(json: &[u8]) -> usize {
    let (mut in_string, mut is_escaped) = (false, false);
    let starts = json.iter().filter(|byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            _ => return !in_string && matches!(byte, b'{' | b'[' | b','),
        }
        false
    });
    starts.count()
}

/// `name="…"` out of a challenge (RFC 9110 §11.6.1).
fn parameter(challenge: &str, name: &str) -> Option<String> {
    let start = format!("{name}=\"");
    challenge.match_indices(&start).find_map(|(at, _)| {
        let whole = at == 0 || challenge[..at].ends_with([' ', ',', '\t']);
        let value = challenge[at + start.len()..].split_once('"')?.0;
        whole.then(|| clean(value))
    })
}

/// The other side's words, fit to be shown: one line, no control characters, not endless.
pub(crate) fn clean(words: &str) -> String {
    words.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_WORDS).collect()
}

#[cfg(test)]
mod tests;
