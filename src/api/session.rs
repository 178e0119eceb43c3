//! API calls for the session: who is signed in, sign-in, sign-out.

use super::request::Request;
use super::{ApiError, Query};
use crate::paths;
use gloo_net::http::Method;
use model::api::{Session, SignInMethods};
use serde_json::json;

const PATH: &str = "session";

/// Gets the user who is signed in.
pub(crate) async fn current() -> Result<Session, ApiError> {
    Request::new(Method::GET, PATH).fetch(None).await
}

/// Signs in with the token of a one-time link or an API token. The session is then kept in a cookie.
pub(crate) async fn sign_in(token: &str) -> Result<Session, ApiError> {
    let body = json!({ "token": token }).to_string();
    Request::new(Method::POST, PATH).json(body).fetch(None).await
}

/// Gets the ways of signing in other than a one-time link.
pub(crate) async fn methods() -> Result<SignInMethods, ApiError> {
    Request::new(Method::GET, "session/methods").fetch(None).await
}

/// The address at which the browser begins to sign in with the provider, and comes back to a page afterwards. With
/// `ask_again` the provider asks for an account even if somebody is signed in there.
pub(crate) fn provider_address(return_to: &str, ask_again: bool) -> String {
    let query = Query::default().with("return_to", return_to).with("prompt", if ask_again { "login" } else { "" });
    let query = query.finish();
    paths::href(&[model::api::BASE, "/session/oidc", &query].concat())
}

/// Signs out.
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    Request::new(Method::DELETE, PATH).text(None).await.map(drop)
}
