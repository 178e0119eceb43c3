//! `POST /api/v1/connections`

use super::saving::Saving;
use super::shared::{answer, check_domain_allowed, check_name_free, invalid};
use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::{self, Actor, AuditTrail, action};
use crate::extract::{Admin, IdempotencyKey, Input, Query, Verify};
use crate::problem::{ApiError, ApiResult, kind};
use crate::signing_key;
use aws_lc_rs::digest;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use model::connection::{Connection, ConnectionInput, KeyInput, NewConnection, Settings};
use store::{ConnectionRecord, IdempotencyRecord, Store};
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
    permit: Permit,
    body: Input<ConnectionInput>,
) -> ApiResult<Response> {
    let id = Uuid::now_v7();
    let once = key.map(|key| IdempotencyRecord {
        principal: caller.subject.clone(),
        key,
        body_hash: request_hash(&body.hash, verify),
        connection_id: id,
    });
    let input = body.value.validate().map_err(invalid)?;
    if let Some(earlier) = replay(app.store.as_ref(), app.config.base_path(), once.as_ref()).await? {
        return Ok(earlier);
    }
    match Saving::of(&app, &caller, &permit).create(id, input, verify, once.as_ref()).await {
        Ok(connection) => created(app.config.base_path(), &connection),
        // Both of two simultaneous requests with the same key may come this far: the second gets what the first made.
        Err(refusal) => replay(app.store.as_ref(), app.config.base_path(), once.as_ref()).await?.ok_or(refusal),
    }
}

impl Saving<'_> {
    /// Verifies and stores a new connection.
    async fn create(
        &self,
        id: Uuid,
        input: NewConnection,
        verify: Verify,
        once: Option<&IdempotencyRecord>,
    ) -> ApiResult<Connection> {
        let NewConnection { name, description, application, settings } = input;
        check_domain_allowed(self.domains, &settings.domain)?;
        check_name_free(self.store, &name, None).await?;
        if matches!(settings.key, KeyInput::Stored { .. }) {
            return Err(signing_key::missing());
        }
        let chosen = self.keys.choose(settings.key, None).await?;
        let generated = chosen.generated;
        let credentials = chosen.into_credentials(settings.domain, settings.client_id);
        let found = self.verify(&credentials, verify).await?;
        let key = credentials.key.as_ref().map_err(signing_key::unusable)?;
        let now = self.clock.text();
        let connection = Connection {
            id: id.to_string(),
            name: name.as_str().to_owned(),
            description: description.as_str().to_owned(),
            application,
            settings: Settings {
                domain: credentials.domain.to_string(),
                client_id: credentials.client_id.to_string(),
                key: signing_key::view(key, credentials.key_id.as_ref(), now.clone()),
                organization_id: found.organization_id,
            },
            status: found.status,
            verified_at: found.report.is_some().then(|| now.clone()),
            report: found.report,
            created_at: now.clone(),
            created_by: self.caller.name.clone(),
            updated_at: now,
            updated_by: self.caller.name.clone(),
            version: 1,
        };
        let sealed_key = self.keys.seal(id, 1, &credentials.domain, &credentials.client_id, key).await?;
        let entry = self.audit.entry(&Actor::from(self.caller), action::CREATED, audit_log::created(&connection));
        let record = ConnectionRecord { connection, sealed_key, secret_version: 1, uses_generated_key: generated };
        self.store.insert(&record, &entry, once).await?;
        found.trail.into_iter().for_each(AuditTrail::close);
        Ok(record.connection)
    }
}

/// What an earlier request with this key made, if there was one.
async fn replay(store: &dyn Store, base_path: &str, once: Option<&IdempotencyRecord>) -> ApiResult<Option<Response>> {
    let Some(once) = once else { return Ok(None) };
    let Some(earlier) = store.find_idempotency_key(&once.principal, &once.key).await? else { return Ok(None) };
    if earlier.body_hash != once.body_hash {
        return Err(ApiError::new(
            kind::IDEMPOTENCY_KEY_REUSED,
            "This Idempotency-Key was already sent with another request. Send a new key with a new request.",
        ));
    }
    let record = store.get(earlier.connection_id).await?.ok_or_else(|| {
        ApiError::new(
            kind::NOT_FOUND,
            "The connection that this request created has been deleted. Send a new Idempotency-Key to create it again.",
        )
    })?;
    created(base_path, &record.connection).map(Some)
}

fn created(base_path: &str, connection: &Connection) -> ApiResult<Response> {
    let location = format!("{base_path}api/v1/connections/{}", connection.id);
    let location = HeaderValue::try_from(location).map_err(|error| ApiError::internal(&error))?;
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
