//! The command line.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Arc,
};

use okta_sim::DEMO_SCOPES;
use rustls::{
    client::{WebPkiServerVerifier, danger::ServerCertVerifier as _},
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _},
};
use serde_json::{Value, json};

fn okta_sim(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okta-sim"));
    command.args(arguments);
    command
}

fn demo(folder: &Path) -> Output {
    okta_sim(&["demo", "--data"]).arg(folder).output().unwrap()
}

/// A running `okta-sim serve`, which is ended when dropped.
struct Served {
    child: Child,
    lines: Vec<String>,
}

impl Served {
    fn start(folder: &Path, more: &[&str]) -> Self {
        let any = ["serve", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--data"];
        let mut child = okta_sim(&any).arg(folder).args(more).stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        for line in out.lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().trim_start().starts_with("host") {
                break;
            }
        }
        Self { child, lines }
    }

    fn value(&self, name: &str) -> &str {
        let line = self.lines.iter().find_map(|line| line.trim_start().strip_prefix(name));
        line.unwrap_or_else(|| panic!("no {name} in {:?}", self.lines)).trim()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn demo_prints_one_object_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = demo(folder.path());
    assert!(first.status.success());
    let object: Value = serde_json::from_slice(&first.stdout).unwrap();
    let names: BTreeSet<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["client_id", "domain", "jwk", "key_id", "pem", "scopes"]);
    assert_eq!(object["domain"], "https://acme-backup-demo.okta.com");
    assert_eq!(object["jwk"]["kty"], "RSA");
    assert_eq!(object["scopes"], json!(DEMO_SCOPES));
    assert_eq!(demo(folder.path()).stdout, first.stdout);
}

#[test]
fn processes_that_start_at_one_time_make_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let start = || okta_sim(&["demo", "--data"]).arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    let children: Vec<Child> = (0..4).map(|_| start()).collect();
    let outputs: Vec<Vec<u8>> = children.into_iter().map(|child| child.wait_with_output().unwrap().stdout).collect();
    assert!(!outputs[0].is_empty());
    assert!(outputs.iter().all(|output| *output == outputs[0]));
}

#[test]
fn a_certificate_for_another_server_is_of_the_same_ca() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let printed = okta_sim(&["certificate", "localhost", "--data", data]).output().unwrap();
    assert!(printed.status.success(), "{printed:?}");
    let (certificate, key) = (
        CertificateDer::from_pem_slice(&printed.stdout).unwrap(),
        PrivateKeyDer::from_pem_slice(&printed.stdout).unwrap(),
    );
    let provider = Arc::new(aws_lc_rs::default_provider());
    let server = rustls::ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key);
    assert!(server.is_ok(), "the key belongs to the certificate");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.path().join("ca.pem")).unwrap()).unwrap();
    let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build().unwrap();
    for (host, good) in [("localhost", true), ("other", false)] {
        let name = ServerName::try_from(host).unwrap();
        let outcome = verifier.verify_server_cert(&certificate, &[], &name, &[], UnixTime::now());
        assert_eq!(outcome.is_ok(), good, "{host}: {outcome:?}");
    }
}

#[tokio::test]
async fn serve_prints_real_addresses_and_answers_there() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &[]);
    assert!(!served.value("TLS").ends_with(":0"));
    let ca = std::fs::read(served.value("CA")).unwrap();
    let http = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(&ca).unwrap()])
        .resolve("acme-backup-demo.okta.com", served.value("TLS").parse().unwrap())
        .no_proxy()
        .build()
        .unwrap();
    for base in ["https://acme-backup-demo.okta.com", served.value("plain HTTP")] {
        let answer = http.get(format!("{base}/.well-known/okta-organization")).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{base}");
    }
    let orgs = http.get(format!("{}/orgs", served.value("admin"))).send().await.unwrap();
    assert_eq!(orgs.text().await.unwrap(), r#"["acme-backup-demo.okta.com"]"#);
}

#[test]
fn a_taken_port_is_told_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = okta_sim(&["serve", "--listen", &address, "--data"]).arg(folder.path()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(error.contains(&format!("cannot listen on {address}")) && error.contains("--listen"), "{error}");
}

#[test]
fn a_bad_option_is_told() {
    for (arguments, words) in [
        (["serve", "--latency", "fast"], "write 50ms or 2s"),
        (["serve", "--latency", "5h"], "write 50ms or 2s"),
        (["serve", "--state", "/nowhere.toml"], "/nowhere.toml"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = okta_sim(&arguments).arg("--data").arg(folder.path()).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(words), "{error}");
    }
}

#[test]
fn state_and_latency_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.toml");
    std::fs::write(&state, "demo = false\n[[copies]]\nhost = \"only.okta.com\"\n").unwrap();
    let served = Served::start(folder.path(), &["--latency", "5ms", "--state", state.to_str().unwrap()]);
    assert_eq!(served.value("host"), "only.okta.com");
}

#[cfg(unix)]
#[test]
fn sigterm_ends_it_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = Served::start(folder.path(), &[]);
    let sent = Command::new("kill").arg(served.child.id().to_string()).status().unwrap();
    assert!(sent.success());
    assert!(served.child.wait().unwrap().success());
}
