//! Discovery: the public metadata of an organization.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::{
    call::Call,
    error::api,
    keys::{self, Algorithm, PublicJwk},
    org::Status,
    reply::Reply,
    world::Entry,
};

/// `/.well-known/okta-organization`: the best proof that a host is an Okta organization.
pub(super) fn organization(entry: &mut Entry, _call: &Call) -> Reply {
    let org = &entry.org;
    let alternate = org.aliases.first().map(|alias| json!({ "href": format!("https://{alias}") }));
    let mut links = json!({ "organization": { "href": format!("https://{}", org.host) } });
    if let Some(alternate) = alternate {
        links["alternate"] = alternate;
    }
    Reply::ok(&json!({
        "id": org.id,
        "cell": "ok14",
        "_links": links,
        "pipeline": org.engine.pipeline(),
        "settings": {
            "analyticsCollectionEnabled": false,
            "bugReportingEnabled": true,
            "omEnabled": false,
            "pssoEnabled": false,
            "desktopMFAEnabled": false,
            "itpEnabled": false,
        },
    }))
}

/// `/.well-known/openid-configuration`. With `client_id` it also reveals, to anybody, whether that client exists.
pub(super) fn openid_configuration(entry: &mut Entry, call: &Call) -> Reply {
    if let Some(client_id) = call.query("client_id")
        && !entry.org.app(&client_id).is_some_and(|app| app.status == Status::Active)
    {
        return api::unknown_client(400);
    }
    let base = call.base();
    let at = |path: &str| Value::from(format!("{base}/oauth2/v1/{path}"));
    let algorithms = Algorithm::ALL.map(Algorithm::name);
    let authentication = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];
    let body = json!({
        "issuer": base,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "registration_endpoint": at("clients"),
        "jwks_uri": at("keys"),
        "introspection_endpoint": at("introspect"),
        "revocation_endpoint": at("revoke"),
        "end_session_endpoint": at("logout"),
        "device_authorization_endpoint": at("device/authorize"),
        "pushed_authorization_request_endpoint": at("par"),
        "backchannel_authentication_endpoint": at("bc/authorize"),
        "response_types_supported": ["code", "id_token", "code id_token", "code token", "id_token token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token", "password", "urn:ietf:params:oauth:grant-type:device_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile", "address", "phone", "offline_access", "groups"],
        "token_endpoint_auth_methods_supported": authentication,
        "introspection_endpoint_auth_methods_supported": authentication,
        "revocation_endpoint_auth_methods_supported": authentication,
        "claims_supported": ["iss", "ver", "sub", "aud", "iat", "exp", "jti", "auth_time", "amr", "idp", "nonce", "name", "nickname", "preferred_username", "given_name", "middle_name", "family_name", "email", "email_verified", "profile", "zoneinfo", "locale", "address", "phone_number", "picture", "website", "gender", "birthdate", "updated_at", "at_hash", "c_hash"],
        "code_challenge_methods_supported": ["S256"],
        "request_parameter_supported": true,
        "request_object_signing_alg_values_supported": ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
        "dpop_signing_alg_values_supported": algorithms,
    });
    Reply::ok(&body).with(header::CACHE_CONTROL, "max-age=86400, must-revalidate")
}

/// `/oauth2/v1/keys`: the keys that access tokens are signed with.
pub(super) fn keys(entry: &mut Entry, _call: &Call) -> Reply {
    let Ok(key) = keys::of_organization(&entry.org.id) else { return api::server_error() };
    let PublicJwk::Rsa { n, e } = key.public_jwk() else { return api::server_error() };
    let jwk = json!({ "kty": "RSA", "alg": "RS256", "kid": key.key_id(), "use": "sig", "e": e, "n": n });
    Reply::json(StatusCode::OK, &json!({ "keys": [jwk] }))
        .with(header::CACHE_CONTROL, "max-age=5184000, must-revalidate")
}
