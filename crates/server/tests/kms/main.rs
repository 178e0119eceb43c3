//! The master key in its file and closed by a key management service: the same promises hold of both, and each way in
//! which the service may fail is one clear line. Against a real `OpenBao` over TLS.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bao;

use bao::{Bao, write_private};
use reqwest::Method;
use serde_json::json;
use server::config::Config;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;
use store::{GeneratedKeyRecord, Store};
use tempfile::TempDir;
use uuid::Uuid;
use vault::{Binding, Rotation, Vault, VaultError};

const SECRET: &[u8] = b"a private key";
const ID: Uuid = Uuid::from_u128(1);
const BOUND: Binding<'_> = Binding::GeneratedKey { id: ID, thumbprint: "t" };

/// A database with one secret in it.
struct Place {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Place {
    async fn filled(settings: Vec<(String, String)>) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap(), settings };
        let (vault, store) = place.open().await.unwrap();
        let sealed_key = vault.seal(SECRET, &BOUND).unwrap();
        let (key_id, thumbprint, created_at) = ("k".to_owned(), "t".to_owned(), "2026-01-01T00:00:00Z".to_owned());
        let record = GeneratedKeyRecord { id: ID, sealed_key, key_id, thumbprint, created_at };
        store.insert_generated_key(&record).await.unwrap();
        store.close().await;
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn env(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.path(name).display().to_string();
        let own = [
            ("APPCONN_DATABASE_URL", format!("sqlite://{}", path("app.db"))),
            ("APPCONN_MASTER_KEY_FILE", path("master.key")),
            ("APPCONN_LOG", "off".to_owned()),
            // Nothing listens there: whoever comes that far has its keys.
            ("APPCONN_LISTEN", "192.0.2.1:1".to_owned()),
        ];
        own.map(|(name, value)| (name.to_owned(), value)).into_iter().chain(self.settings.clone()).collect()
    }

    fn config(&self) -> Config {
        Config::load(None, self.env().into_iter()).unwrap()
    }

    async fn open(&self) -> Result<(Vault, Arc<dyn Store>), VaultError> {
        let store = store::open(&self.config().database_url).await.unwrap();
        Ok((Vault::open_or_create(&self.config().vault, store.as_ref()).await?, store))
    }

    async fn opens(&self) {
        let (vault, store) = self.open().await.unwrap();
        let sealed = store.generated_key(ID).await.unwrap().unwrap().sealed_key;
        assert_eq!(vault.open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET);
        store.close().await;
    }

    async fn rotate(&self) {
        let store = store::open(&self.config().database_url).await.unwrap();
        assert_eq!(Rotation::run(&self.config().vault, store.as_ref()).await.unwrap().secrets, 1);
        store.close().await;
    }

    fn line(&self) -> String {
        let text = std::fs::read_to_string(self.path("master.key")).unwrap();
        assert_eq!(text.lines().count(), 1);
        text.trim_end().to_owned()
    }

    /// The program itself.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_app-connections"));
        command.current_dir(self.folder.path()).args(arguments).env_clear().envs(self.env()).output().unwrap()
    }

    /// The one line with which it does not start; the database stays as it was.
    fn refusal(&self) -> String {
        let copy = |name: &str| std::fs::copy(self.path("app.db"), self.path(name)).map(|_| self.path(name)).unwrap();
        let before = std::fs::read(copy("before.db")).unwrap();
        let output = self.run(&["serve"]);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(1), 1), "{text}");
        assert!(std::fs::read(self.path("app.db")).unwrap() == before, "the database is another: {text}");
        text
    }

    fn set(&mut self, name: &str, value: &str) {
        self.settings.retain(|(other, _)| other != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }
}

fn is_closed(line: &str, version: u32) -> bool {
    line.starts_with(&format!("vault:v{version}:"))
}

