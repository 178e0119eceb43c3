//! Refused attempts go into the history: whoever tries what they may not, or changes what they must not, is seen. What
//! carries no credentials is not one, and one address, and all together, leave some a minute and no more, each of a few
//! hundred bytes, so that nobody fills the disk.

use crate::app::App;
use crate::extract::{Attempt, SessionCookie, method_name};
use crate::history::{self, Actor};
use crate::limits::Limit;
use crate::metrics;
use crate::problem::Code;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::{Value, json};

pub(super) async fn attempts(State(app): State<App>, request: Request, next: Next) -> Response {
    let attempt = request.extensions().get::<Attempt>().cloned().unwrap_or_default();
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_sign_in = is_write && request.uri().path().ends_with("/api/v1/session");
    let counts = is_sign_in || has_credentials(&app, request.headers());
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    // Of reads only those that the caller may not do: everything else that is wrong with one harms nobody.
    let refused = matches!(status, 401 | 403 | 429) || (is_write && (400..500).contains(&status));
    if counts && status == 401 {
        ::metrics::counter!(metrics::SIGN_INS_REFUSED).increment(1);
    }
    if counts && refused {
        let code = response.extensions().get::<Code>().map(|Code(code)| code.clone());
        let mut details = json!({"method": method, "route": route, "status": status, "code": code});
        if let (Value::Object(details), Some(Value::Object(why))) = (&mut details, attempt.why()) {
            details.extend(why.clone());
        }
        note(&app, &attempt, details).await;
    }
    response
}

async fn note(app: &App, attempt: &Attempt, details: Value) {
    let now = app.clock.now();
    let may = app.limits.allows(Limit::RefusalsNoted, attempt.address, now)
        && app.limits.allows(Limit::AllRefusalsNoted, String::new(), now);
    if !may {
        ::metrics::counter!(metrics::ATTEMPTS_NOT_RECORDED).increment(1);
    } else if let Err(error) = history::note(app, &Actor::from(attempt), history::REFUSED, details).await {
        tracing::warn!(code = error.problem().code, "a refused attempt is not in the history");
    }
}

fn has_credentials(app: &App, headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || SessionCookie::of(&app.config).read(headers).is_some()
}
