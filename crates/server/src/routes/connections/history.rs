//! `GET /api/v1/connections/{id}/history`

use super::cursor::{decode_entry, encode_entry};
use crate::app::App;
use crate::extract::{ConnectionId, FromParams, Params, Query, Viewer};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use model::api::HistoryPage;
use model::permission::Permission;

/// Which part of the history.
pub(crate) struct Part {
    limit: u32,
    cursor: Option<String>,
}

impl FromParams for Part {
    fn from_params(params: &mut Params) -> Self {
        Self { limit: params.take_limit(), cursor: params.take("cursor") }
    }
}

/// A connection's changes and verifications, newest first, with who.
///
/// Administrators read that of a deleted connection, too, who somebody is for good (`subject`), and from
/// where they worked (`address`).
#[utoipa::path(
    get,
    path = "/api/v1/connections/{id}/history",
    tag = "Connections",
    params(
        ("id" = String, Path, format = "uuid", description = "Which"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "1 to 200, 50 unless given"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses((status = 200, description = "A page", body = HistoryPage), crate::openapi::Refused)
)]
pub(crate) async fn list_history(
    State(app): State<App>,
    Viewer(caller): Viewer,
    ConnectionId(id): ConnectionId,
    Query(Part { limit, cursor }): Query<Part>,
) -> ApiResult<Json<HistoryPage>> {
    let before = cursor.as_deref().map(decode_entry).transpose()?;
    let may_manage = caller.role.may(Permission::Manage);
    let is_there = app.store.get(id).await?.is_some();
    // What was done outlives what it was done to.
    if !is_there && (!may_manage || app.store.audit_entries(id, 1, None).await?.is_empty()) {
        return Err(ApiError::no_connection());
    }
    let mut items = app.store.audit_entries(id, limit + 1, before).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    if !may_manage {
        // Addresses and subjects are for administrators.
        for entry in &mut items {
            entry.subject = None;
            entry.address = None;
        }
    }
    let next_cursor = items.last().filter(|_| more).map(|entry| encode_entry(&entry.id));
    Ok(Json(HistoryPage { items, next_cursor }))
}
