//! Proof of possession (`DPoP`, RFC 9449): a key of its own, nonces that come and go, and what the report says of it.

use crate::support::{World, check, evidence, summary};
use model::check::{
    CheckId::{Access, ProofOfPossession},
    CheckStatus, Outcome,
};
use okta_sim::{DEMO_HOST, Effect, Fault, Recorded};
use std::collections::BTreeSet;

const TOKEN: &str = "/oauth2/v1/token";

/// The requests with a proof, oldest first: all but the first, which asks for nothing that needs a token.
fn proven(world: &World) -> Vec<Recorded> {
    let requests = world.sim.requests(&world.host);
    assert!(requests.iter().skip(1).all(|request| request.proof.is_some()), "{requests:?}");
    requests.into_iter().skip(1).collect()
}

fn nonces(world: &World) -> Vec<Option<String>> {
    let tokens = proven(world).into_iter().filter(|request| request.path == TOKEN);
    tokens.map(|request| Some(request.proof?.claims.get("nonce")?.as_str()?.to_owned())).collect()
}

#[tokio::test]
async fn every_request_of_a_run_is_proven_with_one_key_that_is_not_the_connections_own() {
    let world = World::in_scenario("dpop").await;
    let mut keys = BTreeSet::new();
    for _ in 0..2 {
        world.sim.reset(&world.host).unwrap();
        world.sim.apply(&world.host, "dpop").unwrap();
        assert_eq!(world.verify(&world.jwk()).await.report.outcome, Outcome::Passed);
        let proven = proven(&world);
        assert_eq!(proven.len(), 10, "two token requests, the role, seven reads");
        let of_run: BTreeSet<_> = proven.into_iter().filter_map(|request| request.proof?.thumbprint).collect();
        assert_eq!(of_run.len(), 1, "{of_run:?}");
        keys.extend(of_run);
    }
    assert_eq!(keys.len(), 2, "each run has its own");
    assert!(!keys.contains(&world.sim.demo().key_id), "the key ID is the thumbprint of the connection's key");
}

#[tokio::test]
async fn each_proof_is_for_its_own_request() {
    let world = World::in_scenario("dpop").await;
    world.verify(&world.jwk()).await;
    let proven = proven(&world);
    let mut ids = BTreeSet::new();
    for request in &proven {
        let claims = &request.proof.as_ref().unwrap().claims;
        assert_eq!(claims["htm"], request.method);
        assert_eq!(claims["htu"], format!("https://{DEMO_HOST}{}", request.path), "without the query");
        assert_eq!(claims.get("ath").is_some(), request.path != TOKEN);
        ids.insert(claims["jti"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), proven.len());
}

#[tokio::test]
async fn without_it_the_proof_is_sent_once_and_the_reads_need_none() {
    let world = World::with(|org| org).await;
    let verification = world.verify(&world.jwk()).await;
    let found = check(&verification, ProofOfPossession);
    assert_eq!(
        (found.status, &evidence(&verification, ProofOfPossession)["dpop"]),
        (CheckStatus::Passed, &false.into())
    );
    let requests = world.sim.requests(&world.host);
    let with_proof: Vec<_> = requests.iter().filter(|r| r.proof.is_some()).map(|r| r.path.as_str()).collect();
    assert_eq!(with_proof, [TOKEN]);
    assert!(requests.iter().skip(2).all(|request| request.authorization.as_deref() == Some("Bearer")));
}

/// Okta gives a nonce, and no longer takes it when it comes back.
#[tokio::test]
async fn a_nonce_that_is_rotated_under_way_is_asked_for_again() {
    let world = World::with(|org| {
        let mut org = org.with("dpop");
        org.faults.push(Fault::on(TOKEN, Effect::Hold));
        org
    })
    .await;
    let rotate = async {
        world.sim.until(&world.host, |requests| requests.iter().any(|r| r.path == TOKEN)).await.unwrap();
        world.sim.rotate_nonce(&world.host).unwrap();
        world.sim.update(&world.host, |org| org.faults.clear()).unwrap();
    };
    let credentials = world.jwk();
    let (verification, ()) = tokio::join!(world.verify(&credentials), rotate);
    assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
    let nonces = nonces(&world);
    assert_eq!((nonces.len(), &nonces[0]), (3, &None), "{nonces:?}");
    assert!(nonces[1].is_some() && nonces[2].is_some() && nonces[1] != nonces[2], "{nonces:?}");
}

/// Okta's API wants no nonce today. Should it do so, the read is proven again with the nonce.
#[tokio::test]
async fn a_read_that_needs_a_nonce_is_proven_again() {
    let headers = [("dpop-nonce", "n-42"), ("content-type", "application/json")];
    for (status, body) in [(400, r#"{"error":"use_dpop_nonce"}"#), (401, "")] {
        let challenge = ("www-authenticate", r#"DPoP algs="ES256", error="use_dpop_nonce""#);
        let headers = headers.iter().chain([&challenge]).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let effect = Effect::Verbatim { status, headers, body: body.to_owned() };
        let world = World::with(|org| {
            let mut org = org.with("dpop");
            org.faults.push(Fault::on("/api/v1/users", effect).times(1));
            org
        })
        .await;
        let verification = world.verify(&world.jwk()).await;
        assert_eq!(check(&verification, Access).status, CheckStatus::Passed, "{:?}", summary(&verification));
        let reads = proven(&world).into_iter().filter(|request| request.path == "/api/v1/users");
        let claims: Vec<_> = reads.map(|request| request.proof.unwrap().claims).collect();
        assert_eq!(claims.len(), 2);
        assert_eq!((claims[0].get("nonce"), &claims[1]["nonce"]), (None, &"n-42".into()));
        assert!(claims[1]["ath"].is_string() && claims[0]["jti"] != claims[1]["jti"]);
    }
}

/// Off is no better than on: no sentence of any report asks for that.
#[test]
fn no_advice_is_to_turn_it_off() {
    let about = okta::CATALOG
        .iter()
        .filter(|entry| format!("{} {} {}", entry.title, entry.detail, entry.fix).contains("possession"));
    let mut found = 0;
    for entry in about {
        found += 1;
        let words = entry.fix.to_lowercase();
        for advice in [
            "turn off",
            "turn it off",
            "switch off",
            "disable",
            "clear the",
            "uncheck",
            "deselect",
            "untick",
            "do not require",
        ] {
            assert!(!words.contains(advice), "{}: {}", entry.name, entry.fix);
        }
    }
    assert!(found >= 2, "the causes that are about it");
}
