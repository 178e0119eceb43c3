//! The `{id}` of a path.

use crate::problem::ApiError;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use uuid::Uuid;

/// A connection's id. What is no UUID names no connection: 404, as for an unknown one.
pub(crate) struct ConnectionId(pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for ConnectionId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let id = Path::<String>::from_request_parts(parts, state).await.ok();
        id.and_then(|Path(id)| parse(&id)).map(Self).ok_or_else(ApiError::no_connection)
    }
}

/// A session's id, likewise.
pub(crate) struct SessionId(pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for SessionId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let id = Path::<String>::from_request_parts(parts, state).await.ok();
        id.and_then(|Path(id)| parse(&id)).map(Self).ok_or_else(ApiError::no_session)
    }
}

/// Only the form that answers give: lower case, with hyphens.
pub(crate) fn parse(id: &str) -> Option<Uuid> {
    Uuid::parse_str(id).ok().filter(|uuid| uuid.hyphenated().to_string() == id)
}
