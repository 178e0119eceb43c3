//! `/api/v1/apps`, `/api/v1/apps/{id}` and the public keys of an application.

use serde_json::{Value, json};

use super::{
    Read,
    paging::{Page, Sizes, page},
};
use crate::{
    error::api,
    fixtures::{apps as fixture, stamp},
    org::{App, AppKey, Org},
    random,
    reply::Reply,
};

const SIZES: Sizes = Sizes { default: 20, max: 200 };

pub(super) fn list(read: &Read<'_>) -> Reply {
    let base = read.call.base();
    let total = read.org.apps.len() + read.org.directory.apps;
    let found = page(read.call, &base, SIZES, total, |index| nth(read.org, &base, index));
    found.map_or_else(|reply| *reply, Page::reply)
}

pub(super) fn read(read: &Read<'_>) -> Reply {
    let (base, wanted) = (read.call.base(), read.parameters.first().copied().unwrap_or_default());
    let total = read.org.apps.len() + read.org.directory.apps;
    let app = (0..total).map(|index| nth(read.org, &base, index)).find(|app| app["id"] == wanted);
    app.map_or_else(|| api::not_found(wanted, "AppInstance"), |app| Reply::ok(&app))
}

pub(super) fn keys(read: &Read<'_>) -> Reply {
    let wanted = read.parameters.first().copied().unwrap_or_default();
    let Some(app) = read.org.app(wanted) else { return api::not_found(wanted, "AppInstance") };
    let keys: Vec<Value> = app.keys.iter().map(|key| registered(app, key, &read.call.base())).collect();
    Reply::ok(&json!({ "jwks": { "keys": keys } }))
}

/// The applications that can request tokens, then the others.
fn nth(org: &Org, base: &str, index: usize) -> Value {
    match org.apps.get(index) {
        Some(app) => service_app(app, base),
        None => fixture::json(org, base, index - org.apps.len()),
    }
}

fn service_app(app: &App, base: &str) -> Value {
    let keys: Vec<Value> = app.keys.iter().map(|key| registered(app, key, base)).collect();
    let grants = app.application_type.grant_types();
    let mut json = fixture::frame(&app.client_id, "oidc_client", &app.label, "OPENID_CONNECT", base, 380);
    json["status"] = json!(app.status);
    json["credentials"] = json!({
        "userNameTemplate": { "template": "${source.login}", "type": "BUILT_IN" },
        "signing": { "kid": null },
        "oauthClient": {
            "autoKeyRotation": true,
            "client_id": app.client_id,
            "token_endpoint_auth_method": app.token_endpoint_auth_method,
            "pkce_required": false,
        },
    });
    json["settings"]["oauthClient"] = json!({
        "client_uri": null,
        "logo_uri": null,
        "redirect_uris": [],
        "response_types": ["token"],
        "grant_types": grants,
        "jwks": { "keys": keys },
        "application_type": app.application_type,
        "consent_method": "REQUIRED",
        "issuer_mode": "DYNAMIC",
        "idp_initiated_login": { "mode": "DISABLED", "default_scope": [] },
        "wildcard_redirect": "DISABLED",
        "dpop_bound_access_tokens": app.dpop_bound_access_tokens,
    });
    json
}

fn registered(app: &App, key: &AppKey, base: &str) -> Value {
    let kid = key.kid.as_deref().unwrap_or_default();
    let mut json = json!(key.jwk);
    json["id"] = random::object_id("pks", kid).into();
    json["kid"] = kid.into();
    json["use"] = json!(key.use_);
    json["status"] = json!(key.status);
    json["created"] = stamp(380).into();
    json["lastUpdated"] = stamp(380).into();
    let href =
        format!("{base}/api/v1/apps/{}/credentials/jwks/{}", app.client_id, json["id"].as_str().unwrap_or_default());
    json["_links"] = json!({ "self": { "href": href } });
    json
}
