//! The program serving, in a process and a folder of its own, with everything that it says written down.

use crate::keys::Key;
use crate::{memory, pieces::Pieces};
use okta_sim::{AppKey, Org, Sim};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SHIPPED: &str = env!("CARGO_BIN_EXE_app-connections");
/// Set in the process of [`Program::undefended`].
pub(crate) const UNDER_CONTROL: &str = "LEAK_TEST_SERVES";
pub(crate) const TOKEN: &str = "an-admin-token-of-the-tests-with-enough-characters";
/// How long it may take to forget: an answer is on its way before its request is let go of. Less than an idle connection
/// may last.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Program {
    pub(crate) folder: TempDir,
    child: Child,
    pub(crate) address: String,
    log: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
    pub(crate) sim: Sim,
}

impl Program {
    /// The one that is shipped.
    pub(crate) async fn shipped(keys: &[Key]) -> Self {
        let mut command = Command::new(SHIPPED);
        command.arg("serve");
        Self::start(command, keys).await
    }

    /// The same without the allocator that wipes: this very program, which has only the system's, running the test of
    /// this name.
    pub(crate) async fn undefended(test: &str, keys: &[Key]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--nocapture"]);
        Self::start(command, keys).await
    }

    async fn start(mut command: Command, keys: &[Key]) -> Self {
        let mut org = Org::demo();
        org.service_app().keys.extend(keys.iter().map(|key| AppKey::of(&key.pair)));
        let sim = Sim::builder().org(org).start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ca.pem"), sim.ca_pem()).unwrap();
        let private = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).clone();
        std::io::Write::write_all(&mut private.open(folder.path().join("admin")).unwrap(), TOKEN.as_bytes()).unwrap();
        let mut child =
            configured(&mut command, folder.path(), &sim).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).split(b'\n');
        let log = Arc::new(Mutex::new(Vec::new()));
        let address = loop {
            let line = lines.next().expect("it did not start").unwrap();
            log.lock().unwrap().extend_from_slice(&line);
            let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
            if line["message"] == "serving" {
                break line["address"].as_str().unwrap().to_owned();
            }
        };
        let written = log.clone();
        let reader = std::thread::spawn(move || {
            for line in lines {
                let mut log = written.lock().unwrap();
                log.push(b'\n');
                log.extend_from_slice(&line.unwrap());
            }
        });
        Self { folder, child, address, log, reader: Some(reader), sim }
    }

    /// Another command on the same data; gives what it wrote.
    pub(crate) fn run(&self, arguments: &[&str]) -> Vec<u8> {
        let mut command = Command::new(SHIPPED);
        let output = configured(command.args(arguments), self.folder.path(), &self.sim).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        [output.stdout, output.stderr].concat()
    }

    /// What is in its memory, once it has had the time to forget.
    pub(crate) fn remembers<'a>(&self, pieces: &'a Pieces) -> BTreeSet<&'a str> {
        let end = Instant::now() + PATIENCE;
        loop {
            let memory = memory::of(self.child.id());
            let found: BTreeSet<_> = memory.iter().flat_map(|content| pieces.found_in(content)).collect();
            if found.is_empty() || Instant::now() > end {
                return found;
            }
        }
    }

    /// Ends it; gives everything that it logged.
    pub(crate) fn end(&mut self) -> Vec<u8> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
        self.reader.take().unwrap().join().unwrap();
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// Every file that it or we left in its folder.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut folders = vec![self.folder.path().to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap().display().to_string();
                    files.push((name, fs::read(path).unwrap()));
                }
            }
        }
        files
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn configured<'a>(command: &'a mut Command, folder: &Path, sim: &Sim) -> &'a mut Command {
    command.current_dir(folder).env_clear().env(UNDER_CONTROL, "1").envs([
        ("APPCONN_LISTEN", "127.0.0.1:0"),
        ("APPCONN_LOG_FORMAT", "json"),
        ("APPCONN_LOG", "trace"),
        ("APPCONN_VERIFY_EVERY", "0"),
        ("APPCONN_ADMIN_TOKEN_FILE", "admin"),
        ("APPCONN_OKTA_CA_FILE", "ca.pem"),
        ("APPCONN_OKTA_RESOLVE", &sim.resolve()),
    ])
}
