//! More requests at once than can be served well: the rest hears so at once, instead of everybody waiting.

use crate::problem::Refusal;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many requests are worked on at once. One that waits for Okta is one of them, until its answer begins.
pub(super) const AT_ONCE: usize = 512;

/// What has to be answered in any weather.
const ALWAYS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

pub(super) async fn busy(State(slots): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    if ALWAYS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let Ok(_slot) = slots.try_acquire() else {
        metrics::counter!("http_requests_refused_busy_total").increment(1);
        return Refusal::busy().into_response();
    };
    next.run(request).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::Router;
    use axum::body::Body;
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
        let routes = Router::new().route("/work", get(work)).route("/healthz", get(async || "ok"));
        let routes = routes.layer(from_fn_with_state(Arc::new(Semaphore::new(1)), busy));
        let ask = |path: &str| routes.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        let first = tokio::spawn(ask("/work"));
        entered.notified().await;
        let second = ask("/work").await.unwrap();
        assert_eq!((second.status().as_u16(), second.headers()["retry-after"].to_str().unwrap()), (503, "1"));
        assert_eq!(second.headers()["content-type"], "application/problem+json");
        assert_eq!(ask("/healthz").await.unwrap().status(), 200);
        leave.notify_one();
        assert_eq!(first.await.unwrap().unwrap().status(), 200);
        leave.notify_one();
        assert_eq!(ask("/work").await.unwrap().status(), 200, "its place is free again");
    }
}
