//! Key pairs that the server makes, and whose private halves stay there.

use super::ApiError;
use super::request::Request;
use gloo_net::http::Method;
use model::api::GeneratedKey;

/// Has one made, to be named by a create or replace.
pub(crate) async fn generate() -> Result<GeneratedKey, ApiError> {
    Request::new(Method::POST, "keys").fetch(None).await
}
