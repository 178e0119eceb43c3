//! Okta's responses: headers and body, read without trusting them.

use super::{challenge, link};
use outbound::{
    Response,
    header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, LINK, LOCATION, RETRY_AFTER, SERVER, WWW_AUTHENTICATE},
};
use serde_json::Value;
use std::time::Duration;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use zeroize::Zeroizing;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
/// `challenge` on a page of Cloudflare's that only a browser gets past.
const CF_MITIGATED: HeaderName = HeaderName::from_static("cf-mitigated");

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
    /// What it says that it is, and what says so: they tell what stands in front of Okta.
    pub(crate) content_type: Option<String>,
    pub(crate) server: Option<String>,
    /// Whether something wants to be shown a browser before it lets anyone through.
    pub(crate) is_challenged: bool,
    /// Where a list goes on (`Link: …; rel="next"`).
    pub(crate) next: Option<String>,
    www_authenticate: Vec<String>,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
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
            content_type: text(CONTENT_TYPE).map(clean).filter(|kind| !kind.is_empty()),
            server: text(SERVER).map(clean).filter(|server| !server.is_empty()),
            is_challenged: text(CF_MITIGATED).is_some_and(|how| how.trim().eq_ignore_ascii_case("challenge")),
            next: lines(headers, &LINK).find_map(|line| link::next(line)).map(str::to_owned),
            www_authenticate: lines(headers, &WWW_AUTHENTICATE).map(str::to_owned).collect(),
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

    /// Whether it is a page for people: HTML, whatever it says that it is.
    pub(crate) fn is_page(&self) -> bool {
        self.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
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

    /// The error, in either of Okta's formats.
    pub(crate) fn error(&self) -> ErrorBody {
        let json = self.json();
        let member = |name: &str| json.as_ref()?.get(name)?.as_str().map(clean);
        let parameter = |line: &String, name: &str| challenge::parameter(line, name).map(|value| clean(&value));
        for (error, description) in [("error", "error_description"), ("errorCode", "errorSummary")] {
            if let Some(error) = member(error) {
                return ErrorBody { error, description: member(description).unwrap_or_default() };
            }
        }
        // One challenge a line or several: the reason is beside the error, whichever line that is on.
        let challenges = &self.www_authenticate;
        let with_error = challenges.iter().find(|line| parameter(line, "error").is_some());
        let parameter_of = |name: &str| with_error.or(challenges.first()).and_then(|line| parameter(line, name));
        ErrorBody {
            error: parameter_of("error").unwrap_or_default(),
            description: parameter_of("error_description").unwrap_or_default(),
        }
    }
}

/// The error of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    /// `error`, `errorCode`, or `error` of `WWW-Authenticate`.
    pub(crate) error: String,
    /// The words that go with it.
    pub(crate) description: String,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self::new(response.status, &response.headers, response.body)
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

fn lines<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).iter().filter_map(|line| line.to_str().ok())
}

/// The other side's words, fit to be shown: one line, no control characters, not endless.
pub(crate) fn clean(words: &str) -> String {
    words.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_WORDS).collect()
}

#[cfg(test)]
mod tests;
