//! Middleware: the layers around all routes, from the outside in.

mod attempts;
mod base_path;
mod charset;
mod deadline;
mod forget;
mod load_shed;
mod observe;
mod panics;
mod request_head;
mod same_origin;
mod security_headers;

use crate::admission::AdmissionControl;
use crate::app::App;
use crate::prepared;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};

/// Whatever fits into one packet anyway is not worth compressing, in bytes.
const ONE_PACKET: u64 = 1_024;

/// Puts the layers around the routes; the first is the outermost.
pub(crate) fn around(routes: Router<App>, app: App) -> Router {
    let worth_it = DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET)).and(prepared::may_be_compressed);
    let admission = Arc::new(AdmissionControl::default());
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .layer(from_fn(request_head::check))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_it))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(admission.clone(), load_shed::limit_concurrency))
        .layer(from_fn(deadline::deadline))
        .layer(from_fn_with_state(app.clone(), attempts::attempts))
        .layer(from_fn_with_state(app.clone(), same_origin::same_origin))
        .layer(map_response(charset::say));
    let config = app.config.clone();
    let routes = base_path::under(config.base_path(), routes.layer(layers).with_state(app));
    behind(load_shed::LoadShed::new(admission, config.base_path()), routes)
        .layer(from_fn_with_state(security_headers::SecurityHeaders::of(&config), security_headers::add))
}

/// Sheds load before everything else. It is one route: else each request would copy all of the layers behind it before it
/// is refused. What is refused there has brought its body all the same.
fn behind(shed: load_shed::LoadShed, routes: Router) -> Router {
    Router::new()
        .fallback_service(routes)
        .layer(from_fn_with_state(shed, load_shed::shed_load))
        .layer(from_fn(forget::forget))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::header::CONNECTION;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_body_is_discarded_whether_its_request_is_shed_or_not() {
        for (permits, status) in [(0, 503), (1, 200)] {
            let admission = Arc::new(AdmissionControl::of(permits));
            admission.refuse_for_an_hour();
            let routes = behind(load_shed::LoadShed::new(admission, "/"), Router::new().fallback(async || "inside"));
            for (body, closes) in [(Body::from("{}"), true), (Body::empty(), false)] {
                let answer =
                    routes.clone().oneshot(Request::put("/api/v1/connections/a").body(body).unwrap()).await.unwrap();
                assert_eq!((answer.status().as_u16(), answer.headers().contains_key(CONNECTION)), (status, closes));
            }
        }
    }
}
