//! `GET /api/openapi.json` and `/api/docs`: the description of all this, generated from the code.

use crate::app::App;
use crate::problem::{Answer, Refusal, kind};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::Config;

/// Where the page finds the document, from its own address, whatever the base path.
static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::new(["../openapi.json"]).use_base_layout();
    Arc::new(config)
});

/// The page's policy of Trusted Types. Swagger UI has none of its own for what it shows.
const POLICY: (&str, &str) = ("trusted-types.js", include_str!("trusted-types.js"));
/// Where the page's scripts begin.
const SCRIPTS: &str = "<script ";

/// The `OpenAPI` document.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "Operation",
    security(()),
    responses((status = 200, description = "This document", body = Object))
)]
pub(crate) async fn document(State(app): State<App>) -> Json<utoipa::openapi::OpenApi> {
    Json(crate::openapi::served_at(app.config.base_path()))
}

/// `/api/docs`: to the page, relatively, so that a base path stays.
pub(crate) async fn to_page() -> Redirect {
    Redirect::permanent("docs/")
}

/// `/api/docs/`: the page that shows the document.
pub(crate) async fn page() -> Answer<Response> {
    let (kind, bytes) = file("index.html")?;
    let html = String::from_utf8(bytes).map_err(|error| Refusal::internal(&error))?;
    let with_policy = html.replacen(SCRIPTS, &format!("<script src=\"./{}\"></script>\n    {SCRIPTS}", POLICY.0), 1);
    Ok(([(header::CONTENT_TYPE, kind)], with_policy).into_response())
}

/// Scripts and styles of the page.
pub(crate) async fn asset(Path(path): Path<String>) -> Answer<Response> {
    if path == POLICY.0 {
        return Ok(([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], POLICY.1).into_response());
    }
    let (kind, bytes) = file(&path)?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// A file of Swagger UI's, with its kind.
fn file(path: &str) -> Answer<(String, Vec<u8>)> {
    match utoipa_swagger_ui::serve(path, CONFIG.clone()) {
        Ok(Some(file)) => Ok((file.content_type, file.bytes.to_vec())),
        Ok(None) => Err(Refusal::new(kind::NOT_FOUND, "This file was not found. Reload the page.")),
        Err(error) => Err(Refusal::internal(error.as_ref())),
    }
}
