//! Local stack: the server and, beside it, the Okta simulator.

use crate::supervised::Supervised;
use crate::{process, workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the simulator listens: organizations over TLS, the demo organization over plain HTTP, its controls.
const SIM_PORTS: [u16; 3] = [9443, 9480, 9490];
const READY_WITHIN: Duration = Duration::from_mins(1);
/// A program that was just stopped may need a moment to give its port back.
const PORT_FREE_WITHIN: Duration = Duration::from_secs(3);

/// How the product is started.
pub(crate) struct Stack {
    /// Folder of the two programs.
    pub(crate) programs: PathBuf,
    /// The server's port.
    pub(crate) port: u16,
    /// The address that browsers use.
    pub(crate) public_url: String,
    /// Whether there is a simulator.
    pub(crate) sim: bool,
}

/// What the demo organization's administrator would copy out of Okta.
#[derive(serde::Deserialize)]
pub(crate) struct Demo {
    pub(crate) domain: String,
    pub(crate) client_id: String,
    pub(crate) jwk: serde_json::Value,
}

impl Stack {
    /// Refuses a taken port in one line.
    pub(crate) fn check_ports(&self) -> Result<()> {
        wait_for_port(self.port)
            .with_context(|| format!("port {} is taken: stop what uses it, or add --port N", self.port))?;
        for port in SIM_PORTS.into_iter().filter(|_| self.sim) {
            wait_for_port(port).with_context(|| {
                format!("port {port} of the Okta simulator is taken: stop what uses it, or add --no-sim")
            })?;
        }
        Ok(())
    }

    /// Starts the simulator, when there is one, and makes the demo organization's key at first use.
    pub(crate) fn start_sim(&self) -> Result<Option<(Supervised, Demo)>> {
        if !self.sim {
            return Ok(None);
        }
        let demo = process::capture(self.program("okta-sim").args(["demo", "--data"]).arg(sim_data()))?;
        let demo = serde_json::from_str(&demo).context("`okta-sim demo` printed something unexpected")?;
        let mut serve = self.program("okta-sim");
        serve.args(["serve", "--data"]).arg(sim_data());
        for (option, port) in ["--listen", "--http", "--admin"].into_iter().zip(SIM_PORTS) {
            serve.args([option, &format!("127.0.0.1:{port}")]);
        }
        let mut sim = Supervised::start("okta", &serve)?;
        wait_until("the Okta simulator", &mut sim, || connects(SIM_PORTS[0]) && sim_data().join("ca.pem").is_file())?;
        Ok(Some((sim, demo)))
    }

    /// Starts the server and waits until it is ready. `demo` is the organization that it shall reach.
    pub(crate) fn start_server(&self, demo: Option<&Demo>) -> Result<Supervised> {
        fs::create_dir_all(data()).with_context(|| format!("cannot create {}", data().display()))?;
        let mut serve = self.configured("app-connections", demo);
        serve.arg("serve");
        let mut server = Supervised::start("server", &serve)?;
        wait_until("the server", &mut server, || answers(self.port, "/readyz"))?;
        Ok(server)
    }

    /// An address that signs an administrator in, once.
    pub(crate) fn sign_in_link(&self, demo: Option<&Demo>) -> Result<String> {
        let link =
            process::capture(self.configured("app-connections", demo).args(["sign-in-link", "--role", "admin"]))?;
        Ok(link.trim().to_owned())
    }

    fn configured(&self, name: &str, demo: Option<&Demo>) -> Command {
        let mut command = self.program(name);
        command
            .env("APPCONN_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("APPCONN_PUBLIC_URL", &self.public_url)
            .env("APPCONN_DATABASE_URL", format!("sqlite://{}", data().join("app-connections.db").display()))
            .env("APPCONN_MASTER_KEY_FILE", data().join("master.key"))
            .env("APPCONN_ASSETS", workspace::dist());
        if let Some(demo) = demo {
            let host = demo.domain.trim_start_matches("https://").trim_end_matches('/');
            command
                .env("APPCONN_OKTA_RESOLVE", format!("{host}=127.0.0.1:{}", SIM_PORTS[0]))
                .env("APPCONN_OKTA_CA_FILE", sim_data().join("ca.pem"));
        }
        command
    }

    fn program(&self, name: &str) -> Command {
        process::command(self.programs.join(name))
    }
}

/// The value of `--port N` and whether `--no-sim` is there; anything else is refused.
pub(crate) fn options(arguments: &[String]) -> Result<(u16, bool)> {
    let (mut port, mut sim) = (8080, true);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--no-sim" => sim = false,
            "--port" => {
                let value = arguments.next().context("--port needs a number")?;
                port = value.parse().with_context(|| format!("--port {value} is no port number"))?;
            }
            unknown => bail!("no option `{unknown}`: there are --no-sim and --port N"),
        }
    }
    Ok((port, sim))
}

fn data() -> PathBuf {
    workspace::root().join("data")
}

fn sim_data() -> PathBuf {
    data().join("okta-sim")
}

fn wait_for_port(port: u16) -> std::io::Result<()> {
    let start = Instant::now();
    loop {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => return Ok(()),
            Err(error) if start.elapsed() > PORT_FREE_WITHIN => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

fn wait_until(what: &str, program: &mut Supervised, ready: impl Fn() -> bool) -> Result<()> {
    let start = Instant::now();
    while !ready() {
        if let Some(status) = program.ended()? {
            bail!("{what} stopped at its start ({status}); its last words are above");
        }
        if start.elapsed() > READY_WITHIN {
            bail!("{what} is not ready after {} s", READY_WITHIN.as_secs());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn connects(port: u16) -> bool {
    TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), Duration::from_secs(1)).is_ok()
}

/// Whether `GET path` answers 200.
fn answers(port: u16, path: &str) -> bool {
    let Ok(mut stream) =
        TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), Duration::from_secs(1))
    else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut status = [0; 12];
    stream.write_all(request.as_bytes()).is_ok() && stream.read_exact(&mut status).is_ok() && status.ends_with(b" 200")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read() {
        assert_eq!(options(&[]).unwrap(), (8080, true));
        assert_eq!(options(&words("--no-sim --port 9000")).unwrap(), (9000, false));
    }

    #[test]
    fn unknown_options_are_refused_by_name() {
        for (line, named) in [("--prot 1", "--prot"), ("--port", "needs a number"), ("--port x", "x is no port")] {
            let error = options(&words(line)).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn a_taken_port_is_noticed() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(wait_for_port(holder.local_addr().unwrap().port()).is_err());
    }
}
