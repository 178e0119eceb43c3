//! `POST /api/v1/connections/{id}/verify`

use super::shared::load;
use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::Actor;
use crate::extract::{Admin, ConnectionId, NoBody, Query, ReportForm};
use crate::problem::ApiResult;
use crate::verification_response::respond;
use crate::verifier::{Ended, destination};
use axum::extract::State;
use axum::response::Response;

/// Verifies a stored connection and updates its status; one that cannot be finished changes the report alone.
///
/// Of two at once the one that began later is kept. Where the settings were changed meanwhile, too, the answer says that
/// its result was not kept, and why (`not_kept`).
///
/// With `Accept: text/event-stream` each check is sent as it is settled, as an event `check`, and at the end one event
/// `report`.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/verify",
    tag = "Verification",
    params(("id" = String, Path, format = "uuid", description = "Which")),
    responses(
        (status = 200, description = "The report, whatever it says", content((Ended = "application/json"), (String = "text/event-stream"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn verify_connection(
    State(app): State<App>,
    Admin(caller): Admin,
    ConnectionId(id): ConnectionId,
    _: Query<()>,
    form: ReportForm,
    permit: Permit,
    _: NoBody,
) -> ApiResult<Response> {
    let record = load(app.store.as_ref(), id).await?;
    let (domain, _) = destination(&record)?;
    let slot = app.limits.acquire_verification_slot(&caller, domain.host(), app.clock.now(), &permit)?;
    let (by, verifier) = (Actor::from(&caller), app.verifier());
    let work = |on_check| async move {
        let _slot = slot;
        verifier.run_stored(record, &by, on_check).await
    };
    respond(form, work).await
}
