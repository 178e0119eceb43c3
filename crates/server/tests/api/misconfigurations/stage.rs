//! What a row needs: an organization of its own in the simulator, a name for it, and what is entered.

use super::rows::{At, Entered, NAMES};
use crate::support::{CONNECTIONS, Reply, TestApp};
use okta::Okta;
use okta_sim::{DEMO_CLIENT_ID, Effect, Fault, KeyPair, Org, Sim};
use outbound::{Client, Config, Lookup, Timeouts};
use serde_json::{Value, json};
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

pub(super) struct Stage {
    pub(super) app: TestApp,
    /// Kept open, and never read from.
    _silence: TcpListener,
}

impl Stage {
    /// A server that finds all of these, each by the host name of its position.
    pub(super) async fn set(places: impl Iterator<Item = At>) -> Self {
        Self::with(places, Timeouts::default()).await
    }

    /// The same for hosts that never answer. A connection still has the time that it has in earnest.
    pub(super) async fn set_impatient(places: impl Iterator<Item = At>) -> Self {
        let timeouts = Timeouts::default();
        let request = timeouts.connect + Duration::from_secs(1);
        Self::with(places, Timeouts { request, ..timeouts }).await
    }

    async fn with(places: impl Iterator<Item = At>, timeouts: Timeouts) -> Self {
        let silence = TcpListener::bind("127.0.0.1:0").unwrap();
        let silent = silence.local_addr().unwrap();
        let plain = plain_http();
        let (mut orgs, mut elsewhere) = (vec![Org::demo()], Vec::new());
        let (mut proxy, mut answer): (_, Answer) = (None, known);
        for (at, place) in places.enumerate() {
            match place {
                At::Okta(scenarios) => orgs.push(org(at, scenarios)),
                At::Custom(alias, scenarios) => {
                    orgs.push(Org { aliases: vec![alias.to_owned()], ..org(at, scenarios) });
                }
                At::Says(status, error, words) => {
                    let (error, description) = (error.to_owned(), words.to_owned());
                    let says = Effect::OauthError { status, error, description };
                    orgs.push(Org { faults: vec![Fault::on("/oauth2/v1/token", says)], ..org(at, &[]) });
                }
                At::Name(_) => {}
                At::Nobody => elsewhere.push((host(at), "127.0.0.1:1".parse().unwrap())),
                At::Nowhere => elsewhere.push((host(at), "255.255.255.255:443".parse().unwrap())),
                At::Silence => elsewhere.push((host(at), silent)),
                At::PlainHttp => elsewhere.push((host(at), plain)),
                At::Proxy(status) => (proxy, answer) = (Some(proxy_that_says(status)), nothing),
                At::NoNames => answer = nothing,
            }
        }
        let sim = Sim::builder().orgs(orgs).start().await.unwrap();
        let app = TestApp::start_on(sim, |app, sim| {
            let at_sim = sim.resolve();
            let at_sim = at_sim.split(',').map(|pair| pair.split_once('=').unwrap());
            let at_sim = at_sim.map(|(host, address)| (host.to_owned(), address.parse().unwrap()));
            let resolve = at_sim.chain(elsewhere).collect();
            let config = Config {
                resolve,
                extra_roots_pem: Some(sim.ca_pem().into()),
                timeouts,
                proxy: proxy.map(|at| format!("http://{at}").parse().unwrap()),
                ..Config::default()
            };
            let lookup = Lookup::new(move |host, port| async move { answer(&host, port) });
            app.okta = Okta::new(Client::new(config).unwrap().with_lookup(lookup));
        })
        .await;
        Self { app, _silence: silence }
    }

    /// Sends what was entered.
    pub(super) async fn create(&self, at: usize, name: &str, place: At, entered: Entered) -> Reply {
        let domain = match place {
            At::Name(name) | At::Custom(name, _) => name.to_owned(),
            _ => host(at),
        };
        let mut input = self.app.input(name);
        input["settings"] = settings(&self.app.sim, &domain, entered);
        self.app.post(CONNECTIONS, &input).await
    }
}

/// The admin console of the organization at this position.
pub(super) fn admin_host(at: usize) -> String {
    host(at).replace(".okta.com", "-admin.okta.com")
}

fn settings(sim: &Sim, domain: &str, entered: Entered) -> Value {
    let demo = sim.demo();
    let mut jwk: Value = serde_json::from_str(&demo.jwk.to_json()).unwrap();
    let (mut client_id, mut key_id) = (DEMO_CLIENT_ID, None);
    let private_key = match entered {
        Entered::Jwk => jwk.to_string(),
        Entered::Pem => demo.pem,
        Entered::PemAs(kid) => {
            key_id = Some(kid);
            demo.pem
        }
        Entered::OtherClient => {
            client_id = "0oa00000000000000000";
            jwk.to_string()
        }
        Entered::OtherKey => KeyPair::rsa(2048).unwrap().private_jwk().to_json(),
        Entered::DamagedKey => {
            jwk["d"] = jwk["n"].clone();
            jwk.to_string()
        }
        Entered::KeyFor(algorithm) => {
            jwk["alg"] = algorithm.into();
            jwk.to_string()
        }
        Entered::LongKey => {
            jwk["n"] = "gY".repeat(800).into();
            jwk.to_string()
        }
    };
    let mut settings = json!({"domain": domain, "client_id": client_id, "private_key": private_key});
    if let Some(kid) = key_id {
        settings["key_id"] = kid.into();
    }
    settings
}

fn host(at: usize) -> String {
    format!("row-{at:03}.okta.com")
}

fn org(at: usize, scenarios: &[&str]) -> Org {
    scenarios.iter().fold(Org::demo().at(&host(at)), |org, scenario| org.with(scenario))
}

type Answer = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

/// A resolver on a machine that has no way to any other.
fn nothing(_host: &str, _port: u16) -> io::Result<Vec<SocketAddr>> {
    Err(io::Error::other("failed to lookup address information: Name or service not known"))
}

fn known(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let known = NAMES.iter().find(|(name, _)| *name == host);
    match known.map(|(_, says)| says) {
        Some(Ok(addresses)) => Ok(addresses.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), port)).collect()),
        Some(Err(words)) => Err(io::Error::other(*words)),
        None => panic!("{host} is asked for, and nobody said what to answer"),
    }
}

/// A port that answers every greeting with plain HTTP.
fn plain_http() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    address
}

/// A proxy that answers every `CONNECT` with this status; 0: where nobody listens.
fn proxy_that_says(status: u16) -> SocketAddr {
    if status == 0 {
        return "127.0.0.1:1".parse().unwrap();
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1024]);
            let _ = write!(stream, "HTTP/1.1 {status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    address
}
