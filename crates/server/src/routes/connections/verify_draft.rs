//! `POST /api/v1/connections/verify`

use super::replace::key_required;
use super::shared::{check_domain_allowed, invalid, load};
use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::Actor;
use crate::extract::{Admin, Input, Query, ReportForm, parse_id};
use crate::problem::{ApiError, ApiResult, field, kind};
use crate::verification_response::respond;
use axum::extract::State;
use axum::response::Response;
use model::api::VerifyRequest;
use model::check::Report;
use model::connection::{KeyInput, NewSettings, pointer, validate_settings};
use model::field::FieldError;
use model::okta::Application;
use store::{ConnectionRecord, Store};

/// Verifies settings without storing anything.
///
/// `id` reuses the stored key of a connection, for its own domain and client ID only. With `Accept: text/event-stream`
/// each check is sent as it is settled, as an event `check`, and at the end one event `report`.
#[utoipa::path(
    post,
    path = "/api/v1/connections/verify",
    tag = "Verification",
    request_body = VerifyRequest,
    responses(
        (status = 200, description = "The report, whatever it says", content((Report = "application/json"), (String = "text/event-stream"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn verify_draft(
    State(app): State<App>,
    Admin(caller): Admin,
    _: Query<()>,
    form: ReportForm,
    permit: Permit,
    body: Input<VerifyRequest>,
) -> ApiResult<Response> {
    let VerifyRequest { id, application, settings, .. } = body.value;
    let settings = validate(&application, settings)?;
    check_domain_allowed(&app.config.okta_domains, &settings.domain)?;
    let stored = match id {
        Some(id) => Some(connection(app.store.as_ref(), &id).await?),
        None => None,
    };
    if let (KeyInput::Stored { .. }, Some(stored)) = (&settings.key, &stored) {
        let known = &stored.connection.settings;
        if settings.domain.to_string() != known.domain || settings.client_id.as_str() != known.client_id {
            return Err(key_required());
        }
    }
    let chosen = app.signing_keys().choose(settings.key, stored.as_ref()).await?;
    let credentials = chosen.into_credentials(settings.domain, settings.client_id);
    let host = credentials.domain.host();
    let slot = app.limits.acquire_verification_slot(&caller, host, app.clock.now(), &permit)?;
    let (by, verifier) = (Actor::from(&caller), app.verifier());
    let work = |on_check| async move {
        let _slot = slot;
        let (verification, trail) = verifier.run_draft(&by, &credentials, on_check).await;
        trail.write().await?;
        Ok(verification.report)
    };
    respond(form, work).await
}

fn validate(application: &str, settings: model::connection::SettingsInput) -> ApiResult<NewSettings> {
    let application = Application::parse(application);
    match (application, validate_settings(settings)) {
        (Ok(Application::Okta), Ok(settings)) => Ok(settings),
        (application, settings) => {
            let unknown = application.err().map(|error| field(pointer::APPLICATION, error.code(), error.to_string()));
            Err(invalid(unknown.into_iter().chain(settings.err().unwrap_or_default()).collect()))
        }
    }
}

async fn connection(store: &dyn Store, id: &str) -> ApiResult<ConnectionRecord> {
    let unknown = || {
        ApiError::field(
            kind::VALIDATION_FAILED,
            "/id",
            "connection_unknown",
            "This connection was not found. It may have been deleted.",
        )
    };
    let id = parse_id(id).ok_or_else(unknown)?;
    load(store, id).await.map_err(|refusal| if refusal.problem().status == 404 { unknown() } else { refusal })
}
