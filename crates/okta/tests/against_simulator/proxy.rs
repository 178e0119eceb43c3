//! The way out through a proxy: a real one (`tinyproxy`), behind which another one of the test's leads to the simulator,
//! as no name service knows it.

use crate::support::{TIMEOUTS, check, code, credentials, okta_by, resolve, summary};
use model::check::{
    CheckId::{Domain, Organization},
    Outcome,
};
use okta::{Okta, Verification};
use okta_sim::{DEMO_CLIENT_ID, DEMO_HOST, Org, Sim};
use outbound::{Client, Config, Lookup, TrustedRequest};
use std::{
    io,
    net::{SocketAddr, TcpListener as StdListener},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

/// A `tinyproxy` of the test's own, gone with it.
struct Tinyproxy {
    process: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Tinyproxy {
    /// With these lines in its configuration; `FOLDER` in them is its own.
    async fn start(lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = free();
        let (port, path) = (address.port(), folder.path().display().to_string());
        let file = folder.path().join("tinyproxy.conf");
        let lines = lines.replace("FOLDER", &path);
        std::fs::write(folder.path().join("filter"), "okta\n").unwrap();
        let configuration = format!(
            "Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 20\nMaxClients 20\nConnectPort 443\n\
             LogFile \"{path}/log\"\nLogLevel Connect\n{lines}\n"
        );
        std::fs::write(&file, configuration).unwrap();
        let program = Command::new("tinyproxy").arg("-d").arg("-c").arg(&file).stdout(Stdio::null()).spawn();
        let process = program.expect("tinyproxy is installed: apt-get install tinyproxy");
        let proxy = Self { process, address, folder };
        let is_up = async {
            while TcpStream::connect(address).await.is_err() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), is_up).await.expect("tinyproxy listens");
        proxy
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Tinyproxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free() -> SocketAddr {
    StdListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// What each `CONNECT` asked for.
type Asked = Arc<Mutex<Vec<String>>>;

/// A proxy that leads wherever it is asked for to one address.
async fn leading_to(target: SocketAddr) -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Asked::default();
    let seen = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let seen = seen.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await?);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                seen.lock().unwrap().push(head.lines().next().unwrap_or_default().to_owned());
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
                let mut behind = TcpStream::connect(target).await?;
                copy_bidirectional(&mut stream, &mut behind).await.map(drop)
            });
        }
    });
    (address, asked)
}

/// A console without any name service, behind this proxy.
fn behind(sim: &Sim, proxy: SocketAddr) -> Okta {
    Okta::new(client_behind(sim, proxy))
}

fn client_behind(sim: &Sim, proxy: SocketAddr) -> Client {
    let config = Config {
        extra_roots_pem: Some(sim.ca_pem().into()),
        proxy: Some(format!("http://{proxy}").parse().unwrap()),
        proxies_trusted: okta::is_okta_host,
        timeouts: TIMEOUTS,
        ..Config::default()
    };
    let words = "failed to lookup address information: Name or service not known";
    let nothing = Lookup::new(move |_, _| async move { Err(io::Error::other(words)) });
    Client::new(config).unwrap().with_lookup(nothing)
}

async fn verify(sim: &Sim, okta: &Okta, host: &str) -> Verification {
    okta.verify(&credentials(host, DEMO_CLIENT_ID, &sim.demo().pem, None), |_| ()).await
}

#[tokio::test]
async fn a_console_without_names_verifies_through_a_proxy() {
    for scenario in [None, Some("dpop")] {
        let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
        if let Some(scenario) = scenario {
            sim.apply(DEMO_HOST, scenario).unwrap();
        }
        let (upstream, asked) = leading_to(sim.tls_addr()).await;
        let proxy = Tinyproxy::start(&format!("Upstream http {upstream}")).await;
        let verification = verify(&sim, &behind(&sim, proxy.address), DEMO_HOST).await;
        assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}\n{}", summary(&verification), proxy.log());
        assert_eq!(asked.lock().unwrap()[..], [format!("CONNECT {DEMO_HOST}:443 HTTP/1.1")], "one connection, by name");
        assert!(proxy.log().contains(DEMO_HOST), "{}", proxy.log());
    }
}

/// What is behind the proxy is told apart from the proxy itself.
#[tokio::test]
async fn what_is_behind_the_proxy_is_judged_as_without_one() {
    let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
    let strangers = Sim::builder().org(Org::demo()).start().await.unwrap();
    let (upstream, _) = leading_to(sim.tls_addr()).await;
    let proxy = Tinyproxy::start(&format!("Upstream http {upstream}")).await;
    let verification = verify(&sim, &behind(&strangers, proxy.address), DEMO_HOST).await;
    assert_eq!(code(&verification, Domain), Some("tls_untrusted"));
    sim.apply(DEMO_HOST, "blocked").unwrap();
    let verification = verify(&sim, &behind(&sim, proxy.address), DEMO_HOST).await;
    assert_eq!(code(&verification, Organization), Some("request_blocked"));
}

