//! Refused attempts in the audit log: requests with credentials that were not allowed. Their number is limited, for one
//! address and for all together, and each is a few hundred bytes, so that they do not fill the disk.

use crate::app::App;
use crate::audit_log::{Actor, AuditWriter, action};
use crate::config::Config;
use crate::extract::{Attempt, SessionCookie, method_name};
use crate::limits::{Limit, RateLimits};
use crate::metrics;
use crate::problem::Code;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::{Value, json};
use time::OffsetDateTime;

pub(super) async fn attempts(State(app): State<App>, request: Request, next: Next) -> Response {
    let attempt = request.extensions().get::<Attempt>().cloned().unwrap_or_default();
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_sign_in = is_write && request.uri().path().ends_with("/api/v1/session");
    let counts = is_sign_in || has_credentials(&app.config, request.headers());
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    // Of reads only those that the caller may not do: everything else that is wrong with one is harmless.
    let refused = matches!(status, 401 | 403 | 429) || (is_write && (400..500).contains(&status));
    if counts && status == 401 {
        ::metrics::counter!(metrics::SIGN_INS_REFUSED).increment(1);
    }
    if counts && refused {
        let code = response.extensions().get::<Code>().map(|Code(code)| code.clone());
        let mut details = json!({"method": method, "route": route, "status": status, "code": code});
        if let (Value::Object(details), Some(Value::Object(why))) = (&mut details, attempt.refusal_reason()) {
            details.extend(why.clone());
        }
        note(&app.limits.rate, &app.audit(), app.clock.now(), &attempt, details).await;
    }
    response
}

async fn note(limits: &RateLimits, audit: &AuditWriter, now: OffsetDateTime, attempt: &Attempt, details: Value) {
    let may = limits.allows(Limit::RefusalsNoted, attempt.address, now)
        && limits.allows(Limit::AllRefusalsNoted, String::new(), now);
    if !may {
        ::metrics::counter!(metrics::ATTEMPTS_NOT_RECORDED).increment(1);
    } else if let Err(error) = audit.write(&Actor::from(attempt), action::REFUSED, details).await {
        tracing::warn!(code = error.problem().code, "a refused attempt is not in the history");
    }
}

fn has_credentials(config: &Config, headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || SessionCookie::of(config).read(headers).is_some()
}
