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
use crate::turn::Turns;
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
    let worth_it = DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET));
    let turns = Arc::new(Turns::default());
    let layers = ServiceBuilder::new()
        .layer(from_fn(observe::observe))
        .layer(from_fn(forget::forget))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_it))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(turns.clone(), busy::busy))
        .layer(from_fn(deadline::deadline))
        .layer(from_fn_with_state(app.clone(), attempts::attempts))
        .layer(from_fn_with_state(app.clone(), same_origin::same_origin))
        .layer(map_response(charset::say));
    let config = app.config.clone();
    let routes = base_path::under(config.base_path(), routes.layer(layers).with_state(app));
    let door = busy::Door::new(turns, config.base_path());
    // One route for the door: else each request would copy all of the layers behind it before it is refused.
    Router::new()
        .fallback_service(routes)
        .layer(from_fn_with_state(door, busy::at_the_door))
        .layer(from_fn_with_state(security_headers::SecurityHeaders::of(&config), security_headers::add))
}
