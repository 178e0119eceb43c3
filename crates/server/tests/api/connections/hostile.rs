//! Domains that must lead nowhere: those that are refused as they are typed, and those whose name leads inside.

use crate::support::{CONNECTIONS, TestApp, at};
use okta::Okta;
use okta_sim::{DEMO_HOST, Sim};
use outbound::{Client, Config, Lookup};
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

const VERIFY: &str = "/api/v1/connections/verify";

/// What is typed, and the code of its refusal. None of it is looked up.
const TYPED: &[(&str, &str)] = &[
    // Addresses, in every spelling that some parser takes for one.
    ("https://127.0.0.1", "domain_ip_address"),
    ("127.1", "domain_ip_address"),
    ("0", "domain_ip_address"),
    ("2130706433", "domain_ip_address"),
    ("0x7f000001", "domain_ip_address"),
    ("0x7f.0x0.0x0.0x1", "domain_ip_address"),
    ("0177.0.0.01", "domain_ip_address"),
    ("169.254.169.254", "domain_ip_address"),
    ("169.254.169.254.", "domain_ip_address"),
    ("https://10.0.0.1/latest/meta-data", "domain_ip_address"),
    ("acme.okta.com.127.0.0.1", "domain_ip_address"),
    ("１２７.０.０.１", "domain_ip_address"),
    ("127。0。0。1", "domain_ip_address"),
    ("①②⑦.⓪.⓪.①", "domain_ip_address"),
    ("[::1]", "domain_ip_address"),
    ("https://[::ffff:169.254.169.254]/", "domain_ip_address"),
    ("https://[64:ff9b::7f00:1]", "domain_ip_address"),
    ("https://[fe80::1%25eth0]/", "domain_character"),
    ("::1", "domain_ip_address"),
    // Names of one label.
    ("localhost", "domain_single_label"),
    ("https://metadata", "domain_single_label"),
    ("localhost.", "domain_single_label"),
    // Ports, user names, other schemes.
    ("https://acme.okta.com:22", "domain_port"),
    ("https://acme.okta.com:443", "domain_port"),
    ("https://acme.okta.com:", "domain_port"),
    ("localhost:9480", "domain_port"),
    ("https://acme.okta.com@evil.example", "domain_user_info"),
    ("https://acme.okta.com:pass@evil.example", "domain_user_info"),
    ("acme.okta.com@127.0.0.1", "domain_user_info"),
    ("http://acme.okta.com", "domain_insecure_scheme"),
    ("http:acme.okta.com", "domain_insecure_scheme"),
    ("file:///etc/passwd", "domain_scheme"),
    ("gopher://acme.okta.com", "domain_scheme"),
    ("javascript://acme.okta.com", "domain_scheme"),
    ("//acme.okta.com", "domain_malformed"),
    ("https:///acme.okta.com", "domain_malformed"),
    ("https://https://acme.okta.com", "domain_malformed"),
    // What parsers drop, decode or take for something else.
    ("https://acme.okta.com\\@evil.example", "domain_character"),
    ("https://acme%2eokta.com", "domain_character"),
    ("https://acme.okta.com%00.evil.example", "domain_character"),
    ("https://acme.okta.com\t.evil.example", "domain_character"),
    ("https://acme.okta.com\r\nHost: evil.example", "domain_character"),
    ("https://acme\u{ad}.okta.com", "domain_character"),
    ("https://acme\u{200b}.okta.com", "domain_character"),
    ("https://acme.okta.com\u{202e}moc.live", "domain_character"),
    ("https://acme..okta.com", "domain_malformed"),
    ("https://.okta.com", "domain_malformed"),
    ("https://-acme.okta.com", "domain_malformed"),
    ("https://acme.okta.com..", "domain_malformed"),
    // Almost Okta.
    ("https://acme.okta.com.com", "domain_double_com"),
    ("https://xn--a.okta.com", "domain_invalid_idna"),
    ("https://okta.com", "domain_okta_itself"),
    ("https://{yourOktaDomain}", "domain_placeholder"),
];

/// What a name leads to, and is not connected to: one address inside spoils all.
const LEADS_TO: &[&[&str]] = &[
    // v4.
    &["0.0.0.0"],
    &["10.1.2.3"],
    &["100.64.0.1"],
    &["100.100.100.200"],
    &["127.0.0.1"],
    &["127.8.8.8"],
    &["168.63.129.16"],
    &["169.254.1.1"],
    &["169.254.169.254"],
    &["169.254.170.2"],
    &["172.16.0.1"],
    &["172.31.255.255"],
    &["192.0.0.192"],
    &["192.0.2.1"],
    &["192.88.99.1"],
    &["192.168.1.1"],
    &["198.18.0.1"],
    &["198.51.100.1"],
    &["203.0.113.1"],
    &["224.0.0.251"],
    &["239.255.255.250"],
    &["240.0.0.1"],
    &["255.255.255.255"],
    // v6.
    &["::"],
    &["::1"],
    &["::127.0.0.1"],
    &["::ffff:127.0.0.1"],
    &["::ffff:10.0.0.1"],
    &["::ffff:169.254.169.254"],
    &["::ffff:8.8.8.8"],
    &["64:ff9b::127.0.0.1"],
    &["64:ff9b::169.254.169.254"],
    &["64:ff9b:1::8.8.8.8"],
    &["100::1"],
    &["2001::1"],
    &["2001:db8::1"],
    &["2002:7f00:1::"],
    &["2002:a9fe:a9fe::1"],
    &["3fff::1"],
    &["5f00::1"],
    &["fc00::1"],
    &["fd00:ec2::254"],
    &["fe80::1"],
    &["fec0::1"],
    &["ff02::fb"],
    // Both at once, in any order.
    &["8.8.8.8", "127.0.0.1"],
    &["127.0.0.1", "8.8.8.8"],
    &["2606:4700::1111", "8.8.8.8", "fe80::1"],
    &["8.8.8.8", "8.8.4.4", "169.254.169.254"],
];

