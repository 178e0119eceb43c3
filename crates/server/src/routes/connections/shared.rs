//! Helpers of several operations on connections.

use crate::config::DomainAllowList;
use crate::extract::etag;
use crate::problem::{ApiError, ApiResult, kind};
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::connection::{Connection, pointer};
use model::field::{OktaDomain, ProfileName};
use model::problem::FieldProblem;
use store::{ConnectionRecord, Store, StoreError};
use uuid::Uuid;

/// A connection that must be there.
pub(super) async fn load(store: &dyn Store, id: Uuid) -> ApiResult<ConnectionRecord> {
    store.get(id).await?.ok_or_else(ApiError::no_connection)
}

/// A connection, with its `ETag`.
pub(super) fn answer(status: StatusCode, connection: &Connection) -> Response {
    (status, [(header::ETAG, etag(connection.version))], Json(connection)).into_response()
}

/// Refused fields of a create or replace.
pub(super) fn invalid(errors: Vec<FieldProblem>) -> ApiError {
    ApiError::fields(kind::VALIDATION_FAILED, errors)
}

/// Refuses a domain that the operator does not allow.
pub(super) fn check_domain_allowed(allowed: &DomainAllowList, domain: &OktaDomain) -> ApiResult<()> {
    if allowed.allows(domain) {
        return Ok(());
    }
    Err(ApiError::field(
        kind::VALIDATION_FAILED,
        pointer::DOMAIN,
        "domain_not_allowed",
        "This server is not allowed to connect to this domain. Ask the person who runs it to add the domain to APPCONN_OKTA_DOMAINS.",
    ))
}

/// Refuses a name that another connection has before Okta is asked. The database has the last word when it is stored.
pub(super) async fn check_name_free(store: &dyn Store, name: &ProfileName, own: Option<Uuid>) -> ApiResult<()> {
    let taken = store.id_of_name(name).await?.is_some_and(|other| Some(other) != own);
    if taken { Err(StoreError::NameTaken.into()) } else { Ok(()) }
}
