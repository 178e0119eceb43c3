//! `DELETE /api/v1/connections/{id}`

use super::shared::load;
use crate::app::App;
use crate::audit_log::{Actor, action};
use crate::extract::{Admin, ConnectionId, IfMatch, Query};
use crate::problem::ApiResult;
use axum::extract::State;
use axum::http::StatusCode;

/// Deletes a connection and its key.
#[utoipa::path(
    delete,
    path = "/api/v1/connections/{id}",
    tag = "Connections",
    params(
        ("id" = String, Path, format = "uuid", description = "Which"),
        ("If-Match" = Option<String>, Header, description = "Delete only this version"),
    ),
    responses((status = 204, description = "Deleted"), crate::openapi::Refused)
)]
pub(crate) async fn delete_connection(
    State(app): State<App>,
    Admin(caller): Admin,
    ConnectionId(id): ConnectionId,
    _: Query<()>,
    if_match: IfMatch,
) -> ApiResult<StatusCode> {
    let version = load(app.store.as_ref(), id).await?.connection.version;
    if_match.check(version)?;
    let version = matches!(if_match, IfMatch::Tags(_)).then_some(version);
    let entry = app.audit().entry(&Actor::from(&caller), action::DELETED, serde_json::Value::Null);
    app.store.delete(&[(id, version)], &entry).await?;
    Ok(StatusCode::NO_CONTENT)
}
