//! Authentication and authorization of callers: `Authorization: Bearer`, or else the session cookie.

use super::{Attempt, SessionCookie};
use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::{Actor, AuditWriter, action};
use crate::auth::{AuthError, JwtError, JwtRefusal, Principal, Via};
use crate::limits::{Limit, RateLimits};
use crate::problem::{ApiError, ApiResult, kind};
use crate::soon::soon;
use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use model::permission::Permission;
use serde_json::json;
use time::OffsetDateTime;

macro_rules! callers {
    ($($(#[$doc:meta])+ $name:ident needs $permission:expr;)+) => {$(
        $(#[$doc])+
        // Not every operation asks who it was.
        #[allow(dead_code)]
        pub(crate) struct $name(pub(crate) Principal);

        impl FromRequestParts<App> for $name {
            type Rejection = ApiError;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
                let attempt = parts.extensions.get::<Attempt>().cloned().unwrap_or_default();
                let permit = parts.extensions.get::<Permit>().cloned().unwrap_or_default();
                let principal = identify(&parts.headers, &attempt, app, &permit).await?;
                authorize(&principal, $permission)?;
                Ok(Self(principal))
            }
        }
    )+};
}

callers! {
    /// A caller who may see connections.
    Viewer needs Some(Permission::View);
    /// A caller who may change connections.
    Admin needs Some(Permission::Manage);
    /// A program that may get tokens through connections.
    Service needs Some(Permission::GetToken);
    /// Any caller who is signed in.
    Anyone needs None;
}

async fn identify(headers: &HeaderMap, attempt: &Attempt, app: &App, permit: &Permit) -> ApiResult<Principal> {
    let now = app.clock.now();
    let found = match bearer(headers) {
        Some(Ok(token)) => app.auth.bearer(token, now, permit).await,
        Some(Err(())) => Err(AuthError::Unknown),
        None => match SessionCookie::of(&app.config).read(headers) {
            Some(secret) => app.auth.session(secret, now).await,
            None => Err(AuthError::Missing),
        },
    };
    match found {
        Ok(mut principal) => {
            principal.address = attempt.address;
            attempt.set_principal(&principal.name, Some(&principal.subject));
            note_token_use(&app.limits.rate, app.audit(), now, &principal).await;
            Ok(principal)
        }
        // These are no guesses of credentials.
        Err(error @ (AuthError::Missing | AuthError::Jwt(JwtRefusal { reason: JwtError::NoKeys(_), .. }))) => {
            Err(error.into())
        }
        Err(error @ AuthError::NoRole { .. }) => {
            explain(&error, attempt);
            Err(error.into())
        }
        Err(error) => {
            app.limits.rate.take(Limit::BadCredentials, attempt.address, now).map_err(ApiError::too_often)?;
            explain(&error, attempt);
            Err(error.into())
        }
    }
}

/// Tells the operator, in the log and in the entry that the refusal leaves, why a token of the embedding console was
/// refused. Its issuer and subject count only where its signature is right.
pub(crate) fn explain(error: &AuthError, attempt: &Attempt) {
    match error {
        AuthError::NoRole { name, subject, why } => {
            tracing::warn!(name, subject, why, "a token without a role here was refused");
            attempt.set_principal(name, Some(subject));
            attempt.set_refusal_reason(json!({"reason": why}));
        }
        AuthError::Jwt(JwtRefusal { reason, signed }) => {
            let reason = reason.to_string();
            let (issuer, subject) =
                signed.as_ref().map(|signed| (signed.issuer.as_str(), signed.subject.as_str())).unzip();
            tracing::warn!(reason, issuer, subject, "a token of the embedding console was refused");
            attempt.set_refusal_reason(json!({"reason": reason, "issuer": issuer, "subject": subject}));
        }
        _ => {}
    }
}

/// Every call would be an entry and a write; one an hour for each address still shows a token in strange hands.
async fn note_token_use(limits: &RateLimits, audit: AuditWriter, now: OffsetDateTime, principal: &Principal) {
    let id = match principal.via {
        Via::ApiToken(id) => id.to_string(),
        Via::AdminTokenFile => "file".to_owned(),
        Via::Jwt => principal.subject.clone(),
        Via::Session(_) => return,
    };
    let from = principal.address.map(|address| address.to_string()).unwrap_or_default();
    if !limits.allows(Limit::TokenUseNoted, format!("{id} {from}"), now) {
        return;
    }
    let details = serde_json::json!({"token": id, "role": principal.role.name()});
    let by = Actor::from(principal);
    // Reading goes on when nothing can be written; what changes something leaves an entry of its own, or does not
    // happen.
    soon(async move {
        if let Err(error) = audit.write(&by, action::TOKEN_USED, details).await {
            tracing::warn!(code = error.problem().code, "the use of a token is not in the history");
        }
    })
    .await;
}

/// The token of `Authorization: Bearer`; an error where the header is something else (RFC 6750, 2.1).
fn bearer(headers: &HeaderMap) -> Option<Result<&str, ()>> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let first = values.next()?;
    let token = first.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    });
    Some(token.filter(|_| values.next().is_none()).ok_or(()))
}

