//! `POST /api/v1/connections`

use super::shared::{answer, check_domain_allowed, check_name_free, invalid};
use crate::app::App;
use crate::audit::AuditTrail;
use crate::auth::Principal;
use crate::extract::{Admin, IdempotencyKey, Input, Query, Verify};
use crate::history::{self, Actor};
use crate::keyring;
use crate::limits::begin_work;
use crate::problem::{Answer, Refusal, kind};
use crate::verification;
use aws_lc_rs::digest;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use model::check::Report;
use model::connection::{Connection, ConnectionInput, KeyInput, NewConnection, Settings, Status};
use okta::{Credentials, Verification};
use store::{ConnectionRecord, IdempotencyRecord};
use uuid::Uuid;

/// Validates, verifies and stores a new connection.
///
/// 201 only where the verification passed, in full or in part; 422 with the report where it did not. `verify=skip` stores
/// without asking Okta. With `Idempotency-Key` a retry of the same request gets the connection that the first one made.
#[utoipa::path(
    post,
    path = "/api/v1/connections",
    tag = "Connections",
    params(
        ("verify" = Option<String>, Query, pattern = "^skip$", description = "skip: store without verifying, with status unverified"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,255}$", description = "Makes a retry safe"),
    ),
    request_body = ConnectionInput,
    responses(
        (status = 201, description = "Stored", body = Connection, headers(
            ("Location" = String, description = "Where it is"),
            ("ETag" = String, description = "For If-Match"),
        )),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn create_connection(
    State(app): State<App>,
    Admin(caller): Admin,
    Query(verify): Query<Verify>,
    IdempotencyKey(key): IdempotencyKey,
    body: Input<ConnectionInput>,
) -> Answer<Response> {
    let id = Uuid::now_v7();
    let once = key.map(|key| IdempotencyRecord {
        principal: caller.subject.clone(),
        key,
        body_hash: request_hash(&body.hash, verify),
        connection_id: id,
    });
    let input = body.value.validate().map_err(invalid)?;
    if let Some(earlier) = replay(&app, once.as_ref()).await? {
        return Ok(earlier);
    }
    match create(&app, id, input, verify, &caller, once.as_ref()).await {
        Ok(connection) => created(&app, &connection),
        // Both of two simultaneous requests with the same key may come this far: the second gets what the first made.
        Err(refusal) => replay(&app, once.as_ref()).await?.ok_or(refusal),
    }
}

async fn create(
    app: &App,
    id: Uuid,
    input: NewConnection,
    verify: Verify,
    caller: &Principal,
    once: Option<&IdempotencyRecord>,
) -> Answer<Connection> {
    let NewConnection { name, description, application, settings } = input;
    check_domain_allowed(app, &settings.domain)?;
    check_name_free(app, &name, None).await?;
    if matches!(settings.key, KeyInput::Stored { .. }) {
        return Err(keyring::missing());
    }
    let chosen = keyring::choose(app, settings.key, None).await?;
    let generated = chosen.generated;
    let credentials = chosen.into_credentials(settings.domain, settings.client_id);
    let found = find_out(app, caller, &credentials, verify).await?;
    let key = credentials.key.as_ref().map_err(keyring::unusable)?;
    let now = app.clock.text();
    let connection = Connection {
        id: id.to_string(),
        name: name.as_str().to_owned(),
        description: description.as_str().to_owned(),
        application,
        settings: Settings {
            domain: credentials.domain.to_string(),
            client_id: credentials.client_id.to_string(),
            key: keyring::view(app, key, credentials.key_id.as_ref()),
            organization_id: found.organization_id,
        },
        status: found.status,
        verified_at: found.report.is_some().then(|| now.clone()),
        report: found.report,
        created_at: now.clone(),
        created_by: caller.name.clone(),
        updated_at: now,
        updated_by: caller.name.clone(),
        version: 1,
    };
    let sealed_key = keyring::seal(app, id, 1, &credentials.domain, &credentials.client_id, key).await?;
    let entry = history::entry(app, &Actor::from(caller), history::CREATED, history::created(&connection));
    let record = ConnectionRecord { connection, sealed_key, secret_version: 1, uses_generated_key: generated };
    app.store.insert(&record, &entry, once).await?;
    found.trail.into_iter().for_each(AuditTrail::close);
    Ok(record.connection)
}

/// What verifying settings gave, or that it was skipped.
pub(super) struct Found {
    pub(super) status: Status,
    pub(super) report: Option<Report>,
    pub(super) organization_id: Option<String>,
    /// To close when it is stored: otherwise the history says that Okta was asked.
    pub(super) trail: Option<AuditTrail>,
}

/// Verifies settings that are to be stored, unless that is to be skipped; refuses what does not work.
pub(super) async fn find_out(
    app: &App,
    caller: &Principal,
    credentials: &Credentials,
    verify: Verify,
) -> Answer<Found> {
    if verify == Verify::Skip {
        return Ok(Found { status: Status::Unverified, report: None, organization_id: None, trail: None });
    }
    let _place = begin_work(app, caller, credentials.domain.host())?;
    let by = Actor::from(caller);
    let (verification, trail) = verification::run_draft(app, &by, credentials, verification::silent()).await;
    match verification::must_work(verification) {
        Ok((Verification { report, organization_id, .. }, status)) => {
            Ok(Found { status, report: Some(report), organization_id, trail: Some(trail) })
        }
        Err(refusal) => {
            trail.write().await?;
            Err(refusal)
        }
    }
}

/// What an earlier request with this key made, if there was one.
async fn replay(app: &App, once: Option<&IdempotencyRecord>) -> Answer<Option<Response>> {
    let Some(once) = once else { return Ok(None) };
    let Some(earlier) = app.store.find_idempotency_key(&once.principal, &once.key).await? else { return Ok(None) };
    if earlier.body_hash != once.body_hash {
        return Err(Refusal::new(
            kind::IDEMPOTENCY_KEY_REUSED,
            "This Idempotency-Key was already sent with another request. Send a new key with a new request.",
        ));
    }
    let record = app.store.get(earlier.connection_id).await?.ok_or_else(|| {
        Refusal::new(
            kind::NOT_FOUND,
            "The connection that this request created has been deleted. Send a new Idempotency-Key to create it again.",
        )
    })?;
    created(app, &record.connection).map(Some)
}

fn created(app: &App, connection: &Connection) -> Answer<Response> {
    let location = format!("{}api/v1/connections/{}", app.config.base_path(), connection.id);
    let location = HeaderValue::try_from(location).map_err(|error| Refusal::internal(&error))?;
    let mut response = answer(StatusCode::CREATED, connection);
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// The query is part of the request: the same body with `verify=skip` is another one.
fn request_hash(body_hash: &[u8], verify: Verify) -> Vec<u8> {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(body_hash);
    context.update(if verify == Verify::Skip { b"skip" } else { b"" });
    context.finish().as_ref().to_vec()
}
