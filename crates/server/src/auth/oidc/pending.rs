//! Pending sign-ins, in memory: without being signed in, a client causes no writes to the disk.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// More than people begin in ten minutes. With one more, the oldest is forgotten: whoever fills this up keeps nobody
/// from
/// signing in who takes less time than that.
const MAX: usize = 10_000;
const MAX_PATH: usize = 2_000;

/// By the hash of their state.
#[derive(Default)]
pub(super) struct Pending(Mutex<All>);

#[derive(Default)]
struct All {
    by_state: HashMap<Vec<u8>, Waiting>,
    /// The states, the oldest first; also those that have ended.
    in_order: VecDeque<Vec<u8>>,
}

/// What is needed to end a sign-in.
pub(super) struct Waiting {
    /// The hash of what the browser keeps.
    pub(super) browser: Vec<u8>,
    pub(super) nonce: Zeroizing<String>,
    pub(super) verifier: Zeroizing<String>,
    pub(super) return_to: ReturnTo,
    pub(super) former: Option<Zeroizing<String>>,
    pub(super) until: OffsetDateTime,
}

impl Pending {
    pub(super) fn add(&self, state: Vec<u8>, waiting: Waiting) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.in_order.len() >= MAX
            && let Some(oldest) = all.in_order.pop_front()
        {
            all.by_state.remove(&oldest);
        }
        all.in_order.push_back(state.clone());
        all.by_state.insert(state, waiting);
    }

    pub(super) fn take(&self, state: &[u8], now: OffsetDateTime) -> Option<Waiting> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.by_state.remove(state).filter(|waiting| now < waiting.until)
    }
}

/// A page of the console, below the public URL's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReturnTo(String);

impl ReturnTo {
    /// Reads a path with or without a query. What a browser could take for another host is no path: `//host`, `/\host`,
    /// and whatever it skips, such as tabs. Neither is a path of the API.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let path = text.split('?').next().unwrap_or_default();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') && !path.contains('\\');
        let is_ours =
            path.starts_with('/') && !path.contains("//") && !path.split('/').any(|part| part.starts_with('.'));
        let small = path.to_ascii_lowercase();
        let is_hidden = ["%2e", "%2f", "%5c"].iter().any(|mark| small.contains(mark));
        let is_page = path != "/api" && !path.starts_with("/api/") && path != "/sign-in";
        (is_plain && is_ours && !is_hidden && is_page && text.len() <= MAX_PATH).then(|| Self(text.to_owned()))
    }

    /// The first page.
    pub(crate) fn home() -> Self {
        Self("/".to_owned())
    }

    /// The path, beginning with `/`.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use time::Duration;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn waiting(until: OffsetDateTime) -> Waiting {
        Waiting {
            browser: vec![],
            nonce: Zeroizing::default(),
            verifier: Zeroizing::default(),
            return_to: ReturnTo::home(),
            former: None,
            until,
        }
    }

    #[test]
    fn a_sign_in_leads_back_to_pages_of_ours_alone() {
        for (text, good) in [
            ("/", true),
            ("/connections", true),
            ("/connections?sort=-domain&q=a%2F%2Fb", true),
            ("/connections/0190?q=https://x.example//", true),
            ("/connections?q=\\", true),
            ("/a%20b", true),
            ("", false),
            ("connections", false),
            ("https://evil.example/", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("\\\\evil.example", false),
            ("/\t/evil.example", false),
            ("/\n/evil.example", false),
            (" //evil.example", false),
            ("/connections//evil.example", false),
            ("/.//evil.example", false),
            ("/../api/v1/session", false),
            ("/%2e%2e//evil.example", false),
            ("/%5cevil.example", false),
            ("javascript:alert(1)", false),
            ("/connections#token=x", false),
            ("/sign-in", false),
            ("/api/v1/session/oidc", false),
            ("/api", false),
            ("/é", false),
        ] {
            assert_eq!(ReturnTo::parse(text).is_some(), good, "{text:?}");
        }
        assert!(ReturnTo::parse(&format!("/{}", "a".repeat(MAX_PATH))).is_none());
    }

    #[test]
    fn a_state_counts_once_and_for_a_while() {
        let pending = Pending::default();
        let until = NOON + Duration::minutes(10);
        pending.add(vec![1], waiting(until));
        pending.add(vec![2], waiting(until));
        assert!(pending.take(&[3], NOON).is_none());
        assert!(pending.take(&[1], NOON).is_some());
        assert!(pending.take(&[1], NOON).is_none());
        assert!(pending.take(&[2], until).is_none());
    }

    #[test]
    fn what_is_remembered_has_an_end_and_the_oldest_goes_first() {
        let pending = Pending::default();
        let state = |number: usize| number.to_be_bytes().to_vec();
        for number in 0..=MAX {
            pending.add(state(number), waiting(NOON + Duration::minutes(10)));
        }
        assert!(pending.take(&state(0), NOON).is_none());
        assert!(pending.take(&state(1), NOON).is_some());
        assert!(pending.take(&state(MAX), NOON).is_some());
        for number in 0..3 * MAX {
            pending.add(state(number), waiting(NOON + Duration::minutes(10)));
            pending.take(&state(number), NOON);
        }
        let all = pending.0.lock().unwrap();
        assert!(all.by_state.len() <= MAX && all.in_order.len() <= MAX);
    }
}
