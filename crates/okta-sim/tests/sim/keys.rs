//! Registered keys: which key an assertion is verified with.

use okta_sim::{AppKey, KeyMaterial, KeyPair, Status};
use serde_json::json;

use crate::support::{Caller, refusal, start_with};

/// What is registered besides or instead of the demo key.
#[derive(Debug, Clone, Copy)]
enum Registered {
    DemoAlone,
    DemoAndAnother,
    DemoInactiveAndAnother,
    SomebodyElsesUnderTheDemosKid,
}

fn table(caller: &Caller, registered: Registered) -> Vec<AppKey> {
    let demo = AppKey::of(&caller.key);
    let another = AppKey::new(KeyMaterial::SomebodyElse);
    match registered {
        Registered::DemoAlone => vec![demo],
        Registered::DemoAndAnother => vec![demo, another],
        Registered::DemoInactiveAndAnother => vec![AppKey { status: Status::Inactive, ..demo }, another],
        Registered::SomebodyElsesUnderTheDemosKid => vec![AppKey { kid: Some(caller.key.key_id()), ..another }],
    }
}

#[tokio::test]
async fn kid_and_status_choose_the_key() {
    use Registered::{DemoAlone, DemoAndAnother, DemoInactiveAndAnother, SomebodyElsesUnderTheDemosKid};
    let kid = Some("The client_assertion JWT kid is invalid.");
    let signature = Some("The client_assertion signature is invalid.");
    let (sim, caller) = start_with(|_| ()).await;
    let own = caller.key.key_id();
    for (registered, named, refused) in [
        (DemoAlone, None, None),
        (DemoAlone, Some(own.as_str()), None),
        (DemoAlone, Some("unknown"), kid),
        (DemoAndAnother, None, kid),
        (DemoAndAnother, Some(&own), None),
        (DemoAndAnother, Some("unknown"), kid),
        (DemoInactiveAndAnother, None, signature),
        (DemoInactiveAndAnother, Some(&own), kid),
        (SomebodyElsesUnderTheDemosKid, None, signature),
        (SomebodyElsesUnderTheDemosKid, Some(&own), signature),
    ] {
        sim.update(&sim.hosts()[0], |org| org.service_app().keys = table(&caller, registered)).unwrap();
        let (mut header, claims) = caller.parts();
        header = match named {
            Some(kid) => json!({ "alg": header["alg"], "kid": kid }),
            None => json!({ "alg": header["alg"] }),
        };
        let answer = caller.ask(&caller.key.sign(&header, &claims).unwrap()).await;
        match refused {
            None => assert_eq!(answer.status, 200, "{registered:?} {named:?}: {}", answer.body),
            Some(description) => {
                assert_eq!(answer.error(), refusal(401, "invalid_client", description), "{registered:?} {named:?}");
            }
        }
    }
}

#[test]
fn a_pem_gives_back_the_same_pair() {
    let key = KeyPair::rsa(2048).unwrap();
    let again = KeyPair::from_pem(&key.pem()).unwrap();
    assert_eq!(again.private_jwk().to_json(), key.private_jwk().to_json());
    assert!(KeyPair::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").is_err());
    assert!(KeyPair::rsa(1024).is_err());
}

#[test]
fn the_thumbprint_is_that_of_rfc_7638() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let key = okta_sim::PublicJwk::Rsa { n: n.to_owned(), e: "AQAB".to_owned() };
    assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}
