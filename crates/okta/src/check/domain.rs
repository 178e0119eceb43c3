//! `domain`: resolves, to public addresses; TLS; answers.

use super::Finding;
use crate::client::error::RequestError;
use crate::diagnosis::messages;
use crate::{Code, Diagnosis};

/// What the first request to the host tells. `None` while that is open: a connection stood but no answer came, and the
/// token request may fare better.
pub(crate) fn evaluate(first: Result<(), RequestError>, at_okta: bool) -> Option<Finding> {
    match first {
        Ok(()) => Some(answers()),
        Err(error) if error.was_connected() => None,
        Err(error) => Some(failed(error, at_okta)),
    }
}

pub(crate) fn answers() -> Finding {
    Finding::passed(messages::DOMAIN)
}

pub(crate) fn failed(error: RequestError, at_okta: bool) -> Finding {
    let found = Diagnosis::from(error);
    // Okta renews its own certificates in time; a machine that starts in 1970 finds none of them valid.
    if at_okta && found.code == Code::TlsExpired { found.recast(Code::TlsClock).into() } else { found.into() }
}
