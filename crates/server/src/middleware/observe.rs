//! Request logging, metrics and request IDs. No header, no query, no body and no
//! part of a path that is no name of ours is logged: any of them may hold a secret, and be as long as a client likes.

use crate::app::App;
use crate::config::Config;
use crate::extract::{Attempt, method_name, shown};
use crate::metrics;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;
use std::sync::Once;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How much of a path is logged, in bytes; the longest of ours has half of that.
const MAX_PATH: usize = 200;

pub(super) async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    // Ours, never the client's: clients write nothing into the log.
    let id = Uuid::now_v7().to_string();
    let method = method_name(request.method());
    let attempt = Attempt::of(&request, app.config.trusted_proxies);
    warn_of_a_proxy(&app.config, &request, &attempt);
    let client = attempt.address.map(tracing::field::display);
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method, client, path = shown_path(request.uri().path()));
    request.extensions_mut().insert(attempt);

    let mut response = next.run(request).instrument(span.clone()).await;

    let took = begun.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered"));
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    ::metrics::counter!(metrics::HTTP_REQUESTS, &labels).increment(1);
    ::metrics::histogram!(metrics::HTTP_REQUEST_DURATION, &labels).record(took.as_secs_f64());
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A proxy on this machine or network that the configuration does not know: all clients would share its address, in
/// limits
/// and history. Said once.
fn warn_of_a_proxy(config: &Config, request: &Request, attempt: &Attempt) {
    static SAID: Once = Once::new();
    let is_near = |address: IpAddr| match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    };
    let is_unknown = config.trusted_proxies == 0 && request.headers().contains_key("x-forwarded-for");
    if is_unknown && attempt.address.is_some_and(is_near) {
        SAID.call_once(|| {
            tracing::warn!("requests come with X-Forwarded-For, but APPCONN_TRUSTED_PROXIES is 0: if a proxy of yours stands before this server, set it to the number of proxies, or limits and history take everyone for the proxy");
        });
    }
}

/// The path, without what a person pasted into the address.
fn shown_path(path: &str) -> String {
    let mut text = String::new();
    for (index, part) in path.split('/').enumerate() {
        let part = shown(part);
        if text.len() + part.len() >= MAX_PATH {
            text.push('…');
            break;
        }
        if index > 0 {
            text.push('/');
        }
        text.push_str(&part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_logged_without_what_is_no_name_of_ours() {
        for (path, logged) in [
            ("/", "/"),
            (
                "/api/v1/connections/01920000-0000-7000-8000-000000000001/verify",
                "/api/v1/connections/01920000-0000-7000-8000-000000000001/verify",
            ),
            ("/console-0123456789abcdef_bg.wasm", "/console-0123456789abcdef_bg.wasm"),
            ("/api/v1/connections/870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE", "/api/v1/connections/…"),
            ("/-----BEGIN%20PRIVATE%20KEY-----/x", "/…/x"),
        ] {
            assert_eq!(shown_path(path), logged);
        }
        let long = shown_path(&"/abc".repeat(2_000));
        assert!(long.len() < MAX_PATH + 5 && long.starts_with("/abc/abc/") && long.ends_with('…'), "{long}");
    }
}
