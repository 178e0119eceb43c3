//! `GET /api/v1/session/oidc`

use super::{failed, go_to, provider};
use crate::app::App;
use crate::auth::oidc::{ReturnTo, SIGN_IN_TIME};
use crate::extract::{Attempt, FromParams, Params, Query, SessionCookie};
use crate::limits::Limit;
use crate::problem::{Answer, Refusal};
use axum::extract::State;
use axum::response::Response;

/// The query: `return_to`.
pub(crate) struct Wanted(ReturnTo);

impl FromParams for Wanted {
    fn from_params(params: &mut Params) -> Self {
        let expected = "the path of a page of the console, for example /connections";
        Self(params.take_as("return_to", expected, ReturnTo::parse).unwrap_or_else(ReturnTo::home))
    }
}

/// Sends a browser to the provider, which sends it back to the callback.
#[utoipa::path(
    get,
    path = "/api/v1/session/oidc",
    tag = "Session",
    security(()),
    params(("return_to" = Option<String>, Query, pattern = "^/(connections(/[a-z0-9-]+)?)?$", description = "The page of the console to lead back to: a path, for example `/connections`")),
    responses((status = 303, description = "To the provider, or to the sign-in page, which says what is wrong"), crate::openapi::Refused)
)]
pub(crate) async fn begin(
    State(app): State<App>,
    attempt: Attempt,
    Query(Wanted(return_to)): Query<Wanted>,
) -> Answer<Response> {
    let (oidc, now) = (provider(&app)?, app.clock.now());
    app.limits.take(Limit::SignInByAddress, attempt.address, now).map_err(Refusal::too_often)?;
    match oidc.begin(return_to, now).await {
        Ok(begun) => {
            let cookie = SessionCookie::of_sign_in(&app.config).set(&begun.browser, SIGN_IN_TIME);
            go_to(begun.url.as_str(), [cookie])
        }
        Err(error) => failed(&app, &attempt, &error).await,
    }
}