fn authorize(principal: &Principal, permission: Option<Permission>) -> ApiResult<()> {
    if permission.is_none_or(|permission| principal.role.may(permission)) {
        return Ok(());
    }
    let role = principal.role.name();
    if permission == Some(Permission::GetToken) {
        let detail = format!(
            "The role {role} does not allow this. Use an API token with the role service: app-connections token create --role service."
        );
        return Err(ApiError::new(kind::FORBIDDEN, detail));
    }
    Err(ApiError::new(
        kind::FORBIDDEN,
        format!("The role {role} does not allow this. Ask an administrator for access."),
    ))
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        let (detail, challenge) = match error {
            AuthError::Missing => ("Sign in, or send an API token as Authorization: Bearer.", "Bearer"),
            AuthError::Expired => {
                ("This session or token has expired. Sign in again.", "Bearer error=\"invalid_token\"")
            }
            AuthError::Revoked => ("This session or token was ended. Sign in again.", "Bearer error=\"invalid_token\""),
            AuthError::Unknown => {
                ("This token or session is not known. Sign in again.", "Bearer error=\"invalid_token\"")
            }
            AuthError::Store(error) => return error.into(),
            AuthError::NoRole { name, .. } => {
                let detail =
                    format!("{name} does not have a role here. Ask your administrator for a role, then try again.");
                return Self::new(kind::FORBIDDEN, detail);
            }
            AuthError::Jwt(JwtRefusal { reason: JwtError::NoKeys(_), .. }) => {
                return Self::new(
                    kind::UNAVAILABLE,
                    "The keys that check this token are not available right now. Try again in a moment.",
                )
                .with_header(header::RETRY_AFTER, HeaderValue::from_static("5"));
            }
            AuthError::Jwt(error) => {
                let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
                return Self::new(
                    kind::UNAUTHENTICATED,
                    format!("This token is not accepted: {error}. Get a new one."),
                )
                .with_header(header::WWW_AUTHENTICATE, challenge);
            }
            error @ (AuthError::NoSuchToken
            | AuthError::NoSuchSession
            | AuthError::AdminTokenFile { .. }
            | AuthError::ClientSecretFile { .. }
            | AuthError::JwtKeys(_)
            | AuthError::Random) => {
                return Self::internal(&error);
            }
        };
        Self::new(kind::UNAUTHENTICATED, detail)
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_bearer_token_is_the_only_authorization() {
        for (values, expected) in [
            (&[][..], None),
            (&["Bearer abc"], Some(Ok("abc"))),
            (&["bearer  abc "], Some(Ok("abc"))),
            (&["Bearer "], Some(Err(()))),
            (&["Bearer"], Some(Err(()))),
            (&["Basic abc"], Some(Err(()))),
            (&["Bearer a", "Bearer b"], Some(Err(()))),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.parse().unwrap());
            }
            assert_eq!(bearer(&headers), expected, "{values:?}");
        }
    }
}
