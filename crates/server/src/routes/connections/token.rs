//! `POST /api/v1/connections/{id}/token`

use super::shared::load;
use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::{Actor, AuditTrail, action};
use crate::extract::{ConnectionId, Input, Query, Service, Shape};
use crate::openapi::ScopeName;
use crate::problem::{ApiError, ApiResult, field, kind};
use crate::verifier::destination;
use axum::Json;
use axum::extract::State;
use model::okta::SCOPES;
use model::secret::Secret;
use okta::TokenError;
use serde::{Deserialize, Serialize, Serializer};

/// Which scopes the token is for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenRequest {
    /// One or more of the seven, all granted in Okta.
    #[schema(value_type = Vec<ScopeName>, min_items = 1, example = json!(["okta.users.read", "okta.groups.read"]))]
    scopes: Vec<String>,
}

impl Shape for TokenRequest {}

/// A short-lived access token of Okta's. No `Debug`.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct TokenAnswer {
    /// The token itself.
    #[schema(value_type = String, read_only)]
    #[serde(serialize_with = "exposed")]
    access_token: Secret<String>,
    /// How to send it: `Bearer`.
    token_type: String,
    /// For how long, in seconds.
    expires_in: u64,
    /// What it is good for, separated by spaces (RFC 6749, 3.3).
    scope: String,
}

/// The one answer that is a secret.
fn exposed<S: Serializer>(token: &Secret<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(token.expose())
}

/// Gets an Okta access token through a connection; the private key stays here.
///
/// Where the app in Okta requires proof of possession (DPoP), its tokens work only with a key that stays here: then this is
/// 409 `token_bound`.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/token",
    tag = "Tokens",
    params(("id" = String, Path, format = "uuid", description = "Which; an administrator knows it")),
    request_body = TokenRequest,
    responses((status = 200, description = "The token; never stored", body = TokenAnswer), crate::openapi::Refused)
)]
pub(crate) async fn issue_token(
    State(app): State<App>,
    Service(caller): Service,
    ConnectionId(id): ConnectionId,
    _: Query<()>,
    permit: Permit,
    body: Input<TokenRequest>,
) -> ApiResult<Json<TokenAnswer>> {
    let scopes = known_scopes(&body.value.scopes)?;
    let record = load(app.store.as_ref(), id).await?;
    let (domain, client_id) = destination(&record)?;
    let _slot = app.limits.acquire_verification_slot(&caller, domain.host(), app.clock.now(), &permit)?;
    let credentials = app.signing_keys().stored(&record).await?.into_credentials(domain, client_id);
    let pin = record.connection.settings.organization_id.as_deref();
    let by = Actor::from(&caller);
    let asked = serde_json::json!({"scopes": scopes, "code": kind::TOKEN_REFUSED.code});
    let mut trail = AuditTrail::begin(&app.audit(), &by, Some(id), action::REFUSED, asked);
    let token = match app.okta.pinned_to(pin).token(&credentials, &scopes).await {
        Ok(token) => token,
        Err(error) => {
            tracing::warn!(%error, %id, "Okta gave no token");
            trail.note(serde_json::json!({"outcome": "failed", "first_failure": error.code()}));
            trail.write().await?;
            return Err(refused(&error));
        }
    };
    trail.note(serde_json::json!({"outcome": "unused", "code": kind::TOKEN_BOUND.code}));
    if !token.token_type.eq_ignore_ascii_case("bearer") {
        // Without the proof key, which never leaves, every call with it would fail at Okta.
        trail.write().await?;
        return Err(ApiError::new(kind::TOKEN_BOUND, USELESS_ELSEWHERE));
    }
    let details = serde_json::json!({"scopes": token.scopes, "expires_in": token.expires_in});
    let entry = app.audit().entry(&by, action::TOKEN_ISSUED, details);
    app.store.append_audit_entry(Some(id), &entry).await?;
    trail.close();
    Ok(Json(TokenAnswer {
        access_token: token.token,
        token_type: token.token_type,
        expires_in: token.expires_in,
        scope: token.scopes.join(" "),
    }))
}

/// What a service reads when there is none.
fn refused(error: &TokenError) -> ApiError {
    let (kind, what) = if error.code() == kind::ORGANIZATION_CHANGED.code {
        (kind::ORGANIZATION_CHANGED, "")
    } else {
        (kind::TOKEN_REFUSED, "Okta did not issue a token: ")
    };
    ApiError::new(kind, format!("{what}{error} Verify the connection to see how to fix it."))
}

/// What a service reads when the app requires proof of possession (RFC 9449).
const USELESS_ELSEWHERE: &str = "The app in Okta requires proof of possession (DPoP), so its tokens work only with a key \
    that stays on this server. Clear “Require Demonstrating Proof of Possession (DPoP) header in token requests” in \
    the app, or use an app without it for this service.";

fn known_scopes(wanted: &[String]) -> ApiResult<Vec<&'static str>> {
    let names = || SCOPES.iter().map(|scope| scope.name);
    let unknown: Vec<_> = wanted
        .iter()
        .enumerate()
        .filter(|(_, scope)| !names().any(|name| name == scope.as_str()))
        .map(|(index, _)| {
            field(
                &format!("/scopes/{index}"),
                "scope_unknown",
                "This is not one of the 7 scopes of a connection. Choose one of them.",
            )
        })
        .collect();
    if !unknown.is_empty() {
        return Err(ApiError::fields(kind::VALIDATION_FAILED, unknown));
    }
    if wanted.is_empty() {
        return Err(ApiError::field(kind::VALIDATION_FAILED, "/scopes", "scopes_missing", "Name at least one scope."));
    }
    Ok(names().filter(|name| wanted.iter().any(|scope| scope == name)).collect())
}
