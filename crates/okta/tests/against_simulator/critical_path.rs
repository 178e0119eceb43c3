//! What a verification waits for, counted in requests by the simulator and never in time, and what each try consists of.

use crate::support::{World, check, clock_off_by, evidence, summary};
use model::check::{CheckId::Authentication, Outcome};
use okta_sim::{Effect, Fault, Org};
use std::collections::HashSet;

/// The role, and one read of each type.
const READS: usize = 8;

fn is_read(path: &str) -> bool {
    path.starts_with("/api/v1/") || path.starts_with("/oauth2/v1/clients/")
}

/// An organization that answers reads only when all eight are waiting for it.
fn answering_together(org: Org) -> Org {
    let together = || Effect::Together { requests: READS };
    let faults = vec![Fault::on("/oauth2/v1/clients", together()), Fault::on("/api/v1", together())];
    Org { faults, ..org }
}

/// The contract allows four over a warm connection, and one more with proof of possession.
#[tokio::test]
async fn the_critical_path_is_three_round_trips_and_four_with_proof_of_possession() {
    for (scenarios, expected) in [(&[][..], 3), (&["dpop"], 4), (&["missing_role"], 3)] {
        let world =
            World::with(|org| answering_together(scenarios.iter().fold(org, |org, scenario| org.with(scenario)))).await;
        let verification = world.verify(&world.jwk()).await;
        assert_ne!(
            verification.report.outcome,
            Outcome::Inconclusive,
            "one after another: {:?}",
            summary(&verification)
        );
        let paths = world.paths();
        let (reads, before): (Vec<_>, Vec<_>) = paths.iter().partition(|path| is_read(path));
        assert_eq!(reads.len(), READS, "{paths:?}");
        assert_eq!(before.len() + 1, expected, "{scenarios:?}: {paths:?}");
        assert!(paths[..before.len()].iter().all(|path| !is_read(path)), "reads come last: {paths:?}");
    }
}

/// Whatever leads to another try: a nonce, a nonce renewed, a limit that resets, a moment's outage, a replay, a closer
/// look at a refused key ID.
#[tokio::test]
async fn every_try_has_an_assertion_and_a_proof_of_its_own() {
    for (scenario, tries) in [
        ("dpop", 2),
        ("nonce_rotates", 3),
        ("rate_limited", 2),
        ("token_outage_once", 2),
        ("repeated_once", 2),
        ("kid_unknown", 2),
    ] {
        let world = World::in_scenario(scenario).await;
        world.verify(&world.jwk()).await;
        let requests = world.sim.requests(&world.host);
        let sent: Vec<_> = requests.iter().filter_map(|request| Some((request, request.assertion.as_ref()?))).collect();
        assert_eq!(sent.len(), tries, "{scenario}");
        let assertions: HashSet<_> =
            sent.iter().map(|(_, assertion)| assertion.claims["jti"].as_str().unwrap()).collect();
        let proofs: HashSet<_> =
            sent.iter().map(|(request, _)| request.proof.as_ref().unwrap().claims["jti"].as_str().unwrap()).collect();
        assert_eq!((assertions.len(), proofs.len()), (tries, tries), "{scenario}");
        for (_, assertion) in &sent {
            let seconds = |claim: &str| assertion.claims[claim].as_i64().unwrap();
            // Five minutes, and dated back by the minute that clocks may differ unnoticed.
            assert_eq!(seconds("exp") - seconds("iat"), 360, "{scenario}");
        }
    }
}

#[tokio::test]
async fn the_skew_is_measured_from_the_date_of_answers() {
    let world = World::with(|org| org).await;
    for ours in [430, -430, 7_200, -7_200] {
        let verification = world.okta.clone().with_clock(clock_off_by(ours)).verify(&world.jwk(), |_| ()).await;
        let found = check(&verification, Authentication);
        assert_eq!(found.code.as_deref(), Some("clock_skew"), "{ours}: {found:?}");
        let evidence = evidence(&verification, Authentication);
        let measured = evidence["skew_seconds"].as_i64().unwrap();
        assert!((measured + ours).abs() <= 30, "ours is {ours} s ahead, measured {measured}");
        assert!(evidence["error_description"].is_string(), "Okta's own words stay: {found:?}");
    }
}

/// Without a date nothing is known of the clocks, and they are not blamed.
#[tokio::test]
async fn no_clock_is_blamed_that_was_not_read() {
    let world = World::in_scenario("clock_unknown").await;
    let verification = world.verify(&world.jwk()).await;
    let found = check(&verification, Authentication);
    assert_eq!(found.code.as_deref(), Some("clock_unknown"), "{found:?}");
    assert_eq!(verification.report.outcome, Outcome::Inconclusive);
}
