//! What stands between the console and Okta: ports, TLS, addresses, roots.

use crate::support::{TIMEOUTS, check, code, credentials, okta, okta_by, resolve};
use model::check::{
    CheckId::{Domain, PrivateKey},
    CheckStatus, Outcome,
};
use okta::Okta;
use okta_sim::{DEMO_CLIENT_ID, DEMO_HOST, Org, Sim};
use outbound::{Client, Config, Lookup, Timeouts};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

#[tokio::test]
async fn a_closed_port_is_inconclusive() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = Config { resolve: vec![(DEMO_HOST.to_owned(), free)], timeouts: TIMEOUTS, ..Config::default() };
    let sim = Sim::builder().start().await.unwrap();
    let okta = okta_by(Config { extra_roots_pem: Some(sim.ca_pem().as_bytes().to_vec()), ..config });
    let credentials = credentials(DEMO_HOST, DEMO_CLIENT_ID, &sim.demo().pem, None);
    let verification = okta.verify(&credentials, |_| ()).await;
    assert_eq!(code(&verification, Domain), Some("connect_refused"));
    assert_eq!(verification.report.outcome, Outcome::Inconclusive);
    assert_eq!(check(&verification, PrivateKey).status, CheckStatus::Passed);
}

/// Verifies against a port where something other than TLS happens, and gives what `domain` says.
async fn against(listener: &std::net::TcpListener) -> okta::Verification {
    let sim = Sim::builder().start().await.unwrap();
    let resolve = vec![(DEMO_HOST.to_owned(), listener.local_addr().unwrap())];
    let timeouts = Timeouts { connect: Duration::from_millis(300), ..TIMEOUTS };
    let extra_roots_pem = Some(sim.ca_pem().as_bytes().to_vec());
    let okta = okta_by(Config { resolve, extra_roots_pem, timeouts, ..Config::default() });
    okta.verify(&credentials(DEMO_HOST, DEMO_CLIENT_ID, &sim.demo().pem, None), |_| ()).await
}

#[tokio::test]
async fn a_port_that_takes_the_connection_and_says_nothing_is_inconclusive() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let verification = against(&silent).await;
    assert_eq!(code(&verification, Domain), Some("connect_timeout"));
    assert_eq!(verification.report.outcome, Outcome::Inconclusive);
}

#[tokio::test]
async fn a_port_that_does_not_speak_tls_is_told() {
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = plain.try_clone().unwrap();
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for stream in server.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let verification = against(&plain).await;
    assert_eq!(code(&verification, Domain), Some("tls_failed"));
    assert_eq!(verification.report.outcome, Outcome::Failed);
}

#[tokio::test]
async fn hosts_that_are_not_public_are_never_connected_to() {
    let sim = Sim::builder().start().await.unwrap();
    let okta = okta(&sim, TIMEOUTS);
    for (host, expected) in [
        ("acme.okta.invalid", "domain_not_found"),
        ("no-such-company.test", "domain_not_found"),
        ("acme.localhost", "domain_private_address"),
        ("metadata.google.internal", "domain_private_address"),
        ("printer.local", "domain_private_address"),
        ("nas.home.arpa", "domain_private_address"),
    ] {
        let credentials = credentials(host, DEMO_CLIENT_ID, &sim.demo().pem, None);
        let verification = okta.verify(&credentials, |_| ()).await;
        assert_eq!(code(&verification, Domain), Some(expected), "{host}");
        assert_eq!(verification.report.outcome, Outcome::Failed, "{host}");
        let fix = check(&verification, Domain).fix.clone().unwrap();
        assert_eq!(fix.step, Some(1), "{host}");
        let rest = verification.report.checks.iter().filter(|c| !matches!(c.id, Domain | PrivateKey));
        assert!(rest.into_iter().all(|check| check.status == CheckStatus::Skipped), "{host}");
    }
}

/// DNS rebinding: a name that leads to a public address when it is checked and inside when it is connected to. Inside
/// stands a server with a trusted certificate, so that nothing but the rule is in the way.
#[tokio::test]
async fn a_name_that_turns_inside_after_it_was_checked_is_not_followed() {
    let sim = Sim::builder().start().await.unwrap();
    let inside = sim.tls_addr();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let lookup = Lookup::new(move |_, port| {
        // Not assigned to anyone, and so out of reach everywhere.
        let public = SocketAddr::new("2d00::1".parse().unwrap(), port);
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        async move { Ok(vec![if first { public } else { inside }]) }
    });
    let timeouts = Timeouts { connect: Duration::from_millis(300), ..TIMEOUTS };
    let config = Config { extra_roots_pem: Some(sim.ca_pem().into()), timeouts, ..Config::default() };
    let okta = Okta::new(Client::new(config).unwrap().with_lookup(lookup));
    let credentials = credentials(DEMO_HOST, DEMO_CLIENT_ID, &sim.demo().pem, None);

    let verification = okta.verify(&credentials, |_| ()).await;
    assert_eq!(asked.load(Ordering::SeqCst), 1, "looked up once, whatever is connected to");
    assert!(code(&verification, Domain).unwrap().starts_with("connect_"), "{verification:?}");

    // The next verification looks the name up anew, and checks it anew.
    let verification = okta.verify(&credentials, |_| ()).await;
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(code(&verification, Domain), Some("domain_private_address"));
    assert_eq!(sim.requests(DEMO_HOST), []);
}

#[tokio::test]
async fn a_ca_of_ones_own_is_trusted_only_when_configured() {
    let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
    let strangers = Sim::builder().org(Org::demo()).start().await.unwrap();
    let config = Config { resolve: resolve(&sim), timeouts: TIMEOUTS, ..Config::default() };
    let okta = okta_by(Config { extra_roots_pem: Some(strangers.ca_pem().into()), ..config });
    let verification = okta.verify(&credentials(DEMO_HOST, DEMO_CLIENT_ID, &sim.demo().pem, None), |_| ()).await;
    assert_eq!(code(&verification, Domain), Some("tls_untrusted"));
    assert!(sim.requests(DEMO_HOST).is_empty());
}
