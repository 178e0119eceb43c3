//! `GET /api/openapi.json` and `/api/docs`: the description of all this, generated from the code.

use crate::app::App;
use crate::prepared::Prepared;
use crate::problem::{ApiError, ApiResult, kind};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{Redirect, Response};
use bytes::Bytes;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use utoipa::openapi::OpenApi as Document;
use utoipa_swagger_ui::Config;

/// Describes the routes. The router hands it in: it knows them all, and this is one of them.
#[derive(Clone, Copy)]
pub(crate) struct ApiDescription(pub(crate) fn() -> Document);

/// Where the page finds the document, from its own address, whatever the base path.
static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::new(["../openapi.json"]).use_base_layout();
    Arc::new(config)
});

/// The page's policy of Trusted Types. Swagger UI has none of its own for what it shows.
const POLICY: (&str, &str) = ("trusted-types.js", include_str!("trusted-types.js"));
const POLICY_KIND: &str = "text/javascript; charset=utf-8";
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
pub(crate) async fn document(
    State(app): State<App>,
    Extension(description): Extension<ApiDescription>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let base_path = app.config.base_path();
    answer(&format!("openapi.json at {base_path}"), &headers, || {
        let text = serde_json::to_vec(&crate::openapi::served_at(base_path, (description.0)()));
        Ok(("application/json".to_owned(), text.map_err(|error| ApiError::internal(&error))?.into()))
    })
}

/// `/api/docs`: to the page, relatively, so that a base path stays.
pub(crate) async fn to_page() -> Redirect {
    Redirect::permanent("docs/")
}

/// `/api/docs/`: the page that shows the document.
pub(crate) async fn page(headers: HeaderMap) -> ApiResult<Response> {
    answer("", &headers, || {
        let (kind, bytes) = file("index.html")?;
        let html = std::str::from_utf8(&bytes).map_err(|error| ApiError::internal(&error))?;
        let policy = format!("<script src=\"./{}\"></script>\n    {SCRIPTS}", POLICY.0);
        Ok((kind, html.replacen(SCRIPTS, &policy, 1).into()))
    })
}

/// Scripts and styles of the page.
pub(crate) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> ApiResult<Response> {
    answer(
        &path,
        &headers,
        || {
            if path == POLICY.0 { Ok((POLICY_KIND.to_owned(), POLICY.1.into())) } else { file(&path) }
        },
    )
}

/// What there is, by its name: a file is prepared at the first request for it, once for all requests meanwhile.
static PREPARED: LazyLock<Mutex<HashMap<String, Prepared>>> = LazyLock::new(Mutex::default);

fn answer(name: &str, headers: &HeaderMap, make: impl FnOnce() -> ApiResult<(String, Bytes)>) -> ApiResult<Response> {
    let mut all = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(prepared) = all.get(name) {
        return Ok(prepared.answer(headers));
    }
    let (kind, bytes) = make()?;
    let kind = HeaderValue::try_from(kind).map_err(|error| ApiError::internal(&error))?;
    Ok(all.entry(name.to_owned()).or_insert(Prepared::of(kind, bytes)).answer(headers))
}

/// A file of Swagger UI's, with its kind.
fn file(path: &str) -> ApiResult<(String, Bytes)> {
    match utoipa_swagger_ui::serve(path, CONFIG.clone()) {
        Ok(Some(file)) => {
            let bytes = match file.bytes {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => bytes.into(),
            };
            Ok((file.content_type, bytes))
        }
        Ok(None) => Err(ApiError::new(kind::NOT_FOUND, "This file was not found. Reload the page.")),
        Err(error) => Err(ApiError::internal(error.as_ref())),
    }
}
