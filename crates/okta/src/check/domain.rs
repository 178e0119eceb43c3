//! `domain`: resolves, to public addresses; TLS; answers.

use super::Finding;
use crate::client::error::Trouble;
use crate::diagnosis::say;

/// What the first request to the host tells. `None` while that is open: a connection stood but no answer came, and the
/// token request may fare better.
pub(crate) fn judge(first: Result<(), Trouble>) -> Option<Finding> {
    match first {
        Ok(()) => Some(answers()),
        Err(trouble) if trouble.was_connected() => None,
        Err(trouble) => Some(failed(trouble)),
    }
}

pub(crate) fn answers() -> Finding {
    Finding::passed(say::DOMAIN)
}

pub(crate) fn failed(trouble: Trouble) -> Finding {
    Finding::Found(trouble.into())
}
