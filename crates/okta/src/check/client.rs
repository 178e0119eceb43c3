//! `client`: the client ID is known, the app is active.

use super::Finding;
use crate::diagnosis::messages;
use crate::{Diagnosis, client::grant::Grant};
use model::check::CheckId;

/// What the token request tells of the app.
pub(crate) fn evaluate(token: &Result<Grant, Diagnosis>) -> Finding {
    match token {
        Err(refusal) if refusal.entry().check == CheckId::Client => refusal.clone().into(),
        Err(refusal) if !refusal.entry().client_known => Finding::Skipped(messages::CLIENT_UNKNOWN),
        _ => Finding::passed(messages::CLIENT),
    }
}
