//! Who is signed in.

use super::ApiError;
use super::request::Request;
use model::api::Session;
use model::json::{Json, Members};

const PATH: &str = "session";

/// Who am I?
pub(crate) async fn current() -> Result<Session, ApiError> {
    Request::new("GET", PATH).fetch(None).await
}

/// Signs in with the token of a one-time link, or an API token; the session then lives in a cookie.
pub(crate) async fn sign_in(token: &str) -> Result<Session, ApiError> {
    let body = Json::from(Members::from_iter([("token", token)])).to_text();
    Request::new("POST", PATH).json(body).fetch(None).await
}

/// Signs out.
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    Request::new("DELETE", PATH).text(None).await.map(drop)
}
