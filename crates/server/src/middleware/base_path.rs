//! The path prefix of the public URL: everything is served under it.

use crate::problem::{ApiError, kind};
use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
use tower::ServiceExt;

/// What orchestrators ask at the root whatever the public URL.
const AT_ROOT: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Serves `routes` under `base`, which starts and ends in `/`.
pub(super) fn under(base: &str, routes: Router) -> Router {
    if base == "/" {
        return routes;
    }
    let base: Arc<str> = base.into();
    Router::new().fallback(move |request| strip(base.clone(), routes.clone(), request))
}

async fn strip(base: Arc<str>, routes: Router, mut request: Request) -> Response {
    let path = request.uri().path();
    if Some(path) == base.strip_suffix('/') {
        return Redirect::permanent(&base).into_response();
    }
    if !AT_ROOT.contains(&path) {
        match without(&base, request.uri()) {
            Some(uri) => *request.uri_mut() = uri,
            None => return elsewhere(&base).into_response(),
        }
    }
    match routes.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Most who come here came through a proxy that takes the path off, and asked for exactly what this names.
fn elsewhere(base: &str) -> ApiError {
    let detail = format!(
        "The console is at {base}, but this request was for an address outside of that path. If a proxy removes the path, configure the proxy to pass it on, or set APPCONN_PUBLIC_URL to the address without the path."
    );
    ApiError::new(kind::NOT_FOUND, detail)
}

fn without(base: &str, uri: &Uri) -> Option<Uri> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(base)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("/{rest}")).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_prefix_goes_and_the_rest_stays() {
        for (uri, expected) in [
            ("/console/", Some("/")),
            ("/console/api/v1/session?a=b", Some("/api/v1/session?a=b")),
            ("/console/?q=/console/", Some("/?q=/console/")),
            ("/consoles/", None),
            ("/", None),
        ] {
            let stripped = without("/console/", &uri.parse().unwrap());
            assert_eq!(stripped.map(|uri| uri.to_string()).as_deref(), expected, "{uri}");
        }
    }
}
