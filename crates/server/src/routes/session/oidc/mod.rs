//! `/api/v1/session/oidc`: signing in with a provider. Both are for browsers to go to, and always lead on to a page:
//! where somebody wanted to go, or the sign-in page, which says what went wrong.

pub(crate) mod begin;
pub(crate) mod callback;

use crate::app::App;
use crate::audit_log::{Actor, action};
use crate::auth::oidc::{Oidc, OidcError};
use crate::extract::{Attempt, SessionCookie};
use crate::limits::Limit;
use crate::problem::{ApiError, ApiResult, kind};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

/// The provider, for a browser that goes here as to a page: nothing in another site's page, such as a picture, begins or
/// ends a sign-in.
fn provider(oidc: Option<&Arc<Oidc>>, headers: &HeaderMap) -> ApiResult<Arc<Oidc>> {
    if headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate") {
        return Err(ApiError::new(
            kind::CROSS_SITE,
            "This address can only be opened as a page. Open the console and try again.",
        ));
    }
    oidc.cloned().ok_or_else(ApiError::no_provider)
}

/// To a page, with cookies to set.
fn go_to(location: &str, cookies: impl IntoIterator<Item = Option<HeaderValue>>) -> ApiResult<Response> {
    let location = HeaderValue::try_from(location).map_err(|error| ApiError::internal(&error))?;
    let cookies: Vec<_> = cookies.into_iter().flatten().map(|cookie| (header::SET_COOKIE, cookie)).collect();
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::SEE_OTHER, headers, AppendHeaders(cookies)).into_response())
}

/// To the sign-in page, which has words for it; the log and the history have the rest.
async fn failed(app: &App, attempt: &Attempt, error: &OidcError) -> ApiResult<Response> {
    tracing::warn!(%error, "a sign-in with the provider failed");
    if let OidcError::NoRole { name, subject, .. } = error {
        attempt.set_principal(name, Some(subject));
    }
    if app.limits.rate.allows(Limit::RefusalsNoted, attempt.address, app.clock.now()) {
        let details = json!({"route": "/api/v1/session/oidc", "code": error.code(), "reason": error.to_string()});
        app.audit().write(&Actor::from(attempt), action::REFUSED, details).await?;
    }
    let page = format!("{}sign-in?failed={}", app.config.base_path(), error.code());
    go_to(&page, [SessionCookie::of_sign_in(&app.config).clear()])
}
