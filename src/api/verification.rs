//! API calls for verifications, with each check reported as soon as it is done.

use super::ApiError;
use super::request::{Request, VERIFYING, decode};
use gloo_net::http::Method;
use model::check::{Check, Report};
use web_sys::AbortSignal;

/// Verifies the settings of a form without storing them. `body` is the same as for create.
pub(crate) async fn draft(
    body: String,
    cancel: Option<&AbortSignal>,
    on_check: &mut dyn FnMut(Check),
) -> Result<Report, ApiError> {
    run(Request::new(Method::POST, "connections/verify").json(body), cancel, on_check).await
}

/// Verifies a stored connection. The outcome becomes its status.
pub(crate) async fn stored(
    id: &str,
    cancel: Option<&AbortSignal>,
    on_check: &mut dyn FnMut(Check),
) -> Result<Report, ApiError> {
    run(Request::new(Method::POST, format!("connections/{id}/verify")), cancel, on_check).await
}

async fn run(
    request: Request,
    cancel: Option<&AbortSignal>,
    on_check: &mut dyn FnMut(Check),
) -> Result<Report, ApiError> {
    let mut report = Err(ApiError::Unexpected { status: None });
    request
        .timeout(VERIFYING)
        .events(cancel, &mut |event| match event.name.as_str() {
            "check" => {
                if let Ok(check) = decode(&event.data, 200) {
                    on_check(check);
                }
            }
            "report" => report = decode(&event.data, 200),
            _ => {}
        })
        .await?;
    report
}
