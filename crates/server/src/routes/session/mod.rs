//! `/api/v1/session`: who is signed in.

pub(crate) mod get;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

use crate::app::rfc3339;
use crate::auth::Principal;
use model::api::Session;

fn view(principal: Principal) -> Session {
    Session { name: principal.name, role: principal.role, expires_at: principal.expires_at.map(rfc3339) }
}
