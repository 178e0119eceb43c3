//! Access control: which token may read what.

use okta_sim::{DEMO_HOST, Org, Role, Status};
use serde_json::json;

use crate::support::{Answer, start, start_with};

const READS: [(&str, &str); 8] = [
    ("/api/v1/apps", "okta.apps.read"),
    ("/api/v1/devices", "okta.devices.read"),
    ("/api/v1/groups", "okta.groups.read"),
    ("/api/v1/org", "okta.orgs.read"),
    ("/api/v1/iam/roles", "okta.roles.read"),
    ("/oauth2/v1/clients/0oa8mk2wq4BackupX5d7/roles", "okta.roles.read"),
    ("/api/v1/meta/types/user", "okta.userTypes.read"),
    ("/api/v1/users", "okta.users.read"),
];

#[tokio::test]
async fn a_missing_scope_is_an_empty_403_that_names_it() {
    for (path, scope) in READS {
        let (_sim, caller) = start_with(|org| org.service_app().scopes.retain(|granted| granted != scope)).await;
        let answer = caller.get(path, &caller.token().await).await;
        assert_eq!((answer.status, answer.body.as_str()), (403, ""), "{path}");
        let challenge = format!(
            "Bearer authorization_uri=\"http://{DEMO_HOST}/oauth2/v1/authorize\", realm=\"http://{DEMO_HOST}\", scope=\"{scope}\", \
             error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\", resource=\"{path}\""
        );
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
        assert!(answer.header("x-okta-request-id").is_some() && answer.header("x-rate-limit-limit").is_some());
    }
}

#[tokio::test]
async fn a_manage_scope_reads_too() {
    let (_sim, caller) = start_with(|org| org.service_app().scopes = vec!["okta.users.manage".to_owned()]).await;
    let token = caller.ask_for("okta.users.manage").await.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(caller.get("/api/v1/users", &token).await.status, 200);
    assert_eq!(caller.get("/api/v1/groups", &token).await.status, 403);
}

#[tokio::test]
async fn each_role_opens_its_own_reads() {
    // apps, devices, groups, org, roles, roles of the client, user types, users
    for (roles, open) in [
        (vec![Role::SuperAdmin], "yyyyyyyy"),
        (vec![Role::OrgAdmin], "yyyynnyy"),
        (vec![Role::ReadOnlyAdmin], "yyyynnyy"),
        (vec![Role::AppAdmin], "ynynnnyy"),
        (vec![Role::Custom], "ynynnnyy"),
        (vec![Role::HelpDeskAdmin], "nnynnnyy"),
        (vec![Role::ReportAdmin], "nnnnnnnn"),
        (vec![Role::ReportAdmin, Role::SuperAdmin], "yyyyyyyy"),
        (vec![], "nnnnnnnn"),
    ] {
        let (_sim, caller) = start_with(|org| org.service_app().roles.clone_from(&roles)).await;
        let token = caller.token().await;
        for ((path, _), open) in READS.into_iter().zip(open.chars()) {
            let answer = caller.get(path, &token).await;
            if open == 'y' {
                assert_eq!(answer.status, 200, "{roles:?} {path}");
                continue;
            }
            assert_eq!(answer.status, 403, "{roles:?} {path}");
            assert_eq!(answer.json()["errorCode"], "E0000006");
            let summary = "You do not have permission to perform the requested action";
            assert_eq!(answer.json()["errorSummary"], summary);
            assert_eq!(answer.header("www-authenticate"), None);
        }
    }
}

#[tokio::test]
async fn weak_lists_are_empty_where_they_should_be_refused() {
    let (_sim, caller) = start(Org::demo().with("weak_lists")).await;
    let token = caller.token().await;
    for (path, status) in READS.into_iter().zip([200, 200, 200, 403, 403, 403, 200, 200]) {
        let answer = caller.get(path.0, &token).await;
        assert_eq!(answer.status, status, "{}", path.0);
        assert!(status == 403 || answer.json() == json!([]), "{}", path.0);
    }
}

