//! The token endpoint: every error.

use okta_sim::{
    App, AppKey, ApplicationType, AuthMethod, Curve, KeyMaterial, KeyPair, KeySet, KeyUse, Org, Role, Status,
};
use serde_json::{Value, json};

use crate::support::{ASSERTION_TYPE, Answer, Caller, now, refusal, start, start_with};

#[tokio::test]
async fn claims_are_checked() {
    let (_sim, caller) = start_with(|_| ()).await;
    let audience = "The audience claim for client_assertion must be the endpoint invoked for the request.";
    let too_far = "The client_assertion token has an expiration too far into the future.";
    for (changes, description) in [
        (json!({ "aud": caller.base }), audience),
        (json!({ "aud": format!("{}/", caller.token_url()) }), audience),
        (json!({ "aud": "https://other.okta.com/oauth2/v1/token" }), audience),
        (json!({ "aud": [caller.base] }), audience),
        (json!({ "aud": null }), audience),
        (json!({ "exp": null }), "The client_assertion must contain the 'exp' claim as seconds since epoch."),
        (json!({ "exp": "soon" }), "The client_assertion must contain the 'exp' claim as seconds since epoch."),
        (json!({ "exp": now() - 1 }), "The client_assertion token is expired."),
        (json!({ "exp": now() + 3700 }), too_far),
        (json!({ "exp": now() * 1000 }), too_far),
        (json!({ "iat": now() + 60 }), "The client_assertion token must be issued before the current time."),
        (json!({ "iss": null }), "The issuer claim for client_assertion is not a valid client_id."),
        (json!({ "sub": null }), "The subject claim for client_assertion is not a valid client_id."),
        (json!({ "sub": "0oaSomebodyElse12345" }), "The subject claim for client_assertion is not a valid client_id."),
    ] {
        let answer = caller.ask(&caller.assertion_with(&changes)).await;
        assert_eq!(answer.error(), refusal(401, "invalid_client", description), "{changes}");
    }
}

