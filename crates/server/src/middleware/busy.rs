//! More requests at once than can be served well: the rest hears so soon, instead of everybody waiting.

use crate::turn::{self, Turns};
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// What takes turns. Pages and files cost little, and whether the server is well has to be answered in any weather.
const TAKES_TURNS: &str = "/api/";

/// Before anything else, at the public URL's path.
#[derive(Clone)]
pub(super) struct Door {
    turns: Arc<Turns>,
    takes_turns: Arc<str>,
}

impl Door {
    /// `base` starts and ends in `/`.
    pub(super) fn new(turns: Arc<Turns>, base: &str) -> Self {
        Self { turns, takes_turns: format!("{}{TAKES_TURNS}", base.trim_end_matches('/')).into() }
    }
}

/// Refuses what would be refused in all likelihood, at as little cost as can be: without a log line or an id of its own.
pub(super) async fn at_the_door(State(door): State<Door>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(&*door.takes_turns)
        && let Err(refusal) = door.turns.refuse_what_is_hopeless(request.method())
    {
        return refusal.into_response();
    }
    next.run(request).await
}

/// Has a request wait for its turn.
pub(super) async fn busy(State(turns): State<Arc<Turns>>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(TAKES_TURNS) {
        return next.run(request).await;
    }
    let method = request.method().clone();
    // A request that has a body takes its turn when that is there: `extract::body`.
    let is_there = method.is_safe() || request.body().is_end_stream();
    let answer = async {
        match if is_there { turn::take().await } else { Ok(()) } {
            Ok(()) => next.run(request).await,
            Err(refusal) => refusal.into_response(),
        }
    };
    turns.run(&method, answer).await
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
        let routes = routes.layer(from_fn_with_state(Arc::new(Turns::of(1)), busy));
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
    async fn the_door_knows_the_prefix_and_lets_pages_in() {
        let turns = Arc::new(Turns::of(0));
        turns.refuse_for_an_hour();
        let door = from_fn_with_state(Door::new(turns, "/console/"), at_the_door);
        let routes = Router::new().fallback(async || "inside").layer(door);
        for (path, status) in
            [("/console/api/v1/session", 503), ("/console/", 200), ("/console/api", 200), ("/healthz", 200)]
        {
            let request = Request::get(path).body(axum::body::Body::empty()).unwrap();
            assert_eq!(routes.clone().oneshot(request).await.unwrap().status(), status, "{path}");
        }
    }
}
