//! `GET /api/openapi.json` and `/api/docs`: the description of all this, generated from the code.

use crate::problem::{Answer, Refusal, kind};
use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::Config;

/// Where the page finds the document, from its own address, whatever the base path.
static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::new(["../openapi.json"]).use_base_layout();
    Arc::new(config)
});

/// The `OpenAPI` document.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "Operation",
    security(()),
    responses((status = 200, description = "This document", body = Object))
)]
pub(crate) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(crate::openapi())
}

/// `/api/docs`: to the page, relatively, so that a base path stays.
pub(crate) async fn to_page() -> Redirect {
    Redirect::permanent("docs/")
}

/// `/api/docs/`: the page that shows the document.
pub(crate) async fn page() -> Answer<Response> {
    file("index.html")
}

/// Scripts and styles of the page.
pub(crate) async fn asset(Path(path): Path<String>) -> Answer<Response> {
    file(&path)
}

fn file(path: &str) -> Answer<Response> {
    match utoipa_swagger_ui::serve(path, CONFIG.clone()) {
        Ok(Some(file)) => Ok(([(header::CONTENT_TYPE, file.content_type)], file.bytes.to_vec()).into_response()),
        Ok(None) => Err(Refusal::new(kind::NOT_FOUND, "The API's page has no such file.")),
        Err(error) => Err(Refusal::internal(error.as_ref())),
    }
}
