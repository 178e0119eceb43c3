//! Single use of `jti`.

use std::collections::HashMap;

/// Seconds after which a `jti` can be forgotten: what carried it has expired long since.
const REMEMBERED: i64 = 2 * 3600;

#[derive(Debug, Default)]
pub(crate) struct Replay {
    used: HashMap<String, i64>,
}

impl Replay {
    /// Takes `jti` for this once; false when it was taken before.
    pub(crate) fn spend(&mut self, jti: &str, now: i64) -> bool {
        if self.used.len() > 4096 {
            self.used.retain(|_, at| now - *at < REMEMBERED);
        }
        self.used.insert(jti.to_owned(), now).is_none()
    }
}
