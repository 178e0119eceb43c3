//! Life cycle: starting and stopping.

use okta_sim::{DEMO_HOST, Org, Sim, SimError};

use crate::support::start_with;

#[tokio::test]
async fn stopping_frees_the_ports_and_closes_connections() {
    let (sim, caller) = start_with(|_| ()).await;
    assert_eq!(caller.open("/oauth2/v1/keys").await.status, 200);
    let address = sim.tls_addr();
    sim.stop().await;
    assert!(caller.read("/oauth2/v1/keys").send().await.is_err());
    let again = Sim::builder().listen(address).start().await.unwrap();
    assert_eq!(again.tls_addr(), address);
}

#[tokio::test]
async fn a_second_simulator_on_the_same_port_is_refused() {
    let sim = Sim::builder().start().await.unwrap();
    let error = Sim::builder().admin(sim.admin_addr()).start().await.unwrap_err();
    assert!(matches!(error, SimError::Listen { option: "--admin", .. }), "{error}");
}

#[tokio::test]
async fn simulators_know_nothing_of_each_other() {
    let (first, one) = start_with(|_| ()).await;
    let (second, two) = start_with(|_| ()).await;
    first.apply(DEMO_HOST, "no_scopes").unwrap();
    assert_eq!(one.ask(&one.assertion()).await.status, 400);
    assert_eq!(two.ask(&two.assertion()).await.status, 200);
    assert_eq!((first.requests(DEMO_HOST).len(), second.requests(DEMO_HOST).len()), (1, 1));
    assert!(first.update("nobody.okta.com", |_| ()).is_err());
}

#[tokio::test]
async fn resolve_names_every_host() {
    let org = Org { aliases: vec!["login.example.com".to_owned()], ..Org::demo() };
    let sim = Sim::builder().org(org).start().await.unwrap();
    let to = sim.tls_addr();
    let expected = ["acme-backup-demo.okta.com", "login.example.com", "acme-backup-demo-admin.okta.com"]
        .map(|host| format!("{host}={to}"));
    assert_eq!(sim.resolve(), expected.join(","));
}
