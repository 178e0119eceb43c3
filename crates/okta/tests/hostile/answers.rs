//! Well-formed HTTP that holds anything: out of a table, and out of chance.

use crate::measure::{Client, PATIENT, alone};
use model::check::{
    CheckId::{Access, Domain},
    Outcome,
};
use okta_sim::{DEMO_HOST, Effect, Fault, Org, Sim};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

/// Where each phase of a verification asks.
const PHASES: [&str; 4] = ["/.well-known", "/oauth2/v1/token", "/oauth2/v1/clients", "/api/v1"];

struct World {
    sim: Sim,
    client: Client,
}

impl World {
    async fn start() -> Self {
        let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
        let client = Client::of(sim.tls_addr(), sim.ca_pem(), &sim.demo(), PATIENT);
        // What is made once, such as the certificate, is made now.
        client.verify("nothing").await;
        Self { sim, client }
    }

    fn set(&self, faults: Vec<Fault>) {
        self.sim.update(DEMO_HOST, |org| *org = Org { faults, ..Org::demo() }).unwrap();
    }
}

fn verbatim(status: u16, headers: &[(&str, &str)], body: &str) -> Effect {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Effect::Verbatim { status, headers, body: body.to_owned() }
}

/// JSON of a quarter of a mebibyte that takes as much memory as JSON can.
fn heavy(item: &str) -> String {
    format!("[{}]", vec![item; 250_000 / (item.len() + 1)].join(","))
}

#[test]
fn answers_made_to_exhaust_the_client_are_cut_off() {
    let _turn = alone();
    let json = [("content-type", "application/json")];
    let long = "n".repeat(50_000);
    let table = [
        ("16 MiB out of a little gzip", Effect::GzipBomb { mib: 16 }, Some("response_too_large")),
        ("a body of 64 MiB", Effect::Oversized { mib: 64 }, Some("response_too_large")),
        ("a byte now and then", Effect::Drip { every_ms: 50 }, Some("response_timeout")),
        ("nothing for ten minutes", Effect::Latency { ms: 600_000 }, Some("response_timeout")),
        ("objects of one member each", verbatim(200, &json, &heavy("{\"\":0}")), None),
        ("lists of one item each", verbatim(200, &json, &heavy("[0]")), None),
        ("one number after the other", verbatim(200, &json, &heavy("0")), None),
        ("lists in lists", verbatim(200, &json, &"[".repeat(250_000)), None),
        ("endless words", verbatim(400, &json, &format!("{{\"error\":\"{}\"}}", "é".repeat(100_000))), None),
        ("a long nonce", verbatim(400, &[("dpop-nonce", &long), json[0]], "{\"error\":\"use_dpop_nonce\"}"), None),
        ("a long challenge", verbatim(401, &[("www-authenticate", &format!("Bearer error=\"{long}\""))], ""), None),
        ("gzip that is none", verbatim(200, &[("content-encoding", "gzip")], "not gzip"), None),
        ("brotli, which was not asked for", verbatim(200, &[("content-encoding", "br"), json[0]], "\u{1b}x"), None),
        (
            "a limit that resets in the year 292277026596",
            verbatim(429, &[("x-rate-limit-reset", &i64::MAX.to_string())], ""),
            None,
        ),
    ];
    Runtime::new().unwrap().block_on(async {
        let world = World::start().await;
        for (what, effect, code) in &table {
            for phase in PHASES {
                world.set(vec![Fault::on(phase, effect.clone())]);
                let report = world.client.verify(&format!("{what} at {phase}")).await;
                // A description or roles that cannot be read do not stop a sign-in that works.
                let goes_on = matches!(phase, "/.well-known" | "/oauth2/v1/clients");
                assert_eq!(report.outcome == Outcome::Passed, goes_on, "{what} at {phase}: {report:?}");
                if let (Some(code), "/api/v1") = (code, phase) {
                    let evidence = serde_json::to_value(&report.check(Access).unwrap().evidence).unwrap();
                    let objects = evidence["objects"].as_object().unwrap();
                    assert!(objects.values().all(|object| object["result"] == *code), "{what}: {objects:?}");
                }
            }
            world.set(vec![Fault::everywhere(effect.clone())]);
            let report = world.client.verify(&format!("{what} everywhere")).await;
            assert_ne!(report.outcome, Outcome::Passed, "{what} everywhere");
            if let Some(code) = code {
                assert_eq!(report.check(Domain).unwrap().code.as_deref(), Some(*code), "{what}");
            }
        }
    });
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => prop::sample::select(vec![200_u16, 204, 206, 301, 302, 304, 400, 401, 403, 404, 407, 421, 429, 431, 500, 503]),
        1 => 200_u16..600,
    ]
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    const NAMES: [&str; 12] = [
        "content-type",
        "content-encoding",
        "content-length",
        "location",
        "link",
        "date",
        "www-authenticate",
        "dpop-nonce",
        "x-rate-limit-reset",
        "x-okta-request-id",
        "retry-after",
        "set-cookie",
    ];
    let value = prop_oneof![
        "[ -~]{0,80}",
        any::<i64>().prop_map(|number| number.to_string()),
        prop::sample::select(vec![
            "application/json",
            "text/html",
            "gzip",
            "br",
            "0",
            "<https://acme-admin.okta.com/next>; rel=\"next\"",
            "https://acme-backup-demo.okta.com/",
            "Bearer error=\"insufficient_scope\"",
            "Tue, 24 Nov 2026 11:00:00 GMT",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned), value), 0..8)
}

fn body() -> impl Strategy<Value = String> {
    const MEMBERS: [&str; 12] = [
        "error",
        "error_description",
        "errorCode",
        "errorSummary",
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "id",
        "_links",
        "roles",
        "type",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        prop::sample::select(vec![
            "invalid_client",
            "use_dpop_nonce",
            "Bearer",
            "DPoP",
            "eyJ",
            "okta.users.read okta.apps.read okta.roles.read",
            "SUPER_ADMIN",
            "ACTIVE",
            "00o1gjxt2hEXAMPLE5d7",
            "https://acme.okta.com",
        ])
        .prop_map(Into::into),
    ];
    let json = leaf.prop_recursive(4, 48, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(serde_json::Value::from),
            prop::collection::btree_map(prop::sample::select(MEMBERS.to_vec()), inner, 0..8)
                .prop_map(|map| map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    });
    prop_oneof![
        6 => json.prop_map(|json| json.to_string()),
        1 => any::<String>(),
        1 => prop::sample::select(vec!["{\"\":0}", "[0]", "0", "[", "\"", " "]).prop_map(|unit| unit.repeat(100_000 / unit.len())),
    ]
}

#[test]
fn no_answer_makes_the_client_panic_hang_or_swell() {
    let _turn = alone();
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::start());
    let answer =
        (status(), headers(), body()).prop_map(|(status, headers, body)| Effect::Verbatim { status, headers, body });
    let fault = (prop::option::of(prop::sample::select(PHASES.to_vec())), answer, prop::option::of(1_u32..4))
        .prop_map(|(path, effect, times)| Fault { path: path.map(str::to_owned), times, effect });
    let faults = prop::collection::vec(fault, 1..4);
    let config = Config { cases: 96, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&faults, |faults| {
            world.set(faults);
            runtime.block_on(world.client.verify("an answer out of chance"));
            Ok(())
        })
        .unwrap();
}
