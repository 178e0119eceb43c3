//! TLS: certificates and protocols.

use okta_sim::{Certificate, DEMO_HOST, Org, Sim};
use reqwest::Version;

use crate::support::{client, client_of, start, start_with};

#[tokio::test]
async fn a_client_that_trusts_the_ca_gets_through_and_another_does_not() {
    let (sim, caller) = start_with(|_| ()).await;
    assert_eq!(caller.open("/.well-known/okta-organization").await.status, 200);
    let other = Sim::builder().start().await.unwrap();
    let stranger = client_of(&other, sim.tls_addr(), &[DEMO_HOST]);
    let error = stranger.get(&caller.base).send().await.unwrap_err();
    assert!(format!("{error:?}").contains("UnknownIssuer"), "{error:?}");
}

#[tokio::test]
async fn http_2_and_http_1_1_are_both_spoken() {
    let (_sim, caller) = start_with(|_| ()).await;
    let url = format!("{}/.well-known/okta-organization", caller.base);
    assert_eq!(caller.http.get(&url).send().await.unwrap().version(), Version::HTTP_2);
    let (sim, _) = start_with(|_| ()).await;
    let url = format!("http://{}/.well-known/okta-organization", sim.http_addr());
    assert_eq!(reqwest::get(url).await.unwrap().version(), Version::HTTP_11);
}

#[tokio::test]
async fn bad_certificates_end_the_handshake() {
    for (worth, words) in [
        (Certificate::Untrusted, "UnknownIssuer"),
        (Certificate::Expired, "Expired"),
        (Certificate::WrongHost, "NotValidForName"),
    ] {
        let (_sim, caller) = start_with(|org| org.certificate = worth).await;
        let error = caller.read("/").send().await.unwrap_err();
        assert!(format!("{error:?}").contains(words), "{worth:?}: {error:?}");
    }
}

#[tokio::test]
async fn hosts_without_organization_end_the_handshake() {
    let (sim, _) = start_with(|_| ()).await;
    let http = client(&sim, &["nobody.okta.com"]);
    assert!(http.get("https://nobody.okta.com/").send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_custom_domain_leads_to_the_same_organization() {
    let org = Org { aliases: vec!["login.example.com".to_owned()], ..Org::demo() };
    let (sim, mut caller) = start(org).await;
    let id = caller.open("/.well-known/okta-organization").await.json()["id"].clone();
    caller.http = client(&sim, &["login.example.com"]);
    caller.base = "https://login.example.com".to_owned();
    let document = caller.open("/.well-known/okta-organization").await.json();
    assert_eq!(document["id"], id);
    assert_eq!(document["_links"]["alternate"]["href"], "https://login.example.com");
    assert_eq!(caller.ask(&caller.assertion()).await.status, 200, "aud is the URL as called");
}

#[tokio::test]
async fn the_console_host_shows_the_path_of_a_deep_link() {
    let (sim, caller) = start_with(|_| ()).await;
    let admin = sim.org(&sim.hosts()[0]).unwrap().admin_host();
    let page = caller.open(&format!("https://{admin}/admin/app/oidc_client/instance/0oa1/#tab-scopes")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html;charset=utf-8"));
    assert!(page.body.contains("/admin/app/oidc_client/instance/0oa1/"));
}
