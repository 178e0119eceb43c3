//! What misconfigurations leave in the evidence, and in the checks beside the one that finds them. The list of all of
//! them, with code and step, is `crates/server/tests/api/misconfigurations/rows.rs`.

use crate::support::{World, check, code, evidence, summary};
use model::check::{CheckId::*, Outcome::*};

#[tokio::test]
async fn organizations_that_answer_nonsense_are_not_called_something_else() {
    for scenario in ["malformed_json", "unexpected_json"] {
        let world = World::in_scenario(scenario).await;
        let verification = world.verify(&world.jwk()).await;
        let summary = summary(&verification);
        assert_eq!(code(&verification, Organization), Some("unexpected_response"), "{scenario}: {summary:?}");
        assert_eq!(summary.0, Inconclusive, "{scenario}");
    }
}

/// A scope that is missing is named once by `scopes`, and seen in what depends on it.
#[tokio::test]
async fn missing_scopes_are_listed_and_what_they_close_is_not_tried() {
    let world = World::in_scenario("missing_scopes").await;
    let verification = world.verify(&world.jwk()).await;
    let missing = &evidence(&verification, Scopes)["missing"];
    assert_eq!(
        *missing,
        serde_json::json!(["okta.devices.read", "okta.orgs.read", "okta.roles.read", "okta.userTypes.read"])
    );
    assert_eq!(code(&verification, Role), Some("role_unreadable"));
    assert_eq!(check(&verification, Role).fix.as_ref().unwrap().step, Some(11));
    assert_eq!(code(&verification, Access), Some("access_scope_missing"));
    let titles = [Scopes, Access].map(|id| check(&verification, id).title.clone());
    assert_ne!(titles[0], titles[1], "each says what it found");
    let objects = &evidence(&verification, Access)["objects"];
    assert_eq!(objects["users"]["result"], "read");
    assert_eq!(objects["devices"]["result"], "scope_missing");
    assert!(!world.paths().iter().any(|path| path == "/api/v1/devices"), "{:?}", world.paths());
}

/// `200 []` is not proof of access: every organization has users, groups and a user type.
#[tokio::test]
async fn an_empty_list_of_users_is_not_taken_for_access() {
    for scenario in ["weak_lists", "empty_lists"] {
        let world = World::in_scenario(scenario).await;
        let verification = world.verify(&world.jwk()).await;
        let found = check(&verification, Access);
        let objects = &evidence(&verification, Access)["objects"];
        assert_eq!(objects["users"]["result"], "access_empty", "{scenario}: {found:?}");
        assert_eq!(objects["devices"]["result"], "read", "an organization may have no device");
        assert_eq!(verification.report.outcome, Limited, "{scenario}");
    }
}

#[tokio::test]
async fn denied_reads_name_the_objects_and_the_role_step() {
    let world = World::in_scenario("help_desk_role").await;
    let verification = world.verify(&world.jwk()).await;
    let found = check(&verification, Access);
    assert_eq!((found.code.as_deref(), found.fix.as_ref().unwrap().step), (Some("access_denied"), Some(12)));
    assert!(found.detail.contains("devices") && !found.detail.contains("users,"), "{}", found.detail);
}
