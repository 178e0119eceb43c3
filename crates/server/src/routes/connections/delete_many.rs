//! `POST /api/v1/connections/delete`

use crate::app::App;
use crate::audit_log::{Actor, action};
use crate::extract::{Admin, Input, Query, parse_id};
use crate::problem::{ApiError, ApiResult, field, kind};
use axum::extract::State;
use axum::http::StatusCode;
use model::api::DeleteRequest;
use std::collections::BTreeSet;
use store::Store;
use uuid::Uuid;

/// The most connections that one request deletes.
const MAX_IDS: usize = 1_000;

/// Deletes all of these connections or none.
#[utoipa::path(
    post,
    path = "/api/v1/connections/delete",
    tag = "Connections",
    request_body = DeleteRequest,
    responses((status = 204, description = "All deleted"), crate::openapi::Refused)
)]
pub(crate) async fn delete_connections(
    State(app): State<App>,
    Admin(caller): Admin,
    _: Query<()>,
    body: Input<DeleteRequest>,
) -> ApiResult<StatusCode> {
    let ids = body.value.ids;
    if ids.is_empty() || ids.len() > MAX_IDS {
        let detail = format!("Name 1 to {MAX_IDS} connections.");
        return Err(ApiError::field(kind::VALIDATION_FAILED, "/ids", "ids_count", detail));
    }
    let mut found = BTreeSet::new();
    let mut missing = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        match existing(app.store.as_ref(), id).await? {
            Some(id) => {
                found.insert(id);
            }
            None => missing.push(field(
                &format!("/ids/{index}"),
                kind::NOT_FOUND.code,
                "This connection was not found. It may have been deleted.",
            )),
        }
    }
    if !missing.is_empty() {
        return Err(ApiError::fields(kind::NOT_FOUND, missing));
    }
    let ids: Vec<_> = found.into_iter().map(|id| (id, None)).collect();
    let entry = app.audit().entry(&Actor::from(&caller), action::DELETED, serde_json::Value::Null);
    app.store.delete(&ids, &entry).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn existing(store: &dyn Store, id: &str) -> ApiResult<Option<Uuid>> {
    let Some(id) = parse_id(id) else { return Ok(None) };
    Ok(store.get(id).await?.map(|_| id))
}
