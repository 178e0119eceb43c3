//! Errors of `/oauth2/v1/token`: status, `error` and `error_description` of Okta's error catalog (2026.08.1).

use std::borrow::Cow;

use axum::http::StatusCode;
use serde::Serialize;

use crate::reply::Reply;

/// An error in the OAuth format (RFC 6749 §5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenError {
    pub(crate) status: u16,
    pub(crate) error: &'static str,
    pub(crate) description: Cow<'static, str>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    error_description: &'a str,
}

impl TokenError {
    pub(crate) fn reply(&self) -> Reply {
        custom(self.status, self.error, &self.description)
    }
}

const fn row(status: u16, error: &'static str, description: &'static str) -> TokenError {
    TokenError { status, error, description: Cow::Borrowed(description) }
}

const fn client(description: &'static str) -> TokenError {
    row(401, "invalid_client", description)
}

macro_rules! table {
    ($($name:ident = $row:expr;)*) => { $(pub(crate) const $name: TokenError = $row;)* };
}

table! {
    // The request.
    QUERY_CREDENTIALS = row(400, "invalid_request", "Client credentials cannot be supplied via query parameters.");
    REPEATED = row(400, "invalid_request", "The request contained multiple parameters with the same name.");
    NO_GRANT = row(400, "invalid_request", "The token request must specify a 'grant_type'. Valid values: [authorization_code, client_credentials, password, refresh_token, implicit, urn:ietf:params:oauth:grant-type:device_code].");
    SEVERAL_CREDENTIALS = row(401, "invalid_request", "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.");
    ASSERTION_TYPE = row(400, "invalid_request", "The client_assertion_type is invalid.");

    // The client.
    NO_CREDENTIALS = client("No client credentials found.");
    UNPARSABLE = client("The parsing of the client_assertion failed.");
    WRONG_ALGORITHM = client("The client_assertion JWT signature algorithm is invalid.");
    ISSUER = client("The issuer claim for client_assertion is not a valid client_id.");
    SUBJECT = client("The subject claim for client_assertion is not a valid client_id.");
    AUDIENCE = client("The audience claim for client_assertion must be the endpoint invoked for the request.");
    NO_JWKS = client("The client does not have a JWKSet configured, but the client_assertion requires one.");
    BAD_JWKS = client("The client JWKSet is invalid.");
    JWKS_URI = client("Error retrieving the client JWKSet from jwks_uri.");
    EMPTY_JWKS_URI = client("The client JWKSet from jwks_uri must contain at least one key.");
    SAME_KIDS = client("All keys in the client JWKSet from jwks_uri must have a unique kid.");
    KID = client("The client_assertion JWT kid is invalid.");
    NOT_A_SIGNING_KEY = client("The client_assertion JWT needs to be signed using a signing key.");
    SIGNATURE = client("The client_assertion signature is invalid.");
    NO_EXP = client("The client_assertion must contain the 'exp' claim as seconds since epoch.");
    EXPIRED = client("The client_assertion token is expired.");
    EXP_TOO_FAR = client("The client_assertion token has an expiration too far into the future.");
    ISSUED_LATER = client("The client_assertion token must be issued before the current time.");
    REPLAYED = client("The client_assertion token has already been used.");
    WRONG_METHOD = client("Client authentication failed. Either the client or the client credentials are invalid.");
    NOT_PRIVATE_KEY_JWT = client("Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.");
    NOT_SERVICE = client("Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.");
    NETWORK_ZONE = row(403, "access_denied", "The request is made from outside the client's permitted network zones.");

    // The scopes.
    NO_SCOPE = row(400, "invalid_scope", "No scopes were requested.");
    CUSTOM_SCOPE = row(400, "invalid_scope", "Custom scopes are not allowed for this request.");
    NOTHING_GRANTED = row(400, "consent_required", "You are not allowed any of the requested scopes.");

    // Failures.
    UNAVAILABLE = row(503, "temporarily_unavailable", "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.");
}

/// `openid` and similar scopes with client credentials.
pub(crate) fn oidc_scope(scope: &str) -> TokenError {
    let description = Cow::Owned(format!("Cannot request '{scope}' scopes using client credentials."));
    TokenError { status: 400, error: "invalid_scope", description }
}

/// A grant that the application is not configured for.
pub(crate) fn grant_not_allowed(configured: &[&str]) -> TokenError {
    let description = format!(
        "The client is not authorized to use the provided grant type. Configured grant types: [{}].",
        configured.join(", ")
    );
    TokenError { status: 400, error: "unauthorized_client", description: Cow::Owned(description) }
}

/// A grant type that is not supported.
pub(crate) fn unknown_grant(configured: &[&str]) -> TokenError {
    let description = format!(
        "The authorization grant type is not supported by the authorization server. Configured grant types: [{}].",
        configured.join(", ")
    );
    TokenError { status: 400, error: "unsupported_grant_type", description: Cow::Owned(description) }
}

/// Any error in the OAuth format.
pub(crate) fn custom(status: u16, error: &str, description: &str) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    Reply::json(status, &Body { error, error_description: description })
}
