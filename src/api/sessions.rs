//! Where the user is signed in.

use super::ApiError;
use super::request::Request;
use model::api::SessionList;

const PATH: &str = "sessions";
/// As many as the server gives at once: more than anybody looks through.
const NEWEST: &str = "sessions?limit=200";

/// The user's newest sessions, and whether there are more.
pub(crate) async fn list() -> Result<SessionList, ApiError> {
    Request::new("GET", NEWEST).fetch(None).await
}

/// Ends one; without an id, every one but this.
pub(crate) async fn end(id: Option<&str>) -> Result<(), ApiError> {
    let path = id.map_or_else(|| PATH.to_owned(), |id| [PATH, "/", id].concat());
    Request::new("DELETE", path).text(None).await.map(drop)
}
