//! Replay protection: each `jti` can be used once.

use std::collections::HashMap;

/// After this many seconds a `jti` can be forgotten: the assertion or proof has expired.
const REMEMBERED: i64 = 2 * 3600;

#[derive(Debug, Default)]
pub(crate) struct Replay {
    used: HashMap<String, i64>,
}

impl Replay {
    /// Uses up `jti`; false if it was used before.
    pub(crate) fn use_once(&mut self, jti: &str, now: i64) -> bool {
        if self.used.len() > 4096 {
            self.used.retain(|_, at| now - *at < REMEMBERED);
        }
        self.used.insert(jti.to_owned(), now).is_none()
    }
}