#[tokio::test]
async fn bad_credentials_have_bad_answers() {
    let (_sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    for (authorization, status, code) in [
        (None, 403, Some("E0000005")),
        (Some("Basic YTpi".to_owned()), 403, Some("E0000005")),
        (Some(format!("SSWS {token}")), 401, Some("E0000011")),
        (Some("Bearer nonsense".to_owned()), 401, None),
        (Some(format!("Bearer {token}x")), 401, None),
    ] {
        let mut request = caller.read("/api/v1/users");
        if let Some(value) = &authorization {
            request = request.header("Authorization", value);
        }
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert_eq!(answer.status, status, "{authorization:?}");
        if let Some(code) = code {
            assert_eq!(answer.json()["errorCode"], code);
        } else {
            let challenge = answer.header("www-authenticate").unwrap();
            let expected = "error=\"invalid_token\", error_description=\"The access token is invalid.\"";
            assert!(challenge.contains(expected), "{challenge}");
        }
    }
}

#[tokio::test]
async fn tokens_end_with_time_application_and_organization() {
    let (sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    let reason = async || {
        let answer = caller.get("/api/v1/users", &token).await;
        (answer.status, answer.header("www-authenticate").unwrap_or_default().to_owned())
    };
    sim.update(DEMO_HOST, |org| org.clock_offset_seconds = 3601).unwrap();
    let (status, challenge) = reason().await;
    assert!(status == 401 && challenge.contains("The token has expired."), "{challenge}");
    sim.reset(DEMO_HOST).unwrap();
    sim.update(DEMO_HOST, |org| org.service_app().status = Status::Inactive).unwrap();
    let (status, challenge) = reason().await;
    assert!(status == 401 && challenge.contains("The access token is invalid."), "{challenge}");

    let (_other_sim, other) = start(Org::demo().at("other.okta.com")).await;
    let answer = other.get("/api/v1/users", &token).await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").unwrap().contains("has an invalid issuer."));
}

#[tokio::test]
async fn what_is_not_there_is_a_404_that_names_it() {
    let (_sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    for (path, summary) in [
        ("/api/v1/apps/0oaNobody", "Not found: Resource not found: 0oaNobody (AppInstance)"),
        ("/api/v1/users/00uNobody", "Not found: Resource not found: 00uNobody (User)"),
        ("/oauth2/v1/clients/0oaNobody/roles", "Not found: Resource not found: 0oaNobody (PublicClientApp)"),
        ("/api/v1/nothing", "Not found: Resource not found: /api/v1/nothing (Resource)"),
    ] {
        let answer = caller.get(path, &token).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["errorCode"], "E0000007");
        assert_eq!(answer.json()["errorSummary"], summary);
        assert_eq!(answer.json()["errorLink"], "E0000007");
    }
}

#[tokio::test]
async fn nothing_can_be_written() {
    let (_sim, caller) = start_with(|_| ()).await;
    let request = caller.http.post(format!("{}/api/v1/users", caller.base)).bearer_auth(caller.token().await);
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.json()["errorCode"], "E0000022");
}

#[tokio::test]
async fn access_tokens_look_like_oktas() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let (sim, caller) = start_with(|_| ()).await;
    let part = |token: &str, index: usize| -> serde_json::Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap()).unwrap()
    };
    let token = caller.token().await;
    let (header, claims) = (part(&token, 0), part(&token, 1));
    assert_eq!(header["typ"], "application/okta-internal-at+jwt");
    let keys = caller.open("/oauth2/v1/keys").await.json();
    assert_eq!(header["kid"], keys["keys"][0]["kid"]);
    assert_eq!(claims["iss"], caller.base);
    assert_eq!(claims["cid"], caller.client_id);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
    assert!(claims["jti"].as_str().unwrap().starts_with("AT."));
    assert_eq!(claims["scp"].as_array().unwrap().len(), 7);
    assert_eq!(claims.get("cnf"), None);

    sim.apply(DEMO_HOST, "dpop").unwrap();
    let bound = caller.bound_token().await;
    assert_eq!(part(&bound, 1)["cnf"]["jkt"], caller.key.public_jwk().thumbprint());
}
