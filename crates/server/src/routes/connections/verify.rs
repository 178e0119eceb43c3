//! `POST /api/v1/connections/{id}/verify`

use super::shared::load;
use crate::app::App;
use crate::extract::{Admin, ConnectionId, NoBody, Query, ReportForm};
use crate::history::Actor;
use crate::limits::begin_work;
use crate::problem::Answer;
use crate::verification::{self, Ended};
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
    _: NoBody,
) -> Answer<Response> {
    let record = load(&app, id).await?;
    let place = begin_work(&app, &caller, verification::destination(&record)?.0.host())?;
    let by = Actor::from(&caller);
    let work = |on_check| async move {
        let _place = place;
        verification::run_stored(&app, record, &by, on_check).await
    };
    verification::respond(form, work).await
}
