//! `POST /api/v1/keys`

use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::{Actor, action};
use crate::extract::{Admin, NoBody, Query};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use model::api::GeneratedKey;
use okta::SigningKey;
use store::GeneratedKeyRecord;
use uuid::Uuid;
use vault::Binding;

/// Makes a key pair that stays here, to be named by a create or replace.
#[utoipa::path(
    post,
    path = "/api/v1/keys",
    tag = "Keys",
    responses((status = 201, description = "Made", body = GeneratedKey), crate::openapi::Refused)
)]
pub(crate) async fn generate_key(
    State(app): State<App>,
    Admin(caller): Admin,
    _: Query<()>,
    permit: Permit,
    _: NoBody,
) -> ApiResult<(StatusCode, Json<GeneratedKey>)> {
    let _slot = app.limits.acquire_key_slot(&caller, app.clock.now(), &permit)?;
    let key = app.limits.spawn_cpu_bound(SigningKey::generate).await?.map_err(|error| ApiError::internal(&error))?;
    let public = key.public();
    let id = Uuid::now_v7();
    let binding = Binding::GeneratedKey { id, thumbprint: &public.thumbprint };
    let sealed_key = app.signing_keys().seal_bound(&key, &binding).await?;
    let record = GeneratedKeyRecord {
        id,
        sealed_key,
        key_id: public.thumbprint.clone(),
        thumbprint: public.thumbprint.clone(),
        created_at: app.clock.text(),
    };
    app.store.insert_generated_key(&record).await?;
    let details = serde_json::json!({"id": id.to_string(), "thumbprint": record.thumbprint});
    app.audit().write(&Actor::from(&caller), action::KEY_GENERATED, details).await?;
    let public_jwk = public.jwk(&record.key_id);
    let answer = GeneratedKey { id: id.to_string(), key_id: record.key_id, public_jwk, public_pem: public.pem() };
    Ok((StatusCode::CREATED, Json(answer)))
}