/// What holds wherever the key is.
async fn keep_the_promises(place: &Place, other: &Place) {
    place.opens().await;
    let first = place.line();
    place.rotate().await;
    place.opens().await;
    assert_ne!(place.line(), first);
    place.rotate().await;
    place.opens().await;
    let own = place.line();
    write_private(&place.path("master.key"), &other.line());
    assert!(place.refusal().contains("not the key that the database was encrypted with"));
    write_private(&place.path("master.key"), "c2hvcnQ=");
    assert!(place.refusal().contains("the file must hold 32 bytes"));
    std::fs::remove_file(place.path("master.key")).unwrap();
    assert!(place.refusal().contains("the file is missing"));
    write_private(&place.path("master.key"), &own);
    place.opens().await;
}

#[tokio::test]
async fn the_same_promises_hold_of_a_key_in_a_file_and_of_one_that_a_service_closed() {
    keep_the_promises(&Place::filled(Vec::new()).await, &Place::filled(Vec::new()).await).await;
    let bao = Bao::start().await;
    let place = Place::filled(bao.settings()).await;
    assert!(is_closed(&place.line(), 1), "{}", place.line());
    keep_the_promises(&place, &Place::filled(bao.settings()).await).await;
    assert!(is_closed(&place.line(), 1), "{}", place.line());
}

#[tokio::test]
async fn a_rotation_leads_from_a_file_to_the_service_to_its_next_key_and_back() {
    let bao = Bao::start().await;
    let mut place = Place::filled(Vec::new()).await;
    assert!(!is_closed(&place.line(), 1));
    place.settings = bao.settings();
    place.opens().await;
    place.rotate().await;
    assert!(is_closed(&place.line(), 1), "{}", place.line());
    place.opens().await;

    bao.ask(Method::POST, "transit/keys/console/rotate", json!({})).await;
    place.opens().await;
    place.rotate().await;
    assert!(is_closed(&place.line(), 2), "{}", place.line());
    bao.ask(Method::POST, "transit/keys/console/config", json!({"min_decryption_version": 2})).await;
    place.opens().await;

    assert!(place.run(&["master-key", "rotate", "--into-file"]).status.success());
    assert!(!is_closed(&place.line(), 2), "{}", place.line());
    place.settings.clear();
    place.opens().await;
}

#[tokio::test]
async fn whatever_the_service_refuses_is_one_line_that_says_what_to_do() {
    let bao = Bao::start().await;
    let mut place = Place::filled(bao.settings()).await;
    let line = place.line();
    for (name, value, message) in [
        ("APPCONN_KMS_KEY", "another", "it refuses the token of APPCONN_KMS_TOKEN_FILE"),
        ("APPCONN_KMS_MOUNT", "elsewhere", "it refuses the token of APPCONN_KMS_TOKEN_FILE"),
        ("APPCONN_KMS_URL", "https://127.0.0.1:1", "no answer (connect_refused)"),
        ("APPCONN_KMS_URL", "http://192.0.2.1:8200", "APPCONN_KMS_URL: it is not https"),
        ("APPCONN_KMS_TOKEN_FILE", "nowhere", "APPCONN_KMS_TOKEN_FILE nowhere: No such file"),
        ("APPCONN_KMS_CA_FILE", "nowhere", "APPCONN_KMS_CA_FILE nowhere: No such file"),
        ("APPCONN_KMS_KEY", "a/b", "APPCONN_KMS_KEY: it has other characters"),
    ] {
        place.settings = bao.settings();
        place.set(name, value);
        let refused = place.refusal();
        assert!(refused.contains(message), "{name}={value}: {refused}");
    }
    bao.give_root();
    for (name, value, message) in [
        (
            "APPCONN_KMS_KEY",
            "nobody",
            "there is no transit/decrypt/nobody; check APPCONN_KMS_MOUNT and APPCONN_KMS_KEY",
        ),
        ("APPCONN_KMS_MOUNT", "elsewhere", "there is no elsewhere/decrypt/console"),
        ("APPCONN_KMS_KEY", "another", "transit/decrypt/another does not open the master key"),
    ] {
        place.settings = bao.settings();
        place.set(name, value);
        let refused = place.refusal();
        assert!(refused.contains(message), "{name}={value}: {refused}");
    }
    bao.give_token().await;
    place.settings = bao.settings();
    place.settings.retain(|(name, _)| name != "APPCONN_KMS_CA_FILE");
    assert!(place.refusal().contains("no answer (tls_untrusted)"));
    place.settings.clear();
    assert!(place.refusal().contains("set APPCONN_KMS_URL"));

    place.settings = bao.settings();
    write_private(&place.path("master.key"), &line.replace("vault:v1:", "vault:v1:AAAA"));
    assert!(place.refusal().contains("does not open the master key"));
    write_private(&place.path("master.key"), &line);
    place.opens().await;

    let (serving, store) = place.open().await.unwrap();
    bao.revoke_token().await;
    assert!(place.refusal().contains("which has expired, was revoked, or lacks the capability update"));
    bao.give_token().await;
    place.opens().await;
    bao.seal().await;
    let refused = place.refusal();
    assert!(refused.contains("it is sealed or not ready; unseal it"), "{refused}");
    // What runs already goes on.
    let sealed = store.generated_key(ID).await.unwrap().unwrap().sealed_key;
    assert_eq!(serving.open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET);
}

