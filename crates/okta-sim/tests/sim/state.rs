//! State files.

use std::path::Path;

use okta_sim::{DEMO_HOST, SCENARIOS, Sim, State};

use crate::support::Caller;

fn written(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[tokio::test]
async fn the_example_of_the_readme_works() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/two-organizations.toml");
    let orgs = State::load(&path).unwrap().organizations().unwrap();
    let sim = Sim::builder().orgs(orgs).start().await.unwrap();
    assert_eq!(sim.hosts(), [DEMO_HOST, "northwind.okta-emea.com", "strict.okta.com"]);
    let caller = Caller::of(&sim, "strict.okta.com");
    assert_eq!(caller.ask(&caller.assertion()).await.error().1, "invalid_dpop_proof");
    let mut caller = Caller::of(&sim, "northwind.okta-emea.com");
    "0oa3nw7t5kBackupQ2z1".clone_into(&mut caller.client_id);
    assert_eq!(caller.ask(&caller.assertion()).await.status, 503, "the fault of the example");
    assert_eq!(caller.ask(&caller.assertion()).await.json()["scope"], "okta.groups.read okta.users.read");
}

#[test]
fn one_line_serves_every_scenario() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/every-scenario.toml");
    assert_eq!(State::load(&path).unwrap().organizations().unwrap().len(), SCENARIOS.len() + 1);
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, words) in [
        ("demmo = true", "demmo"),
        ("[[orgs]]\nhots = \"a.okta.com\"", "hots"),
        ("[[orgs]]\nhost = \"a.okta.com\"\n[[orgs.faults]]\neffect = \"flood\"", "flood"),
        ("[[orgs]]\nhost = \"a.okta.com\"\n[[orgs.apps]]\nlabel = \"x\"", "client_id"),
    ] {
        let (_folder, path) = written(text);
        let error = State::load(&path).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("state.toml"), "{error}");
    }
    let (_folder, path) = written("[[copies]]\nhost = \"a.okta.com\"\nscenarios = [\"flood\"]");
    let error = State::load(&path).unwrap().organizations().unwrap_err().to_string();
    assert!(error.contains("no scenario flood"), "{error}");
}

#[tokio::test]
async fn two_organizations_cannot_share_a_host() {
    let (_folder, path) = written("[[copies]]\nhost = \"a.okta.com\"\naliases = [\"acme-backup-demo.okta.com\"]");
    let orgs = State::load(&path).unwrap().organizations().unwrap();
    let error = Sim::builder().orgs(orgs).start().await.unwrap_err().to_string();
    assert_eq!(error, "acme-backup-demo.okta.com is the host of two organizations");
}