/// Names that are not looked up at all, as they never are on the public internet. A lookalike of Okta's domain, with a
/// Cyrillic letter, is one that anybody may own: it is looked up like any other.
const SPECIAL: &[(&str, &str)] = &[
    ("acme.localhost", "domain_private_address"),
    ("printer.local", "domain_private_address"),
    ("metadata.google.internal", "domain_private_address"),
    ("metadata.google.internal.", "domain_private_address"),
    ("router.home.arpa", "domain_private_address"),
    ("vault.localdomain", "domain_private_address"),
    ("acme.okta.invalid", "domain_not_found"),
    ("acme.test", "domain_not_found"),
    ("acme.example", "domain_not_found"),
    ("acmeoktavww6z7exampl.onion", "domain_not_found"),
];

type Addresses = Arc<Mutex<Vec<IpAddr>>>;

/// A server whose resolver gives what the test says, and how often it was asked.
async fn start() -> (TestApp, Addresses, Arc<Mutex<Vec<String>>>) {
    let (leads_to, asked) = (Addresses::default(), Arc::new(Mutex::new(Vec::new())));
    let (answers, log) = (leads_to.clone(), asked.clone());
    let lookup = Lookup::new(move |host, port| {
        log.lock().unwrap().push(host);
        let found = answers.lock().unwrap().iter().map(|ip| SocketAddr::new(*ip, port)).collect();
        async move { Ok(found) }
    });
    let sim = Sim::builder().start().await.unwrap();
    let app = TestApp::start_on(sim, |app, _| {
        app.okta = Okta::new(Client::new(Config::default()).unwrap().with_lookup(lookup));
    })
    .await;
    (app, leads_to, asked)
}

fn draft(app: &TestApp, domain: &str) -> Value {
    let mut settings = app.settings();
    settings["domain"] = domain.into();
    json!({"application": "okta", "settings": settings})
}

/// The code of `domain`, of a report in which nothing that needs a connection was tried.
async fn judged(app: &TestApp, domain: &str) -> String {
    let report = app.post(VERIFY, &draft(app, domain)).await.expect(200).json();
    assert_eq!(report["outcome"], "failed", "{domain}");
    let checks = report["checks"].as_array().unwrap();
    for check in checks.iter().filter(|check| !matches!(check["id"].as_str(), Some("domain" | "private_key"))) {
        assert_eq!(check["status"], "skipped", "{domain}: {check}");
    }
    assert_eq!(checks[0]["fix"]["step"], 1, "{domain}");
    checks[0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn there_are_enough_of_them() {
    assert!(TYPED.len() + LEADS_TO.len() + SPECIAL.len() >= 60);
}

#[tokio::test]
async fn what_is_no_domain_is_refused_and_not_looked_up() {
    let (app, _, asked) = start().await;
    for (domain, code) in TYPED {
        let reply = app.post(VERIFY, &draft(&app, domain)).await;
        reply.problem(422, "validation_failed");
        assert_eq!(reply.refused(), at("/settings/domain", code), "{domain:?}");
        let mut input = app.input("Acme");
        input["settings"]["domain"] = (*domain).into();
        let reply = app.post(&format!("{CONNECTIONS}?verify=skip"), &input).await;
        assert_eq!((reply.status, reply.refused()), (422, at("/settings/domain", code)), "{domain:?}");
    }
    assert_eq!(*asked.lock().unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_connected_to() {
    let (app, leads_to, asked) = start().await;
    for addresses in LEADS_TO {
        *leads_to.lock().unwrap() = addresses.iter().map(|address| address.parse().unwrap()).collect();
        assert_eq!(judged(&app, "acme.okta.com").await, "domain_private_address", "{addresses:?}");
    }
    assert_eq!(asked.lock().unwrap().len(), LEADS_TO.len(), "each is looked up once");
    assert_eq!(app.sim.requests(DEMO_HOST), []);
}

#[tokio::test]
async fn names_that_never_are_public_are_not_even_looked_up() {
    let (app, _, asked) = start().await;
    for (domain, code) in SPECIAL {
        assert_eq!(judged(&app, domain).await, *code, "{domain}");
    }
    assert_eq!(*asked.lock().unwrap(), [""; 0]);
}

/// Lookalikes are other names: they are shown, looked up and bound to as what they are, never as what they look like.
#[tokio::test]
async fn lookalikes_are_told_apart() {
    let (app, leads_to, asked) = start().await;
    *leads_to.lock().unwrap() = vec!["10.0.0.1".parse().unwrap()];
    for (typed, looked_up) in [
        ("https://acme.оkta.com", "acme.xn--kta-red.com"),
        ("https://аcme.okta.com", "xn--cme-5cd.okta.com"),
        ("https://acme.okta.com.evil.net", "acme.okta.com.evil.net"),
        ("https://ACME.OKTA.COM.", "acme.okta.com"),
        ("https://acme。okta。com", "acme.okta.com"),
        ("https://ａｃｍｅ.okta.com", "acme.okta.com"),
    ] {
        judged(&app, typed).await;
        assert_eq!(asked.lock().unwrap().pop().as_deref(), Some(looked_up), "{typed}");
    }
}
