//! Rate limits: requests per minute for each kind of path, as of a small organization.

use std::collections::HashMap;

const MINUTE: i64 = 60;
const OTHER: u32 = 100;

/// The prefix of a path and its limit. The first that matches applies.
const LIMITS: [(&str, u32); 10] = [
    ("/oauth2/v1/token", 150),
    ("/oauth2/v1/clients", 25),
    ("/oauth2", 300),
    ("/.well-known", 300),
    ("/api/v1/users", 300),
    ("/api/v1/groups", 250),
    ("/api/v1/apps", 50),
    ("/api/v1/devices", 100),
    ("/api/v1/iam", 50),
    ("/api/v1/meta", 100),
];

#[derive(Debug, Default)]
pub(crate) struct RateBook {
    used: HashMap<&'static str, Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    started: i64,
    used: u32,
}

/// `x-rate-limit-limit`, `-remaining` and `-reset` (seconds since the epoch).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset: i64,
    /// Whether this request exceeds the limit.
    pub(crate) exceeded: bool,
}

impl RateBook {
    /// Counts a request.
    pub(crate) fn count(&mut self, path: &str, now: i64) -> Rate {
        let (bucket, limit) = LIMITS.into_iter().find(|(start, _)| path.starts_with(start)).unwrap_or(("", OTHER));
        let window = self.used.entry(bucket).or_insert(Window { started: now, used: 0 });
        if !(window.started..window.started + MINUTE).contains(&now) {
            *window = Window { started: now, used: 0 };
        }
        window.used += 1;
        Rate {
            limit,
            remaining: limit.saturating_sub(window.used),
            reset: window.started + MINUTE,
            exceeded: window.used > limit,
        }
    }
}
