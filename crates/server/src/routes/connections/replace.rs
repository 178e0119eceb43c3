//! `PUT /api/v1/connections/{id}`

use super::saving::{Saving, Verified};
use super::shared::{answer, check_domain_allowed, check_name_free, invalid, load};
use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::{self, Actor, AuditTrail, action};
use crate::extract::{Admin, ConnectionId, FromParams, IfMatch, Input, Params, Query, Verify};
use crate::problem::{ApiError, ApiResult, kind};
use crate::signing_key;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::connection::{Connection, ConnectionInput, KeyInput, NewConnection, NewSettings, Settings, pointer};
use store::ConnectionRecord;
use uuid::Uuid;

/// The query of a replace.
pub(crate) struct Replace {
    verify: Verify,
    /// Whether another organization than the one it remembers is meant.
    organization_may_change: bool,
}

impl FromParams for Replace {
    fn from_params(params: &mut Params) -> Self {
        let verify = Verify::from_params(params);
        let change = params.take_as("organization", "change", |text| (text == "change").then_some(()));
        Self { verify, organization_may_change: change.is_some() }
    }
}

/// Validates, verifies and stores a connection anew.
///
/// Without a private key the stored one stays, unless domain or client ID change: a key never follows to another
/// destination. Where domain, client ID and key all stay, nothing that was verified changes: status and report stay, too,
/// and Okta is not asked, so that a new name can be stored while Okta is down. Where nothing at all changes, nothing is
/// stored, and the version stays.
#[utoipa::path(
    put,
    path = "/api/v1/connections/{id}",
    tag = "Connections",
    params(
        ("id" = String, Path, format = "uuid", description = "Which"),
        ("If-Match" = String, Header, description = "The ETag of the version that was changed; required"),
        ("verify" = Option<String>, Query, pattern = "^skip$", description = "skip: store without verifying, with status unverified"),
        ("organization" = Option<String>, Query, pattern = "^change$", description = "change: another organization is meant"),
    ),
    request_body = ConnectionInput,
    responses(
        (status = 200, description = "Stored", body = Connection, headers(("ETag" = String, description = "For If-Match"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn replace_connection(
    State(app): State<App>,
    Admin(caller): Admin,
    ConnectionId(id): ConnectionId,
    Query(query): Query<Replace>,
    if_match: IfMatch,
    permit: Permit,
    body: Input<ConnectionInput>,
) -> ApiResult<Response> {
    if_match.require()?;
    let before = load(app.store.as_ref(), id).await?;
    if_match.check(before.connection.version)?;
    let NewConnection { name, description, application, settings } = body.value.validate().map_err(invalid)?;
    check_domain_allowed(&app.config.okta_domains, &settings.domain)?;
    // Two that read the same may both be there since before that was refused; each is still edited.
    if name.as_str() != before.connection.name {
        check_name_free(app.store.as_ref(), &name, Some(id)).await?;
    }

    let was = &before.connection;
    let Changed { record: mut after, trail } = if unchanged(&settings, &was.settings) {
        let profile = (name.as_str(), description.as_str(), application);
        if profile == (was.name.as_str(), was.description.as_str(), was.application) {
            // No change: others' versions stay good, and the history has no entry that says nothing.
            return Ok(answer(StatusCode::OK, was));
        }
        Changed { record: before.clone(), trail: None }
    } else {
        Saving::of(&app, &caller, &permit).with_settings(&before, settings, &query).await?
    };
    after.connection = Connection {
        name: name.as_str().to_owned(),
        description: description.as_str().to_owned(),
        application,
        updated_at: app.clock.text(),
        updated_by: caller.name.clone(),
        version: was.version + 1,
        ..after.connection
    };
    let entry = app.audit().entry(&Actor::from(&caller), action::UPDATED, audit_log::updated(was, &after.connection));
    app.store.update(&after, was.version, &entry).await?;
    trail.into_iter().for_each(AuditTrail::close);
    Ok(answer(StatusCode::OK, &after.connection))
}

/// Whether everything stays that a verification looks at. A key that is sent is always a new one: whoever pastes a key
/// wants to know whether it works.
fn unchanged(new: &NewSettings, stored: &Settings) -> bool {
    same_destination(new, stored)
        && match &new.key {
            KeyInput::Stored { key_id: None } => true,
            KeyInput::Stored { key_id: Some(key_id) } => stored.key.key_id.as_deref() == Some(key_id.as_str()),
            KeyInput::Given { .. } | KeyInput::Generated { .. } => false,
        }
}

fn same_destination(new: &NewSettings, stored: &Settings) -> bool {
    new.domain.to_string() == stored.domain && new.client_id.as_str() == stored.client_id
}

/// A connection with other settings, not stored yet.
struct Changed {
    record: ConnectionRecord,
    trail: Option<AuditTrail>,
}

impl Saving<'_> {
    /// Verifies other settings of a connection.
    async fn with_settings(
        &self,
        before: &ConnectionRecord,
        settings: NewSettings,
        query: &Replace,
    ) -> ApiResult<Changed> {
        let was = &before.connection.settings;
        let keeps_key = matches!(settings.key, KeyInput::Stored { .. });
        if keeps_key && !same_destination(&settings, was) {
            return Err(key_required());
        }
        let chosen = self.keys.choose(settings.key, Some(before)).await?;
        let generated = chosen.generated;
        let credentials = chosen.into_credentials(settings.domain, settings.client_id);
        let found = self.verify(&credentials, query.verify).await?;
        let organization_id = organization(was.organization_id.as_ref(), &found, query)?;
        let key = credentials.key.as_ref().map_err(signing_key::unusable)?;
        let mut view = signing_key::view(key, credentials.key_id.as_ref(), self.clock.text());
        if keeps_key {
            view.set_at.clone_from(&was.key.set_at);
        }
        let connection = Connection {
            settings: Settings {
                domain: credentials.domain.to_string(),
                client_id: credentials.client_id.to_string(),
                key: view,
                organization_id,
            },
            status: found.status,
            verified_at: found.report.is_some().then(|| self.clock.text()),
            report: found.report,
            ..before.connection.clone()
        };
        let id = Uuid::parse_str(&before.connection.id).map_err(|error| ApiError::internal(&error))?;
        let secret_version = before.secret_version + 1;
        let sealed_key = self.keys.seal(id, secret_version, &credentials.domain, &credentials.client_id, key).await?;
        let record = ConnectionRecord { connection, sealed_key, secret_version, uses_generated_key: generated };
        Ok(Changed { record, trail: found.trail })
    }
}

/// The organization to remember: the one that was found, which must be the one that was known, or else the known one.
fn organization(known: Option<&String>, found: &Verified, query: &Replace) -> ApiResult<Option<String>> {
    match (known, &found.organization_id) {
        (Some(known), Some(new)) if known != new && !query.organization_may_change => {
            let refusal = ApiError::new(
                kind::ORGANIZATION_CHANGED,
                "These settings point to a different Okta organization, so old and new backups would be mixed. Create a new connection, or save with the new organization (?organization=change) if you mean to switch.",
            );
            Err(match &found.report {
                Some(report) => refusal.with_report(report.clone()),
                None => refusal,
            })
        }
        (_, Some(new)) => Ok(Some(new.clone())),
        (_, None) if query.organization_may_change => Ok(None),
        (known, None) => Ok(known.cloned()),
    }
}

/// The key may not follow to another destination.
pub(super) fn key_required() -> ApiError {
    ApiError::field(
        kind::KEY_REQUIRED,
        pointer::PRIVATE_KEY,
        kind::KEY_REQUIRED.code,
        "Paste the private key again. A saved key is never sent to another domain or used for another client ID.",
    )
}
