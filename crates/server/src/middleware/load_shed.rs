//! Load shedding: requests beyond what can be served well are answered 503 with `Retry-After` at once.

use crate::admission::AdmissionControl;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What is limited. Pages and files cost little, and health checks bypass the limit.
const LIMITED: &str = "/api/";

/// Sheds load before any other layer, at the public URL's path.
#[derive(Clone)]
pub(super) struct LoadShed {
    admission: Arc<AdmissionControl>,
    limited: Arc<str>,
}

impl LoadShed {
    /// `base` starts and ends in `/`.
    pub(super) fn new(admission: Arc<AdmissionControl>, base: &str) -> Self {
        Self { admission, limited: format!("{}{LIMITED}", base.trim_end_matches('/')).into() }
    }
}

/// Refuses what would be refused in all likelihood, at as little cost as can be: without a log line or an id of its own.
pub(super) async fn shed_load(State(shed): State<LoadShed>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(&*shed.limited)
        && let Err(refusal) = shed.admission.shed_if_saturated(request.method())
    {
        return refusal.into_response();
    }
    next.run(request).await
}

/// Has a request wait for its permit, which it keeps until it is answered or waits for another server.
pub(super) async fn limit_concurrency(
    State(admission): State<Arc<AdmissionControl>>,
    mut request: Request,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with(LIMITED) {
        return next.run(request).await;
    }
    let permit = admission.permit(request.method());
    request.extensions_mut().insert(permit.clone());
    // A request that has a body acquires its permit when that is there: `extract::body`.
    let is_there = request.method().is_safe() || request.body().is_end_stream();
    let response = match if is_there { permit.acquire().await } else { Ok(()) } {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    permit.release();
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tokio::sync::Notify;
    use tower::ServiceExt;

    #[tokio::test]
    async fn one_too_many_is_told_to_come_back_and_those_before_are_served() {
        let (entered, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (inside, may_leave) = (entered.clone(), leave.clone());
        let work = move || async move {
            inside.notify_one();
            may_leave.notified().await;
            "done"
        };
        let routes = Router::new().route("/api/work", get(work)).route("/healthz", get(async || "ok"));
        let routes = routes.layer(from_fn_with_state(Arc::new(AdmissionControl::of(1)), limit_concurrency));
        let ask = |path: &str| routes.clone().oneshot(Request::get(path).body(axum::body::Body::empty()).unwrap());
        let first = tokio::spawn(ask("/api/work"));
        entered.notified().await;
        let second = ask("/api/work").await.unwrap();
        assert_eq!((second.status().as_u16(), second.headers()["retry-after"].to_str().unwrap()), (503, "1"));
        assert_eq!(second.headers()["content-type"], "application/problem+json");
        assert_eq!(ask("/healthz").await.unwrap().status(), 200);
        leave.notify_one();
        assert_eq!(first.await.unwrap().unwrap().status(), 200);
        leave.notify_one();
        assert_eq!(ask("/api/work").await.unwrap().status(), 200, "its place is free again");
    }

    #[tokio::test]
    async fn load_is_shed_below_the_prefix_and_pages_are_let_in() {
        let admission = Arc::new(AdmissionControl::of(0));
        admission.refuse_for_an_hour();
        let shed = from_fn_with_state(LoadShed::new(admission, "/console/"), shed_load);
        let routes = Router::new().fallback(async || "inside").layer(shed);
        for (path, status) in
            [("/console/api/v1/session", 503), ("/console/", 200), ("/console/api", 200), ("/healthz", 200)]
        {
            let request = Request::get(path).body(axum::body::Body::empty()).unwrap();
            assert_eq!(routes.clone().oneshot(request).await.unwrap().status(), status, "{path}");
        }
    }
}
