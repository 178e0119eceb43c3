//! Okta simulator for one test run: on free ports, with a CA and keys of its own.

use crate::process;
use crate::supervised::Supervised;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

/// The organizations: beside the demo one, a copy at the only name that every machine resolves without our help.
const STATE: &str = "[[copies]]\nhost = \"localhost\"\n";
const READY_WITHIN: Duration = Duration::from_mins(1);

/// Runs until it is dropped.
pub(crate) struct Simulator {
    _program: Supervised,
    /// `https://localhost:PORT`
    url: String,
    /// `http://127.0.0.1:PORT`
    admin: String,
    ca: PathBuf,
    demo: PathBuf,
}

impl Simulator {
    /// Starts it from `programs`, with its files in `folder`.
    pub(crate) fn start(programs: &Path, folder: &Path) -> Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let program = || process::command(programs.join("okta-sim"));
        let demo = process::capture(program().args(["demo", "--data"]).arg(folder))?;
        let (state, demo_file) = (folder.join("state.toml"), folder.join("demo.json"));
        fs::write(&state, STATE)?;
        fs::write(&demo_file, demo)?;
        let mut serve = program();
        serve.args(["serve", "--data"]).arg(folder).arg("--state").arg(&state);
        for option in ["--listen", "--http", "--admin"] {
            serve.args([option, "127.0.0.1:0"]);
        }
        let (tell, lines) = mpsc::channel();
        let program = Supervised::start_with_output("okta", &serve, move |line| {
            // After the addresses nobody listens any more.
            let _ = tell.send(line);
        })?;
        let tls: String = printed(&lines, "TLS")?;
        let port = tls.rsplit(':').next().unwrap_or_default();
        Ok(Self {
            url: format!("https://localhost:{port}"),
            admin: printed(&lines, "admin")?,
            ca: folder.join("ca.pem"),
            demo: demo_file,
            _program: program,
        })
    }

    /// Tells a program where the simulator is and, in the ways of Node.js and Python, whom to trust.
    pub(crate) fn introduce(&self, to: &mut Command) {
        to.env("OKTA_SIM_URL", &self.url)
            .env("OKTA_SIM_ADMIN", &self.admin)
            .env("OKTA_SIM_DEMO", &self.demo)
            .env("NODE_EXTRA_CA_CERTS", &self.ca)
            .env("SSL_CERT_FILE", &self.ca);
        for proxy in ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"] {
            to.env_remove(proxy);
        }
    }
}

/// The value beside `name` in what the simulator prints at its start.
fn printed(lines: &mpsc::Receiver<String>, name: &str) -> Result<String> {
    loop {
        let line = lines.recv_timeout(READY_WITHIN).context("the Okta simulator did not start")?;
        if let Some(value) = line.trim_start().strip_prefix(name) {
            return Ok(value.trim().to_owned());
        }
    }
}
