//! API calls for the list of a user's sessions.

use super::ApiError;
use super::request::Request;
use gloo_net::http::Method;
use model::api::{SessionEntry, SessionList};
use web_sys::AbortSignal;

const PATH: &str = "sessions";
/// The page size: the most that the server gives at once, and more than anybody looks through.
const NEWEST: &str = "sessions?limit=200";

/// Gets the user's sessions, newest first.
pub(crate) async fn list(cancel: Option<&AbortSignal>) -> Result<Vec<SessionEntry>, ApiError> {
    Request::new(Method::GET, NEWEST).fetch::<SessionList>(cancel).await.map(|list| list.items)
}

/// Ends one session; without an id, every session but this one.
pub(crate) async fn end(id: Option<&str>) -> Result<(), ApiError> {
    let path = id.map_or_else(|| PATH.to_owned(), |id| [PATH, "/", id].concat());
    Request::new(Method::DELETE, path).text(None).await.map(drop)
}