#[tokio::test]
async fn every_refusal_of_a_real_proxy_is_a_cause_of_its_own() {
    let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
    let nowhere = free();
    for (lines, expected, status) in [
        ("Filter \"FOLDER/filter\"".to_owned(), "proxy_refused", Some(403)),
        ("BasicAuth somebody secret".to_owned(), "proxy_sign_in", None),
        (format!("Upstream http {nowhere}"), "proxy_failed", Some(502)),
    ] {
        let proxy = Tinyproxy::start(&lines).await;
        let verification = verify(&sim, &behind(&sim, proxy.address), DEMO_HOST).await;
        let found = check(&verification, Domain);
        assert_eq!(found.code.as_deref(), Some(expected), "{lines}: {found:?}\n{}", proxy.log());
        assert_eq!(verification.report.outcome, Outcome::Inconclusive, "{lines}");
        let said = serde_json::to_value(&found.evidence).unwrap();
        assert_eq!(said.get("proxy_status").and_then(serde_json::Value::as_u64), status, "{lines}");
    }
    assert!(sim.requests(DEMO_HOST).is_empty());
}

#[tokio::test]
async fn a_proxy_that_is_none_is_named() {
    let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
    assert_eq!(code(&verify(&sim, &behind(&sim, free()), DEMO_HOST).await, Domain), Some("proxy_unreachable"));
    for (says, expected) in [
        (&b"220 mail.example.com ESMTP\r\n"[..], "proxy_unreachable"),
        (b"", "proxy_unreachable"),
        (b"HTTP/1.1 302 Found\r\nlocation: https://portal.example.com/\r\ncontent-length: 0\r\n\r\n", "proxy_refused"),
        (b"HTTP/1.1 504 Gateway Timeout\r\n\r\n", "proxy_failed"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = [0; 1024];
                let _ = stream.read(&mut head).await?;
                stream.write_all(says).await?;
                stream.shutdown().await?;
            }
            io::Result::Ok(())
        });
        let verification = verify(&sim, &behind(&sim, address), DEMO_HOST).await;
        assert_eq!(code(&verification, Domain), Some(expected), "{}", String::from_utf8_lossy(says));
    }
}

/// The rules for addresses hold before the proxy is asked; what the operator named by address is reached without it.
#[tokio::test]
async fn a_proxy_is_no_way_past_the_address_rules() {
    let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
    let (proxy, asked) = leading_to(sim.tls_addr()).await;
    let inside = |address: &'static str| {
        Okta::new(client_behind(&sim, proxy).with_lookup(Lookup::new(move |_, port| async move {
            Ok(vec![SocketAddr::new(address.parse().unwrap(), port)])
        })))
    };
    for address in ["10.20.30.40", "169.254.169.254", "127.0.0.1", "::1"] {
        let verification = verify(&sim, &inside(address), DEMO_HOST).await;
        assert_eq!(code(&verification, Domain), Some("domain_private_address"), "{address}");
    }
    for (host, expected) in
        [("metadata.google.internal", "domain_private_address"), ("acme.okta.invalid", "domain_not_found")]
    {
        let verification = verify(&sim, &behind(&sim, proxy), host).await;
        assert_eq!(code(&verification, Domain), Some(expected), "{host}");
    }
    assert_eq!(asked.lock().unwrap().len(), 0, "nothing was asked of the proxy");

    let config = Config {
        resolve: resolve(&sim),
        extra_roots_pem: Some(sim.ca_pem().into()),
        proxy: Some(format!("http://{}", free()).parse().unwrap()),
        timeouts: TIMEOUTS,
        ..Config::default()
    };
    let verification = verify(&sim, &okta_by(config), DEMO_HOST).await;
    assert_eq!(verification.report.outcome, Outcome::Passed, "{:?}", summary(&verification));
}

/// Okta as the provider of sign-in is where the organizations are; any other server is where the operator says.
#[tokio::test]
async fn okta_as_the_provider_of_sign_in_is_behind_the_proxy_and_no_other() {
    let sim = Sim::builder().org(Org::demo()).start().await.unwrap();
    let (proxy, asked) = leading_to(sim.tls_addr()).await;
    let client = client_behind(&sim, proxy);
    let url = format!("https://{DEMO_HOST}/.well-known/openid-configuration").parse().unwrap();
    let answer = client.send_trusted(&TrustedRequest::get(&url)).await.unwrap();
    assert_eq!((answer.status, asked.lock().unwrap().len()), (200, 1));
    let url = format!("http://{}/keys", free()).parse().unwrap();
    let refused = client.send_trusted(&TrustedRequest::get(&url)).await.err().unwrap();
    assert_eq!((refused.to_string().as_str(), asked.lock().unwrap().len()), ("connect_refused", 1));
}
