//! Discovery: public metadata.

use okta_sim::{Kind, Status};

use crate::support::start_with;

#[tokio::test]
async fn the_organization_document_has_an_id_and_a_pipeline() {
    let (_sim, caller) = start_with(|_| ()).await;
    let document = caller.open("/.well-known/okta-organization").await.json();
    assert!(document["id"].as_str().unwrap().starts_with("00o"));
    assert_eq!(document["pipeline"], "idx");
    assert_eq!(document["_links"]["organization"]["href"], caller.base);
    assert_eq!(document["_links"].get("alternate"), None);
}

#[tokio::test]
async fn discovery_tells_whether_a_client_exists() {
    let (sim, caller) = start_with(|_| ()).await;
    let path = "/.well-known/openid-configuration";
    let document = caller.open(path).await.json();
    assert_eq!(document["issuer"], caller.base);
    assert_eq!(document["token_endpoint"], caller.token_url());
    assert_eq!(document["dpop_signing_alg_values_supported"].as_array().unwrap().len(), 6);
    let own = format!("{path}?client_id={}", caller.client_id);
    assert_eq!(caller.open(&own).await.status, 200);
    let answer = caller.open(&format!("{path}?client_id=0oaNobody")).await;
    assert_eq!((answer.status, answer.json()["errorCode"].as_str()), (400, Some("invalid_client")));
    sim.update(&sim.hosts()[0], |org| org.service_app().status = Status::Inactive).unwrap();
    assert_eq!(caller.open(&own).await.status, 400);
}

#[tokio::test]
async fn keys_are_public_and_may_be_kept() {
    let (_sim, caller) = start_with(|_| ()).await;
    let answer = caller.open("/oauth2/v1/keys").await;
    let key = &answer.json()["keys"][0];
    assert_eq!(
        (key["kty"].as_str(), key["alg"].as_str(), key["use"].as_str()),
        (Some("RSA"), Some("RS256"), Some("sig"))
    );
    assert_eq!(key.get("d"), None);
    assert!(answer.header("cache-control").unwrap().contains("must-revalidate"));
}

#[tokio::test]
async fn an_ordinary_web_site_knows_nothing_of_okta() {
    let (_sim, caller) = start_with(|org| org.kind = Kind::NotOkta).await;
    for (path, status) in [("/", 200), ("/.well-known/okta-organization", 404), ("/api/v1/users", 404)] {
        let answer = caller.open(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"));
        assert_eq!(answer.header("x-okta-request-id"), None);
    }
    assert_eq!(caller.ask(&caller.assertion()).await.status, 404);
}
