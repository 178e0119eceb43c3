//! What happens to every request and answer, from the outside in.

mod attempts;
mod base_path;
mod busy;
mod charset;
mod deadline;
mod forget;
mod observe;
mod panics;
mod same_origin;
mod security_headers;

use crate::app::App;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Puts the layers around the routes; the first is the outermost.
pub(crate) fn around(routes: Router<App>, app: App) -> Router {
    let layers = ServiceBuilder::new()
        .layer(from_fn(observe::observe))
        .layer(from_fn(forget::forget))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(Arc::new(Semaphore::new(busy::AT_ONCE)), busy::busy))
        .layer(from_fn(deadline::deadline))
        .layer(from_fn_with_state(app.clone(), attempts::attempts))
        .layer(from_fn_with_state(app.clone(), same_origin::same_origin))
        .layer(map_response(charset::say));
    let config = app.config.clone();
    let routes = routes.layer(layers).with_state(app);
    base_path::under(config.base_path(), routes)
        .layer(from_fn_with_state(security_headers::SecurityHeaders::of(&config), security_headers::add))
}
