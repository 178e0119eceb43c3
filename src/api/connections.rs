//! API calls for connections: list, create, replace, delete, export, history.

use super::request::{DOWNLOADING, Request, VERIFYING};
use super::{ApiError, Query};
use gloo_net::http::Method;
use model::api::{ConnectionPage, HistoryPage};
use model::connection::Connection;
use serde_json::json;
use web_sys::{AbortSignal, Blob};

const PATH: &str = "connections";

/// Whether the server verifies a connection before it stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verify {
    /// Verify first, and store nothing that does not work.
    First,
    /// Store the connection as unverified.
    Skip,
}

impl Verify {
    fn query(self) -> Query {
        Query::default().with("verify", if self == Self::Skip { "skip" } else { "" })
    }
}

/// Gets one page of the list.
pub(crate) async fn list(query: Query, cancel: Option<&AbortSignal>) -> Result<ConnectionPage, ApiError> {
    Request::new(Method::GET, format!("{PATH}{}", query.finish())).fetch(cancel).await
}

/// Gets one connection.
pub(crate) async fn get(id: &str, cancel: Option<&AbortSignal>) -> Result<Connection, ApiError> {
    Request::new(Method::GET, format!("{PATH}/{id}")).fetch(cancel).await
}

/// Creates a connection from `body`, in the shape of the API. A retry with the same `idempotency_key` creates it only
/// once.
pub(crate) async fn create(
    body: String,
    verify: Verify,
    idempotency_key: &str,
    cancel: Option<&AbortSignal>,
) -> Result<Connection, ApiError> {
    Request::new(Method::POST, format!("{PATH}{}", verify.query().finish()))
        .header("Idempotency-Key", idempotency_key)
        .json(body)
        .timeout(VERIFYING)
        .fetch(cancel)
        .await
}

/// A replacement: the connection to replace, and what the user has agreed to.
pub(crate) struct Replace<'a> {
    /// The id of the connection.
    pub(crate) id: &'a str,
    /// The version that the user saw (`If-Match`). The server answers 412 when there is a newer one.
    pub(crate) version: i64,
    /// Whether to verify first.
    pub(crate) verify: Verify,
    /// Whether the connection may move to another organization than the one that it was created for.
    pub(crate) other_organization: bool,
}

/// Replaces a connection.
pub(crate) async fn replace(
    what: Replace<'_>,
    body: String,
    cancel: Option<&AbortSignal>,
) -> Result<Connection, ApiError> {
    let query = what.verify.query().with("organization", if what.other_organization { "change" } else { "" });
    Request::new(Method::PUT, format!("{PATH}/{}{}", what.id, query.finish()))
        .header("If-Match", format!("\"{}\"", what.version))
        .json(body)
        .timeout(VERIFYING)
        .fetch(cancel)
        .await
}

/// Deletes all of these connections or none of them.
pub(crate) async fn delete(ids: &[String]) -> Result<(), ApiError> {
    let body = json!({ "ids": ids }).to_string();
    Request::new(Method::POST, format!("{PATH}/delete")).json(body).text(None).await.map(drop)
}

/// Exports every connection that matches as CSV. Gives the file and its name.
pub(crate) async fn export(query: Query) -> Result<(String, Blob), ApiError> {
    Request::new(Method::GET, format!("{PATH}/export{}", query.finish())).timeout(DOWNLOADING).file(None).await
}

/// Exports these connections as CSV. Gives the file and its name.
pub(crate) async fn export_selected(ids: &[String]) -> Result<(String, Blob), ApiError> {
    let body = json!({ "ids": ids }).to_string();
    Request::new(Method::POST, format!("{PATH}/export")).json(body).timeout(DOWNLOADING).file(None).await
}

/// Gets a page of a connection's history, newest first.
pub(crate) async fn history(id: &str, cursor: &str, cancel: Option<&AbortSignal>) -> Result<HistoryPage, ApiError> {
    let query = Query::default().with("limit", "20").with("cursor", cursor).finish();
    Request::new(Method::GET, format!("{PATH}/{id}/history{query}")).fetch(cancel).await
}
