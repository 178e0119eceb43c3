//! Access tokens for services.

use crate::support::World;

#[tokio::test]
async fn services_get_a_token_for_the_scopes_they_ask_for() {
    let world = World::with(|org| org).await;
    let token = world.okta.token(&world.jwk(), &["okta.users.read", "okta.groups.read"]).await.ok().unwrap();
    assert_eq!((token.token_type.as_str(), token.expires_in), ("Bearer", 3600));
    assert_eq!(token.scopes, ["okta.users.read", "okta.groups.read"]);
    assert_eq!(token.token.expose().split('.').count(), 3);
    assert_eq!(world.paths(), ["/oauth2/v1/token"]);
}

#[tokio::test]
async fn services_are_told_why_there_is_no_token() {
    for (scenario, expected, conclusive) in [
        ("unknown_client", "client_not_found", true),
        ("no_scopes", "no_scopes", true),
        ("token_outage", "okta_unavailable", false),
    ] {
        let world = World::in_scenario(scenario).await;
        let error = world.okta.token(&world.jwk(), &["okta.users.read"]).await.err().unwrap();
        assert_eq!((error.code(), error.diagnosis.is_conclusive()), (expected, conclusive));
        assert!(!error.to_string().contains('{') && !error.check.fix.unwrap().text.is_empty());
    }
}