#[tokio::test]
async fn claims_at_the_limit_are_accepted() {
    let (_sim, caller) = start_with(|_| ()).await;
    for changes in [
        json!({ "exp": now() + 3600 }),
        json!({ "iat": null }),
        json!({ "iat": now() }),
        json!({ "jti": null }),
        json!({ "aud": ["https://other.example/", caller.token_url()] }),
    ] {
        let answer = caller.ask(&caller.assertion_with(&changes)).await;
        assert_eq!(answer.status, 200, "{changes}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_jti_is_good_once_and_no_jti_is_good_for_ever() {
    let (_sim, caller) = start_with(|_| ()).await;
    let once = caller.assertion();
    assert_eq!(caller.ask(&once).await.status, 200);
    let used = refusal(401, "invalid_client", "The client_assertion token has already been used.");
    assert_eq!(caller.ask(&once).await.error(), used);
    let without = caller.assertion_with(&json!({ "jti": null }));
    assert_eq!(caller.ask(&without).await.status, 200);
    assert_eq!(caller.ask(&without).await.status, 200);
}

#[tokio::test]
async fn a_forged_assertion_uses_up_no_jti() {
    let (_sim, caller) = start_with(|_| ()).await;
    let (header, claims) = caller.parts();
    let forged = KeyPair::rsa(2048).unwrap().sign(&header, &claims).unwrap();
    let signature = refusal(401, "invalid_client", "The client_assertion signature is invalid.");
    assert_eq!(caller.ask(&forged).await.error(), signature);
    assert_eq!(caller.ask(&caller.key.sign(&header, &claims).unwrap()).await.status, 200);
}

#[tokio::test]
async fn what_is_no_assertion_is_refused() {
    let (_sim, caller) = start_with(|_| ()).await;
    let unparsable = "The parsing of the client_assertion failed.";
    let algorithm = "The client_assertion JWT signature algorithm is invalid.";
    let right = caller.assertion();
    let (_, claims, signature) = split(&right);
    let with_header = |header: Value| {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        format!("{}.{claims}.{signature}", URL_SAFE_NO_PAD.encode(header.to_string()))
    };
    for (assertion, description) in [
        ("not a token".to_owned(), unparsable),
        ("a.b.c".to_owned(), unparsable),
        (right.replace('.', ""), unparsable),
        (with_header(json!({ "alg": "RS256", "kid": 7 })), unparsable),
        (with_header(json!({ "alg": "none" })), algorithm),
        (with_header(json!({ "alg": "HS256" })), algorithm),
        (with_header(json!({ "alg": "PS256" })), algorithm),
        (with_header(json!({ "typ": "JWT" })), algorithm),
    ] {
        assert_eq!(caller.ask(&assertion).await.error(), refusal(401, "invalid_client", description), "{assertion}");
    }
}

fn split(token: &str) -> (&str, &str, &str) {
    let mut parts = token.split('.');
    (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
}

#[tokio::test]
async fn an_unknown_client_is_answered_in_the_shape_of_the_api() {
    type Change = fn(&mut Org);
    let cases: [(Change, u16); 4] = [
        (|org| org.apps.clear(), 400),
        (|org| (org.apps, org.unknown_client_status) = (vec![], 401), 401),
        (|org| org.service_app().status = Status::Inactive, 400),
        (|org| org.service_app().client_id = "0oaAnotherClient1234".to_owned(), 400),
    ];
    for (change, status) in cases {
        let (_sim, caller) = start_with(change).await;
        let answer = caller.ask(&caller.assertion()).await;
        let json = answer.json();
        assert_eq!(answer.status, status);
        assert_eq!(json["errorCode"], "invalid_client");
        assert_eq!(json["errorSummary"], "Invalid value for 'client_id' parameter.");
        assert_eq!(json["errorLink"], "invalid_client");
        assert_eq!(json["errorCauses"], json!([]));
        assert!(json["errorId"].as_str().unwrap().starts_with("oae"));
        assert_eq!(json.get("error"), None);
    }
}

#[tokio::test]
async fn the_application_must_be_set_up_for_this_flow() {
    type Change = fn(&mut App);
    let no_jwks = "The client does not have a JWKSet configured, but the client_assertion requires one.";
    let cases: [(Change, u16, &str, &str); 6] = [
        (|app| app.keys.clear(), 401, "invalid_client", no_jwks),
        (
            |app| (app.token_endpoint_auth_method, app.keys) = (AuthMethod::ClientSecretBasic, vec![]),
            401,
            "invalid_client",
            no_jwks,
        ),
        (
            |app| app.token_endpoint_auth_method = AuthMethod::ClientSecretPost,
            401,
            "invalid_client",
            "Client authentication failed. Either the client or the client credentials are invalid.",
        ),
        (
            |app| app.application_type = ApplicationType::Web,
            401,
            "invalid_client",
            "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
        ),
        (
            |app| app.network_zone_allowed = false,
            403,
            "access_denied",
            "The request is made from outside the client's permitted network zones.",
        ),
        (
            |app| app.keys[0].use_ = KeyUse::Enc,
            401,
            "invalid_client",
            "The client_assertion JWT needs to be signed using a signing key.",
        ),
    ];
    for (change, status, error, description) in cases {
        let (_sim, caller) = start_with(|org| change(org.service_app())).await;
        assert_eq!(caller.ask(&caller.assertion()).await.error(), refusal(status, error, description));
    }
}

#[tokio::test]
async fn the_form_is_checked() {
    let (_sim, caller) = start_with(|_| ()).await;
    let valid = "[authorization_code, client_credentials, password, refresh_token, implicit, urn:ietf:params:oauth:grant-type:device_code]";
    let no_grant = format!("The token request must specify a 'grant_type'. Valid values: {valid}.");
    let configured = "Configured grant types: [client_credentials].";
    let not_allowed = format!("The client is not authorized to use the provided grant type. {configured}");
    let unknown = format!("The authorization grant type is not supported by the authorization server. {configured}");
    let several = "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.";
    for (name, value, (status, error, description)) in [
        ("grant_type", None, (400, "invalid_request", no_grant.as_str())),
        ("grant_type", Some("authorization_code"), (400, "unauthorized_client", &not_allowed)),
        ("grant_type", Some("magic"), (400, "unsupported_grant_type", &unknown)),
        ("client_assertion", None, (401, "invalid_client", "No client credentials found.")),
        ("client_assertion_type", None, (400, "invalid_request", "The client_assertion_type is invalid.")),
        ("client_assertion_type", Some("jwt"), (400, "invalid_request", "The client_assertion_type is invalid.")),
        ("client_secret", Some("s3cret"), (401, "invalid_request", several)),
        ("scope", None, (400, "invalid_scope", "No scopes were requested.")),
        ("scope", Some(" "), (400, "invalid_scope", "No scopes were requested.")),
    ] {
        let mut form = Caller::form(&caller.assertion(), "okta.users.read");
        form.retain(|(key, _)| key != name);
        form.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        let answer = Answer::of(caller.http.post(caller.token_url()).form(&form).send().await.unwrap()).await;
        assert_eq!(answer.error(), refusal(status, error, description), "{name}={value:?}");
    }
}

#[tokio::test]
async fn parameters_come_once_and_in_the_body() {
    let (_sim, caller) = start_with(|_| ()).await;
    let mut twice = Caller::form(&caller.assertion(), "okta.users.read");
    twice.push(("scope".to_owned(), "okta.apps.read".to_owned()));
    let answer = Answer::of(caller.http.post(caller.token_url()).form(&twice).send().await.unwrap()).await;
    let repeated = "The request contained multiple parameters with the same name.";
    assert_eq!(answer.error(), refusal(400, "invalid_request", repeated));
    let url = format!("{}?client_id=0oa&client_secret=x", caller.token_url());
    let answer = Answer::of(caller.http.post(url).send().await.unwrap()).await;
    let in_query = "Client credentials cannot be supplied via query parameters.";
    assert_eq!(answer.error(), refusal(400, "invalid_request", in_query));
}

#[tokio::test]
async fn client_secrets_are_refused_for_what_they_are() {
    let must = "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.";
    let failed = "Client authentication failed. Either the client or the client credentials are invalid.";
    for (method, description) in [(AuthMethod::ClientSecretBasic, must), (AuthMethod::PrivateKeyJwt, failed)] {
        let (_sim, caller) = start_with(|org| org.service_app().token_endpoint_auth_method = method).await;
        let form = [("grant_type", "client_credentials"), ("scope", "okta.users.read")];
        let request = caller.http.post(caller.token_url()).basic_auth(&caller.client_id, Some("s3cret")).form(&form);
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert_eq!(answer.error(), refusal(401, "invalid_client", description), "{method:?}");
    }
}

#[tokio::test]
async fn scopes_are_granted_as_far_as_they_can_be() {
    let (_sim, caller) =
        start_with(|org| org.service_app().scopes = ["okta.users.read", "okta.apps.read"].map(str::to_owned).to_vec())
            .await;
    for (requested, granted) in [
        ("okta.users.read okta.apps.read", "okta.users.read okta.apps.read"),
        ("okta.apps.read okta.users.read okta.apps.read", "okta.apps.read okta.users.read"),
        ("okta.groups.read okta.users.read", "okta.users.read"),
    ] {
        let json = caller.ask_for(requested).await.json();
        assert_eq!(json["scope"], granted, "{requested}: {json}");
    }
    for (requested, error, description) in [
        ("okta.groups.read okta.devices.read", "consent_required", "You are not allowed any of the requested scopes."),
        ("backup.all", "invalid_scope", "Custom scopes are not allowed for this request."),
        ("okta.users.read backup.all", "invalid_scope", "Custom scopes are not allowed for this request."),
        ("openid", "invalid_scope", "Cannot request 'openid' scopes using client credentials."),
        ("okta.users.read profile", "invalid_scope", "Cannot request 'profile' scopes using client credentials."),
    ] {
        assert_eq!(caller.ask_for(requested).await.error(), refusal(400, error, description), "{requested}");
    }
}

#[tokio::test]
async fn the_first_of_several_mistakes_is_the_one_that_is_told() {
    let wrong_key = |org: &mut Org| org.service_app().keys[0].jwk = KeyMaterial::SomebodyElse;
    let signature = "The client_assertion signature is invalid.";
    let audience = "The audience claim for client_assertion must be the endpoint invoked for the request.";

    let (_sim, caller) = start_with(|org| {
        org.service_app().keys[0].kid = Some(String::from("unknown"));
        wrong_key(org);
    })
    .await;
    let bad_audience = caller.assertion_with(&json!({ "aud": "x" }));
    assert_eq!(caller.ask(&bad_audience).await.error(), refusal(401, "invalid_client", audience), "aud before key");

    let (sim, caller) = start_with(|org| org.service_app().dpop_bound_access_tokens = true).await;
    sim.update(&sim.hosts()[0], |org| {
        let kid = org.service_app().keys[0].kid.clone();
        org.service_app().keys = vec![AppKey { kid, ..AppKey::new(KeyMaterial::SomebodyElse) }];
    })
    .unwrap();
    let answer = caller.ask(&caller.assertion()).await;
    assert_eq!(answer.error(), refusal(401, "invalid_client", signature), "key before DPoP");

    let (_sim, caller) = start_with(|org| {
        org.service_app().dpop_bound_access_tokens = true;
        org.service_app().scopes.clear();
    })
    .await;
    assert_eq!(caller.ask(&caller.assertion()).await.error().1, "invalid_dpop_proof", "DPoP before scopes");
}

#[tokio::test]
async fn clocks_that_differ_show_in_the_error_and_in_the_date() {
    for (offset, description) in [
        (-7200, "The client_assertion token has an expiration too far into the future."),
        (7200, "The client_assertion token is expired."),
    ] {
        let (_sim, caller) = start_with(|org| org.clock_offset_seconds = offset).await;
        let answer = caller.ask(&caller.assertion()).await;
        assert_eq!(answer.error(), refusal(401, "invalid_client", description));
        let date = answer.header("date").unwrap();
        let format = time::macros::format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        let date = time::PrimitiveDateTime::parse(date, format).unwrap().assume_utc().unix_timestamp();
        assert!((date - now() - offset).abs() < 60, "{date}");
        assert_eq!(answer.headers.get_all("date").iter().count(), 1);
    }
}

#[tokio::test]
async fn every_algorithm_of_okta_is_accepted_with_its_kind_of_key() {
    let rsa = || KeyPair::rsa(2048).unwrap();
    let ec = |curve| KeyPair::ec(curve).unwrap();
    let cases = [
        (rsa(), "RS256"),
        (rsa(), "RS384"),
        (KeyPair::rsa(3072).unwrap(), "RS512"),
        (ec(Curve::P256), "ES256"),
        (ec(Curve::P384), "ES384"),
        (ec(Curve::P521), "ES512"),
    ];
    for (key, algorithm) in cases {
        let (_sim, caller) = start_with(|org| org.service_app().keys = vec![AppKey::of(&key)]).await;
        let (mut header, claims) = caller.parts();
        header["alg"] = algorithm.into();
        header["kid"] = key.key_id().into();
        let answer = caller.ask(&key.sign(&header, &claims).unwrap()).await;
        assert_eq!(answer.status, 200, "{algorithm}: {}", answer.body);
    }
}

#[tokio::test]
async fn only_post_is_a_token_request() {
    let (_sim, caller) = start_with(|_| ()).await;
    assert_eq!(caller.open("/oauth2/v1/token").await.status, 405);
}

#[tokio::test]
async fn an_application_can_be_written_from_nothing() {
    let key = KeyPair::ec(Curve::P256).unwrap();
    let app = App {
        client_id: "0oaFromNothing123456".to_owned(),
        label: "Written here".to_owned(),
        status: Status::Active,
        application_type: ApplicationType::Service,
        token_endpoint_auth_method: AuthMethod::PrivateKeyJwt,
        dpop_bound_access_tokens: false,
        keys: vec![AppKey::of(&key)],
        key_set: KeySet::Readable,
        grant_types: Vec::new(),
        scopes: vec!["okta.users.read".to_owned()],
        roles: vec![Role::ReadOnlyAdmin],
        network_zone_allowed: true,
    };
    let (_sim, mut caller) = start(Org { apps: vec![app], ..Org::new("fresh.oktapreview.com") }).await;
    "0oaFromNothing123456".clone_into(&mut caller.client_id);
    let (_, claims) = caller.parts();
    let assertion = key.sign(&json!({ "alg": "ES256" }), &claims).unwrap();
    let form = Caller::form(&assertion, "okta.users.read");
    assert_eq!(form[2].1, ASSERTION_TYPE);
    let answer = Answer::of(caller.http.post(caller.token_url()).form(&form).send().await.unwrap()).await;
    assert_eq!(answer.json()["scope"], "okta.users.read", "{}", answer.body);
}
