//! Who is signed in.

use super::request::Request;
use super::{ApiError, Query};
use crate::paths;
use gloo_net::http::Method;
use model::api::{Session, SignInMethods};
use serde_json::json;

const PATH: &str = "session";

/// Who am I?
pub(crate) async fn current() -> Result<Session, ApiError> {
    Request::new(Method::GET, PATH).fetch(None).await
}

/// Signs in with the token of a one-time link, or an API token; the session then lives in a cookie.
pub(crate) async fn sign_in(token: &str) -> Result<Session, ApiError> {
    let body = json!({ "token": token }).to_string();
    Request::new(Method::POST, PATH).json(body).fetch(None).await
}

/// How people may sign in, beside a link.
pub(crate) async fn methods() -> Result<SignInMethods, ApiError> {
    Request::new(Method::GET, "session/methods").fetch(None).await
}

/// Where a browser goes to sign in with the provider, and to come back to a page. With `ask_again` the provider asks who
/// it is, even where it knows somebody.
pub(crate) fn provider_address(return_to: &str, ask_again: bool) -> String {
    let query = Query::default().with("return_to", return_to).with("prompt", if ask_again { "login" } else { "" });
    let query = query.finish();
    paths::href(&[model::api::BASE, "/session/oidc", &query].concat())
}

/// Signs out.
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    Request::new(Method::DELETE, PATH).text(None).await.map(drop)
}
