//! Connections.

use super::request::{DOWNLOADING, Request, VERIFYING};
use super::{ApiError, Query};
use gloo_net::http::Method;
use model::api::{ConnectionPage, HistoryPage};
use model::connection::Connection;
use serde_json::json;
use web_sys::{AbortSignal, Blob};

const PATH: &str = "connections";

/// Whether the server verifies what it is about to store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verify {
    /// It does, and stores nothing that does not work.
    First,
    /// It stores the connection as unverified.
    Skip,
}

impl Verify {
    fn query(self) -> Query {
        Query::default().with("verify", if self == Self::Skip { "skip" } else { "" })
    }
}

/// One page of the list.
pub(crate) async fn list(query: Query, cancel: Option<&AbortSignal>) -> Result<ConnectionPage, ApiError> {
    Request::new(Method::GET, format!("{PATH}{}", query.finish())).fetch(cancel).await
}

/// One connection.
pub(crate) async fn get(id: &str, cancel: Option<&AbortSignal>) -> Result<Connection, ApiError> {
    Request::new(Method::GET, format!("{PATH}/{id}")).fetch(cancel).await
}

/// Creates one. `body` as the contract says; the same `idempotency_key` makes a retry safe.
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

/// Where a replacement goes, and what its sender has agreed to.
pub(crate) struct Replace<'a> {
    /// Which connection.
    pub(crate) id: &'a str,
    /// The version that the sender saw: the server refuses (412) when there is a newer one.
    pub(crate) version: i64,
    /// Whether to verify first.
    pub(crate) verify: Verify,
    /// Whether it may land on another organization than the one it was created for.
    pub(crate) other_organization: bool,
}

/// Replaces one.
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

/// Deletes all of them or none.
pub(crate) async fn delete(ids: &[String]) -> Result<(), ApiError> {
    let body = json!({ "ids": ids }).to_string();
    Request::new(Method::POST, format!("{PATH}/delete")).json(body).text(None).await.map(drop)
}

/// Every connection that matches, as CSV: a file and its name.
pub(crate) async fn export(query: Query) -> Result<(String, Blob), ApiError> {
    Request::new(Method::GET, format!("{PATH}/export{}", query.finish())).timeout(DOWNLOADING).file(None).await
}

/// These connections, as CSV: a file and its name.
pub(crate) async fn export_selected(ids: &[String]) -> Result<(String, Blob), ApiError> {
    let body = json!({ "ids": ids }).to_string();
    Request::new(Method::POST, format!("{PATH}/export")).json(body).timeout(DOWNLOADING).file(None).await
}

/// A page of a connection's history, newest first.
pub(crate) async fn history(id: &str, cursor: &str, cancel: Option<&AbortSignal>) -> Result<HistoryPage, ApiError> {
    let query = Query::default().with("limit", "20").with("cursor", cursor).finish();
    Request::new(Method::GET, format!("{PATH}/{id}/history{query}")).fetch(cancel).await
}
