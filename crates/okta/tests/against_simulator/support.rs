//! Simulated organizations over real TLS, and the client under test.

use model::{
    check::{Check, CheckId, Outcome},
    field::{ClientId, KeyId, OktaDomain, PrivateKey},
};
use okta::{Clock, Credentials, Okta, SigningKey, Verification};
use okta_sim::{DEMO_CLIENT_ID, Org, Sim};
use outbound::{Client, Config, Timeouts};
use std::{net::SocketAddr, time::Duration};

/// Short, so that what never answers is given up soon; long enough for a busy machine.
pub(crate) const TIMEOUTS: Timeouts =
    Timeouts { connect: Duration::from_secs(5), request: Duration::from_secs(3), total: Duration::from_secs(20) };

/// A simulator with one organization: the demo one, after a scenario.
pub(crate) struct World {
    pub(crate) sim: Sim,
    pub(crate) okta: Okta,
    pub(crate) host: String,
}

impl World {
    /// The demo organization, changed by this.
    pub(crate) async fn with(change: impl FnOnce(Org) -> Org) -> Self {
        let org = change(Org::demo());
        let host = org.host.clone();
        let sim = Sim::builder().org(org).start().await.unwrap();
        let okta = okta(&sim, TIMEOUTS);
        Self { sim, okta, host }
    }

    /// The demo organization, which then got into a scenario of the simulator's.
    pub(crate) async fn in_scenario(name: &str) -> Self {
        let world = Self::with(|org| org).await;
        world.sim.apply(&world.host, name).unwrap();
        world
    }

    /// The demo key as JWK, with its `kid`.
    pub(crate) fn jwk(&self) -> Credentials {
        let demo = self.sim.demo();
        credentials(&self.host, DEMO_CLIENT_ID, &demo.jwk.to_json(), None)
    }

    /// The demo key as PEM, with this `kid` or none.
    pub(crate) fn pem(&self, key_id: Option<&str>) -> Credentials {
        credentials(&self.host, DEMO_CLIENT_ID, &self.sim.demo().pem, key_id)
    }

    pub(crate) async fn verify(&self, credentials: &Credentials) -> Verification {
        self.okta.verify(credentials, |_| ()).await
    }

    /// The paths that were asked for, oldest first.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.sim.requests(&self.host).into_iter().map(|request| request.path).collect()
    }
}

pub(crate) fn okta(sim: &Sim, timeouts: Timeouts) -> Okta {
    let extra_roots_pem = Some(sim.ca_pem().as_bytes().to_vec());
    okta_by(Config { resolve: resolve(sim), extra_roots_pem, timeouts, ..Config::default() })
}

pub(crate) fn okta_by(config: Config) -> Okta {
    Okta::new(Client::new(config).unwrap())
}

pub(crate) fn resolve(sim: &Sim) -> Vec<(String, SocketAddr)> {
    let names = sim.resolve();
    names
        .split(',')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(h, a)| (h.to_owned(), a.parse().unwrap()))
        .collect()
}

pub(crate) fn credentials(host: &str, client_id: &str, key: &str, key_id: Option<&str>) -> Credentials {
    let key = PrivateKey::parse(key).unwrap();
    let field = key_id.and_then(|id| KeyId::parse(id).unwrap());
    Credentials {
        domain: OktaDomain::parse(host).unwrap().value,
        client_id: ClientId::parse(client_id).unwrap(),
        key_id: key.key_id(field).unwrap(),
        key: SigningKey::from_private_key(&key),
    }
}

/// The check, of a report that must have all nine in order.
pub(crate) fn check(verification: &Verification, id: CheckId) -> &Check {
    assert!(verification.report.checks.iter().map(|check| check.id).eq(CheckId::ALL), "all nine, in order");
    verification.report.check(id).unwrap()
}

/// What the check has for whoever wants to see, as an answer would show it.
pub(crate) fn evidence(verification: &Verification, id: CheckId) -> serde_json::Value {
    serde_json::to_value(&check(verification, id).evidence).unwrap()
}

pub(crate) fn code(verification: &Verification, id: CheckId) -> Option<&str> {
    check(verification, id).code.as_deref()
}

/// `failed: client_not_found, …`: what a test shows when it fails.
pub(crate) fn summary(verification: &Verification) -> (Outcome, String) {
    let codes = verification
        .report
        .checks
        .iter()
        .map(|check| format!("{}={:?}:{}", check.id.name(), check.status, check.code.as_deref().unwrap_or("-")));
    (verification.report.outcome, codes.collect::<Vec<_>>().join(" "))
}

/// A clock that is off by this much.
pub(crate) fn clock_off_by(seconds: i64) -> Clock {
    Clock::new(move || time::OffsetDateTime::now_utc() + time::Duration::seconds(seconds))
}
