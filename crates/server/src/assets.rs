//! The built SPA: its files, precompressed, and `index.html` for every address that is a page of its own.

use crate::app::App;
use crate::config::Config;
use crate::inline_hashes::InlineHashes;
use crate::prepared::{AsItIs, PIECE};
use crate::problem::{ApiError, kind};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::path::Path;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The longest name that file systems take, in bytes: asking for a longer one is a failure to them, not an absence.
const MAX_NAME: usize = 255;
const INDEX: &str = "/index.html";
/// For files whose name changes with their content: a year, the most that caches honor.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For the others: ask each time whether it is still the same.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// For a file that is missing: it may be there with the next release, or after a failed update.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
/// The bill of materials lies among the files, but the versions of what runs here are not public.
const NOT_SERVED: &str = ".cdx.json";
/// What is shown where the SPA was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Not built</title>\
    <h1>The console's pages are not here</h1><p>The API works, but the folder of the built console is empty. \
    Build it with <code>cargo xtask build</code>, or name its folder in <code>APPCONN_ASSETS</code>.</html>";

/// Says at the start when there is nothing to show.
pub(crate) fn announce(config: &Config) {
    if !config.assets.join("index.html").is_file() {
        let folder = config.assets.display();
        tracing::warn!("no index.html in {folder}: only the API works. Run `cargo xtask build`, or set APPCONN_ASSETS");
    }
}

/// Everything that is no other route.
pub(crate) async fn serve(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if is_of_the_api(&path) {
        return ApiError::new(kind::NOT_FOUND, "Nothing was found at this address. See /api/docs.").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::new(kind::METHOD_NOT_ALLOWED, "Pages and files can only be read.")
            .with_header(header::ALLOW, HeaderValue::from_static("GET, HEAD"))
            .into_response();
    }
    if path.split('/').any(|part| part.len() > MAX_NAME) {
        return no_such_file();
    }
    if path == "/" || path == INDEX {
        return index(&app.config, request).await;
    }
    let is_page = is_page(&path, request.headers());
    let retry = bare(&request);
    let response = file(&app.config.assets, request).await;
    match response.status() {
        status if status.is_success() && is_hidden(&path) => no_such_file(),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if is_page => index(&app.config, retry).await,
        status if status.is_client_error() && status != StatusCode::RANGE_NOT_SATISFIABLE => no_such_file(),
        _ => cached(response, &path),
    }
}

/// Whether a path is meant for the API, although it is written in another way: with `//`, in capitals or escaped. Its
/// clients must
/// not be answered with a page.
fn is_of_the_api(path: &str) -> bool {
    let plain = path.to_ascii_lowercase().replace("%2f", "/").replace("%5c", "/").replace("%61", "a");
    let plain = plain.replace("%70", "p").replace("%69", "i");
    plain.split(['/', '\\']).find(|part| !part.is_empty() && *part != ".") == Some("api")
}

/// Whether it may be the bill of materials, or what the build keeps beside the files; no name of a file that is served
/// needs
/// escaping.
fn is_hidden(path: &str) -> bool {
    path.contains(NOT_SERVED) || path.contains('%') || path.contains("/.")
}

fn no_such_file() -> Response {
    ApiError::new(kind::NOT_FOUND, "This file was not found. Reload the page.")
        .with_header(header::CACHE_CONTROL, NO_STORE)
        .into_response()
}

/// A page of the SPA, rather than a file that is missing: no extension, and asked for by something that shows pages.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    !last.contains('.') && accept.is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"))
}

/// The same request without its body, to be asked again.
fn bare(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy
}

async fn file(folder: &Path, request: Request) -> Response {
    let files = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .redirect_to_trailing_slash(false)
        .with_buf_chunk_size(PIECE)
        .precompressed_br()
        .precompressed_gzip();
    match files.oneshot(request).await {
        Ok(response) => {
            let mut response = response.map(Body::new);
            // The build has compressed what is worth it.
            response.extensions_mut().insert(AsItIs);
            response
        }
        Err(never) => match never {},
    }
}

async fn index(config: &Config, mut request: Request) -> Response {
    let Ok(html) = tokio::fs::read_to_string(config.assets.join("index.html")).await else { return not_built() };
    let (hashes, mut response) = if config.base_path() == "/" {
        *request.uri_mut() = axum::http::Uri::from_static(INDEX);
        let response = file(&config.assets, request).await;
        (
            InlineHashes::of(&html),
            if response.status().is_client_error() { not_built() } else { cached(response, INDEX) },
        )
    } else {
        let html = move_to(&html, config.base_path());
        (InlineHashes::of(&html), moved_index(html, request.method()))
    };
    // The policy of this very page: the files may be replaced while the server runs.
    response.extensions_mut().insert(hashes);
    response
}

/// `index.html` as it must be under a path prefix: built for `/`, every address in it begins with that.
fn moved_index(html: String, method: &Method) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    let length = html.len();
    let body = if method == Method::HEAD { Body::empty() } else { Body::from(html) };
    (headers, [(header::CONTENT_LENGTH, length)], body).into_response()
}

fn move_to(html: &str, base: &str) -> String {
    html.replace("=\"//", "=\"\u{0}").replace("=\"/", &format!("=\"{base}")).replace("=\"\u{0}", "=\"//")
}

fn not_built() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, NOT_BUILT).into_response()
}

fn cached(mut response: Response, path: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, if has_hash(path) { IMMUTABLE } else { REVALIDATE });
    response
}

/// `name-0123456789abcdef.js`: what the build calls a file after its content.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    stem.split(['-', '_']).skip(1).any(|part| part.len() >= 12 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        for (path, expected) in [
            ("/console-0123456789abcdef.js", true),
            ("/console-0123456789abcdef_bg.wasm", true),
            ("/style/base-0123456789abcdef.css", true),
            ("/split_sign_in-0123456789abcdef.wasm", true),
            ("/boot.js", false),
            ("/boot-loader.js", false),
            ("/facade.js", false),
            ("/0123456789abcdef.js", false),
            ("/index.html", false),
        ] {
            assert_eq!(has_hash(path), expected, "{path}");
        }
    }

    #[test]
    fn the_api_is_meant_however_it_is_written() {
        for (path, expected) in [
            ("/api", true),
            ("/api/v1/connections", true),
            ("//api/v1/connections", true),
            ("/./api/v1/connections", true),
            ("/API/v1/connections", true),
            ("/api%2Fv1/connections", true),
            ("/%2fapi/v1/connections", true),
            ("/%61pi/v1", true),
            ("/apis", false),
            ("/connections/api", false),
            ("/", false),
        ] {
            assert_eq!(is_of_the_api(path), expected, "{path}");
        }
    }

    #[test]
    fn pages_are_told_from_missing_files() {
        for (path, accept, expected) in [
            ("/connections/1", Some("text/html,application/xhtml+xml"), true),
            ("/connections/1", Some("*/*"), true),
            ("/connections/1", None, true),
            ("/connections/1", Some("application/json"), false),
            ("/gone-0123456789abcdef.js", Some("*/*"), false),
            ("/favicon.ico", Some("text/html"), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(is_page(path, &headers), expected, "{path} {accept:?}");
        }
    }

    #[test]
    fn the_page_moves_to_its_prefix() {
        let html = r#"<base href="/"><script src="/boot.js" data-js="/c.js"></script><a href="//other">/</a>"#;
        let expected = r#"<base href="/console/"><script src="/console/boot.js" data-js="/console/c.js"></script><a href="//other">/</a>"#;
        assert_eq!(move_to(html, "/console/"), expected);
    }
}
