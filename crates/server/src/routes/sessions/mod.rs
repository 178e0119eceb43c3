//! `/api/v1/sessions`: where people are signed in.

mod device;
pub(crate) mod list;
pub(crate) mod revoke;
pub(crate) mod revoke_others;

use crate::audit_log::{Actor, AuditWriter, action};
use crate::auth::{Principal, SessionView, Via};
use crate::problem::ApiResult;
use model::permission::Permission;
use serde_json::json;

/// Whose sessions a caller may end: their own, or all.
fn reach(caller: &Principal) -> Option<&str> {
    if caller.role.may(Permission::Manage) { None } else { Some(&caller.subject) }
}

fn is_current(caller: &Principal, session: &SessionView) -> bool {
    caller.via == Via::Session(session.id)
}

async fn note_revoked(audit: &AuditWriter, caller: &Principal, session: &SessionView) -> ApiResult<()> {
    let details = json!({"session": session.id.to_string(), "name": session.name, "subject": session.subject});
    audit.write(&Actor::from(caller), action::SESSION_REVOKED, details).await
}
