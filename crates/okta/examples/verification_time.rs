//! How long a verification takes when every answer takes 50 ms, beside Okta's own SDK for Node.js making the same calls.
//!
//! `verification_time FOLDER`, with the folder of the SDK, `tests/sdk/node`. Writes one JSON line: medians over rounds in
//! which everything is measured once, in turn. `cargo xtask bench verify` runs it.

#![allow(clippy::print_stdout, reason = "its output is its result")]

use model::{
    check::Outcome,
    field::{ClientId, OktaDomain, PrivateKey},
};
use okta::{Credentials, Okta, SigningKey};
use okta_sim::{DEMO_CLIENT_ID, DEMO_HOST, Org, Sim};
use outbound::{Client, Config};
use serde_json::json;
use std::{
    collections::BTreeMap,
    error::Error,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

/// What every answer takes.
const LATENCY: Duration = Duration::from_millis(50);
/// Rounds that are measured, after one that is not.
const ROUNDS: usize = 15;
/// Where the SDK finds a copy of the demo organization: a name that needs no help to be resolved.
const SDK_HOST: &str = "localhost";

/// What is measured: a name, and the scenario of the organization.
const OURS: [(&str, Option<&str>); 2] = [("verification", None), ("verification_dpop", Some("dpop"))];
/// The same for the SDK: a name, the way that it is used, the scenario.
const SDK: [(&str, &str, Option<&str>); 3] =
    [("sdk", "in-turn", None), ("sdk_dpop", "in-turn", Some("dpop")), ("sdk_at_once", "at-once", None)];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("the folder of the SDK is missing")?);
    let sim = Sim::builder().latency(LATENCY).org(Org::demo()).org(Org::demo().at(SDK_HOST)).start().await?;
    let okta = client(&sim)?;
    let credentials = credentials(&sim)?;
    let mut sdk = Sdk::start(&folder, &sim)?;
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for round in 0..=ROUNDS {
        let mut note = |name, time| {
            if round > 0 {
                times.entry(name).or_default().push(time);
            }
        };
        for (name, scenario) in OURS {
            set(&sim, DEMO_HOST, scenario)?;
            let start = Instant::now();
            let verification = okta.verify(&credentials, |_| ()).await;
            note(name, start.elapsed().as_secs_f64() * 1000.0);
            if verification.report.outcome != Outcome::Passed {
                return Err(format!("the verification did not pass: {:?}", verification.report).into());
            }
        }
        for (name, way, scenario) in SDK {
            set(&sim, SDK_HOST, scenario)?;
            note(name, tokio::task::block_in_place(|| sdk.run(way))?);
        }
    }
    let mut figures = json!({"latency": LATENCY.as_millis(), "rounds": ROUNDS});
    for (name, mut times) in times {
        times.sort_by(f64::total_cmp);
        figures[name] = json!({"median": times[times.len() / 2], "min": times[0], "max": times[times.len() - 1]});
    }
    println!("{figures}");
    Ok(())
}

fn set(sim: &Sim, host: &str, scenario: Option<&str>) -> Result<()> {
    sim.reset(host)?;
    Ok(scenario.map_or(Ok(()), |name| sim.apply(host, name))?)
}

fn client(sim: &Sim) -> Result<Okta> {
    Ok(Okta::new(Client::new(Config {
        resolve: vec![(DEMO_HOST.to_owned(), sim.tls_addr())],
        extra_roots_pem: Some(sim.ca_pem().as_bytes().to_vec()),
        ..Config::default()
    })?))
}

fn credentials(sim: &Sim) -> Result<Credentials> {
    let key = PrivateKey::parse(&sim.demo().jwk.to_json()).map_err(|error| error.to_string())?;
    Ok(Credentials {
        domain: OktaDomain::parse(DEMO_HOST)?.value,
        client_id: ClientId::parse(DEMO_CLIENT_ID)?,
        key_id: key.key_id(None)?,
        key: SigningKey::from_private_key(&key),
    })
}

/// A running Node.js with the SDK: its start and the loading of its code are not measured.
struct Sdk {
    node: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _files: tempfile::TempDir,
}

impl Sdk {
    fn start(folder: &Path, sim: &Sim) -> Result<Self> {
        let files = tempfile::tempdir()?;
        let (ca, demo) = (files.path().join("ca.pem"), files.path().join("demo.json"));
        std::fs::write(&ca, sim.ca_pem())?;
        std::fs::write(&demo, serde_json::to_string(&sim.demo())?)?;
        let mut command = Command::new("node");
        command
            .arg("same-reads.mjs")
            .current_dir(folder)
            .env("NODE_EXTRA_CA_CERTS", ca)
            .env("OKTA_SIM_DEMO", demo)
            .env("OKTA_SIM_URL", format!("https://{SDK_HOST}:{}", sim.tls_addr().port()))
            .env("OKTA_SIM_ADMIN", format!("http://{}", sim.admin_addr()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        for proxy in ["https_proxy", "HTTPS_PROXY"] {
            command.env_remove(proxy);
        }
        let mut node = command.spawn()?;
        let input = node.stdin.take().ok_or("no standard input")?;
        let output = BufReader::new(node.stdout.take().ok_or("no standard output")?);
        Ok(Self { node, input, output, _files: files })
    }

    /// One run, in milliseconds.
    fn run(&mut self, way: &str) -> Result<f64> {
        writeln!(self.input, "{way}")?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().parse().map_err(|_| "Okta's SDK failed; see above")?)
    }
}

impl Drop for Sdk {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}
