//! `GET /api/v1/session/oidc/callback`

use super::{failed, go_to, provider};
use crate::admission::Permit;
use crate::app::App;
use crate::auth::oidc::Returned;
use crate::extract::{Attempt, SessionCookie};
use crate::limits::Limit;
use crate::problem::{ApiError, ApiResult};
use crate::routes::session::begun;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Longer than any code or state.
const MAX_CHARS: usize = 4_096;

/// Where the provider sends a browser back to. Begins a session, and leads to the page that was wanted.
#[utoipa::path(
    get,
    path = "/api/v1/session/oidc/callback",
    tag = "Session",
    security(()),
    params(
        ("state" = Option<String>, Query, description = "Which sign-in this is"),
        ("code" = Option<String>, Query, description = "What the provider gives an ID token for"),
        ("iss" = Option<String>, Query, description = "Who answers (RFC 9207)"),
        ("error" = Option<String>, Query, description = "Why there is no code (RFC 6749, 4.1.2.1)"),
    ),
    responses((status = 303, description = "To the page that was wanted, or to the sign-in page, which says what is wrong"), crate::openapi::Refused)
)]
pub(crate) async fn callback(
    State(app): State<App>,
    attempt: Attempt,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    permit: Permit,
) -> ApiResult<Response> {
    let (oidc, now) = (provider(app.oidc.as_ref(), &headers)?, app.clock.now());
    app.limits.rate.take(Limit::SignInByAddress, attempt.address, now).map_err(ApiError::too_often)?;
    let browser = SessionCookie::of_sign_in(&app.config);
    let returned = returned(query.as_deref().unwrap_or_default());
    let signed_in = match oidc.finish(&returned, browser.read(&headers), now, &permit).await {
        Ok(signed_in) => signed_in,
        Err(error) => return failed(&app, &attempt, &error).await,
    };
    let former = signed_in.former.clone();
    let page = format!("{}{}", app.config.base_path().trim_end_matches('/'), signed_in.return_to.as_str());
    let (secret, mut principal) = app.auth.begin_signed_in(signed_in, &attempt.device(&headers), now).await?;
    principal.address = attempt.address;
    let session = begun(
        &app.auth,
        &app.config,
        &app.audit(),
        &secret,
        &principal,
        former.as_ref().map(|former| former.as_str()),
        now,
    )
    .await?;
    go_to(&page, [Some(session), browser.clear()])
}

/// Providers add parameters of their own, which are left alone. Where one of ours is there twice, none counts.
fn returned(query: &str) -> Returned {
    let mut returned = Returned::default();
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let place = match &*key {
            "state" => &mut returned.state,
            "code" => &mut returned.code,
            "iss" => &mut returned.issuer,
            "error" => &mut returned.error,
            _ => continue,
        };
        if place.is_some() || value.len() > MAX_CHARS {
            return Returned::default();
        }
        *place = Some(value.into_owned());
    }
    returned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_is_there_twice_none_counts() {
        for (query, state) in [
            ("state=a%20b&code=c&session_state=x&scope=openid+email&scope=y", Some("a b")),
            ("state=a&code=c&code=d", None),
            ("state=a&iss=x&iss=x", None),
            ("code=c", None),
        ] {
            assert_eq!(returned(query).state.as_deref(), state, "{query}");
        }
    }
}
