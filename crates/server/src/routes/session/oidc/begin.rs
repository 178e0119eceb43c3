//! `GET /api/v1/session/oidc`

use super::{failed, go_to, provider};
use crate::admission::Permit;
use crate::app::App;
use crate::auth::oidc::{ReturnTo, SIGN_IN_TIME, Wanted};
use crate::extract::{Attempt, FromParams, Params, Query, SessionCookie};
use crate::limits::Limit;
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// The query: `return_to` and `prompt=login`.
pub(crate) struct Asked {
    return_to: ReturnTo,
    ask_again: bool,
}

impl FromParams for Asked {
    fn from_params(params: &mut Params) -> Self {
        // Whoever comes with anything else is a person, not a program: the first page serves them better than a refusal.
        let return_to = params.take("return_to").as_deref().and_then(ReturnTo::parse).unwrap_or_else(ReturnTo::home);
        let ask_again = params.take_as("prompt", "login", |text| (text == "login").then_some(true)).unwrap_or(false);
        Self { return_to, ask_again }
    }
}

/// Sends a browser to the provider, which sends it back to the callback.
#[utoipa::path(
    get,
    path = "/api/v1/session/oidc",
    tag = "Session",
    security(()),
    params(
        ("return_to" = Option<String>, Query, description = "The page of the console to lead back to: a path, for example `/connections`. Anything else leads to the first page"),
        ("prompt" = Option<String>, Query, description = "`login`: the provider asks who it is, even where it knows the person", pattern = "^login$"),
    ),
    responses((status = 303, description = "To the provider, or to the sign-in page, which says what is wrong"), crate::openapi::Refused)
)]
pub(crate) async fn begin(
    State(app): State<App>,
    attempt: Attempt,
    Query(Asked { return_to, ask_again }): Query<Asked>,
    headers: HeaderMap,
    permit: Permit,
) -> ApiResult<Response> {
    let (oidc, now) = (provider(app.oidc.as_ref(), &headers)?, app.clock.now());
    app.limits.rate.take(Limit::SignInByAddress, attempt.address, now).map_err(ApiError::too_often)?;
    let former = SessionCookie::of(&app.config).read(&headers);
    match oidc.begin(Wanted { return_to, ask_again, former }, now, &permit).await {
        Ok(begun) => {
            let cookie = SessionCookie::of_sign_in(&app.config).set(&begun.browser, SIGN_IN_TIME);
            go_to(begun.url.as_str(), [cookie])
        }
        Err(error) => failed(&app, &attempt, &error).await,
    }
}