/// A rotation that a running server has not met yet, and then a service that does not open the new key.
#[tokio::test]
async fn a_service_that_is_down_for_a_moment_says_nothing_against_a_key() {
    let bao = Bao::start().await;
    let place = Place::filled(bao.settings()).await;
    let (serving, store) = place.open().await.unwrap();
    place.rotate().await;
    bao.revoke_token().await;
    let sealed = store.generated_key(ID).await.unwrap().unwrap().sealed_key;
    let refused = serving.open(&sealed, &BOUND).await.err().unwrap();
    assert!(matches!(refused, VaultError::NotAtHand(_)) && refused.is_for_now(), "{refused}");
    assert!(refused.to_string().contains("it refuses the token"), "{refused}");
    assert!(serving.refresh(store.as_ref()).await.err().unwrap().is_for_now());
    bao.give_token().await;
    serving.refresh(store.as_ref()).await.unwrap();
    assert_eq!(serving.open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET);
}

#[tokio::test]
async fn while_the_service_is_down_a_token_is_revoked_and_the_history_follows() {
    let bao = Bao::start().await;
    let place = Place::filled(bao.settings()).await;
    let good = |arguments: &[&str]| {
        let output = place.run(arguments);
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success(), "{arguments:?}: {err}");
        (out, err)
    };
    let create = |name| {
        good(&["token", "create", "--role", "viewer", "--name", name]).1.split_whitespace().nth(1).unwrap().to_owned()
    };
    let (leaked, other) = (create("leaked"), create("other"));
    bao.revoke_token().await;
    let refused = String::from_utf8(place.run(&["sign-in-link"]).stderr).unwrap();
    assert!(refused.contains("it refuses the token of APPCONN_KMS_TOKEN_FILE"), "{refused}");
    let said = good(&["token", "revoke", &leaked]).1;
    assert!(said.contains("The entry in the history follows") && said.contains("is revoked"), "{said}");
    assert!(good(&["token", "list"]).0.lines().any(|line| line.starts_with(&leaked) && line.contains("revoked")));
    assert!(good(&["session", "list"]).0.starts_with("ID"));

    bao.give_token().await;
    good(&["token", "revoke", &other]);
    good(&["history", "verify"]);
    let history = good(&["history", "export"]).0;
    let revoked: Vec<_> = history.lines().filter(|line| line.contains("api_token_revoked")).collect();
    assert_eq!(revoked.len(), 2, "{history}");
    assert!(revoked[0].contains(&leaked) && revoked[1].contains(&other), "{history}");
}
