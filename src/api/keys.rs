//! Generated key pairs: the server makes them and keeps the private half.

use super::ApiError;
use super::request::Request;
use gloo_net::http::Method;
use model::api::GeneratedKey;

/// Has the server generate a key pair. A create or replace refers to it by its id.
pub(crate) async fn generate() -> Result<GeneratedKey, ApiError> {
    Request::new(Method::POST, "keys").fetch(None).await
}
