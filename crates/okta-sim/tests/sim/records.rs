//! Recorded requests.

use okta_sim::{DEMO_HOST, Org};
use serde_json::json;

use crate::support::{start, start_with};

#[tokio::test]
async fn requests_are_kept_in_order_with_what_was_claimed() {
    let (sim, caller) = start(Org::demo().with("dpop")).await;
    caller.bound_token().await;
    let requests = sim.requests(DEMO_HOST);
    let [first, second] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((first.status, second.status), (400, 200));
    assert_eq!((first.method.as_str(), first.path.as_str()), ("POST", "/oauth2/v1/token"));
    let (before, after) = (first.assertion.as_ref().unwrap(), second.assertion.as_ref().unwrap());
    assert_eq!(before.header["alg"], "RS256");
    assert_ne!(before.claims["jti"], after.claims["jti"]);
    assert!(second.proof.as_ref().unwrap().claims["nonce"].is_string());
    assert_eq!(second.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(second.grant_type.as_deref(), Some("client_credentials"));
}

#[tokio::test]
async fn no_token_signature_or_secret_is_kept() {
    let (sim, caller) = start_with(|_| ()).await;
    let assertion = caller.assertion();
    caller.ask(&assertion).await;
    let token = caller.token().await;
    caller.get("/api/v1/users?limit=1", &token).await;
    let secret = [("grant_type", "client_credentials"), ("client_secret", "s3cret-s3cret")];
    caller.http.post(caller.token_url()).form(&secret).send().await.unwrap();
    caller.read("/api/v1/org").header("Authorization", "bare-secret").send().await.unwrap();
    let kept = json!(sim.requests(DEMO_HOST)).to_string();
    for secret in [assertion.as_str(), assertion.rsplit('.').next().unwrap(), &token, "s3cret", "bare-secret"] {
        assert!(!kept.contains(secret), "{secret}");
    }
    let read = sim.requests(DEMO_HOST).into_iter().find(|request| request.path == "/api/v1/users").unwrap();
    assert_eq!(read.authorization.as_deref(), Some("Bearer"));
    assert_eq!(read.query.as_deref(), Some("limit=1"));
}
