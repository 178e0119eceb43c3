#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access_list;
mod not_at_hand;
mod rotation;
mod wycheproof;

use super::*;
use crate::master_key::MasterKey;
use crate::rotate::Rotation;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use store::GeneratedKeyRecord;
use uuid::Uuid;

// A data key is a `Secret`, which `model` proves the same of.
static_assertions::assert_not_impl_any!(Vault: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone);
static_assertions::assert_not_impl_any!(MasterKeyring: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone);
static_assertions::assert_not_impl_any!(MasterKey: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone);
static_assertions::assert_not_impl_any!(ChainKey: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone);

const ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
const OTHER_ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0002);
const SECRET: &[u8] = b"the private key of a connection";
const BOUND: Binding<'_> = Binding::Connection {
    id: ID,
    secret_version: 1,
    domain: "https://acme.okta.com",
    client_id: "0oa1b2c3d4E5F6G7H8i9",
    thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
};

fn vault(key: [u8; 32]) -> Vault {
    let key = MasterKey::new(&key).unwrap();
    let canary = canary::seal(&key, canary::TEXT).unwrap();
    let ring = MasterKeyring::with_current(vec![key], &canary).unwrap();
    Vault { ring: RwLock::new(Arc::new(ring)), file: PathBuf::from("no/such/file"), providers: plain_file() }
}

/// As without a service.
fn plain_file() -> Providers {
    Providers::of(&Config { master_key_file: PathBuf::new(), kms: None }).unwrap()
}

fn random_vault() -> Vault {
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).unwrap();
    vault(key)
}

fn refusal(vault: &Vault, sealed: &[u8], bound: &Binding<'_>) -> String {
    match vault.open_with_known_keys(sealed, bound) {
        Ok(_) => panic!("it opened"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_was_sealed_opens_again_whatever_its_length() {
    let vault = random_vault();
    for length in [0, 1, 15, 16, 17, 1_704, 70_000] {
        let secret = vec![0xa5; length];
        let sealed = vault.seal(&secret, &BOUND).unwrap();
        assert_eq!(vault.open_with_known_keys(&sealed, &BOUND).unwrap().expose().as_slice(), secret, "{length}");
        assert_eq!(sealed.len(), 1 + 8 + (12 + 32 + 16) + (12 + length + 16), "{length}");
    }
}

#[test]
fn sealed_bytes_show_nothing_and_are_never_the_same_twice() {
    let vault = random_vault();
    let (first, second) = (vault.seal(SECRET, &BOUND).unwrap(), vault.seal(SECRET, &BOUND).unwrap());
    let head = 1 + 8;
    assert_eq!(first[..head], second[..head], "format and master key id");
    for (a, b) in [
        (head..head + 12, "nonce of the data key"),
        (head + 12..head + 60, "data key"),
        (head + 60..head + 72, "nonce"),
    ]
    .map(|(range, what)| ((first[range.clone()].to_vec(), second[range].to_vec()), what))
    {
        assert_ne!(a.0, a.1, "{b}");
    }
    assert!(!first.windows(8).any(|window| SECRET.windows(8).any(|part| part == window)));
}

#[test]
fn a_change_of_any_byte_is_refused() {
    let vault = random_vault();
    let sealed = vault.seal(SECRET, &BOUND).unwrap();
    let text = VaultError::Open.to_string();
    for index in 0..sealed.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = sealed.clone();
            changed[index] ^= change;
            assert_eq!(refusal(&vault, &changed, &BOUND), text, "byte {index} ^ {change:#x}");
        }
    }
}

#[test]
fn every_other_length_is_refused() {
    let vault = random_vault();
    let sealed = vault.seal(SECRET, &BOUND).unwrap();
    let text = VaultError::Open.to_string();
    for length in 0..sealed.len() {
        assert_eq!(refusal(&vault, &sealed[..length], &BOUND), text, "cut to {length}");
        assert_eq!(refusal(&vault, &sealed[sealed.len() - length..], &BOUND), text, "the last {length}");
    }
    assert_eq!(refusal(&vault, &[sealed.as_slice(), &[0]].concat(), &BOUND), text);
}

#[test]
fn a_secret_opens_only_where_it_belongs() {
    let vault = random_vault();
    let sealed = vault.seal(SECRET, &BOUND).unwrap();
    let Binding::Connection { id, secret_version, domain, client_id, thumbprint } = BOUND else { unreachable!() };
    let text = VaultError::Open.to_string();
    for (what, elsewhere) in [
        ("another row", Binding::Connection { id: OTHER_ID, secret_version, domain, client_id, thumbprint }),
        ("a later secret", Binding::Connection { id, secret_version: 2, domain, client_id, thumbprint }),
        ("an uncounted secret", Binding::Connection { id, secret_version: 0, domain, client_id, thumbprint }),
        (
            "another domain",
            Binding::Connection { id, secret_version, domain: "https://evil.okta.com", client_id, thumbprint },
        ),
        (
            "another client",
            Binding::Connection { id, secret_version, domain, client_id: "0oa1b2c3d4E5F6G7H8i8", thumbprint },
        ),
        ("another public key", Binding::Connection { id, secret_version, domain, client_id, thumbprint: "x" }),
        ("no domain", Binding::Connection { id, secret_version, domain: "", client_id, thumbprint }),
        (
            "the same bytes, cut elsewhere",
            Binding::Connection {
                id,
                secret_version,
                domain: "https://acme.okta.com0",
                client_id: "oa1b2c3d4E5F6G7H8i9",
                thumbprint,
            },
        ),
        ("another kind", Binding::GeneratedKey { id, thumbprint }),
    ] {
        assert_eq!(refusal(&vault, &sealed, &elsewhere), text, "{what}");
    }
    let generated = vault.seal(SECRET, &Binding::GeneratedKey { id, thumbprint }).unwrap();
    assert_eq!(refusal(&vault, &generated, &BOUND), text);
}

/// Each part after its length in eight bytes. There is one tenant as yet.
#[test]
fn what_is_authenticated_names_kind_format_tenant_connection_number_domain_client_and_public_key() {
    let part = |bytes: &[u8]| [(bytes.len() as u64).to_be_bytes().as_slice(), bytes].concat();
    let expected = [
        part(b"app-connections connection"),
        part(&[2]),
        part(b"default"),
        part(ID.as_bytes()),
        part(&1_u32.to_be_bytes()),
        part(b"https://acme.okta.com"),
        part(b"0oa1b2c3d4E5F6G7H8i9"),
        part(b"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
    ];
    assert_eq!(format::bound_to(&BOUND).bytes, expected.concat());
}

#[test]
fn parts_of_two_secrets_do_not_mix() {
    let vault = random_vault();
    let (first, second) = (vault.seal(SECRET, &BOUND).unwrap(), vault.seal(SECRET, &BOUND).unwrap());
    let (wrapped_end, nonce_end) = (9 + 60, 9 + 60 + 12);
    for (what, cut) in [("data key", wrapped_end), ("data key and nonce", nonce_end)] {
        let mixed = [&first[..cut], &second[cut..]].concat();
        assert_eq!(refusal(&vault, &mixed, &BOUND), VaultError::Open.to_string(), "{what}");
    }
}

#[test]
fn another_master_key_opens_nothing_even_under_a_forged_id() {
    let (ours, theirs) = (random_vault(), random_vault());
    let mut sealed = ours.seal(SECRET, &BOUND).unwrap();
    assert_eq!(refusal(&theirs, &sealed, &BOUND), VaultError::Open.to_string());
    sealed[1..9].copy_from_slice(&theirs.ring().current().id());
    assert_eq!(refusal(&theirs, &sealed, &BOUND), VaultError::Open.to_string());
}

/// Sealed with the master key 0, 1, … 31 by the release that brought the format. They must open for ever: change the
/// format by adding one.
#[test]
fn what_every_release_sealed_opens_and_only_as_what_it_was() {
    let vault = vault(std::array::from_fn(|index| u8::try_from(index).unwrap()));
    let Binding::Connection { id, domain, client_id, thumbprint, .. } = BOUND else { unreachable!() };
    let numbered = |secret_version| Binding::Connection { id, secret_version, domain, client_id, thumbprint };
    for (golden, secret_version) in [(include_str!("golden_v1.txt"), 0), (include_str!("golden_v2.txt"), 1)] {
        let sealed = STANDARD.decode(golden.trim()).unwrap();
        assert_eq!(
            vault.open_with_known_keys(&sealed, &numbered(secret_version)).unwrap().expose().as_slice(),
            SECRET,
            "{secret_version}"
        );
        for other in [0, 1, 2].into_iter().filter(|other| *other != secret_version) {
            assert_eq!(refusal(&vault, &sealed, &numbered(other)), VaultError::Open.to_string(), "{other}");
        }
        for format in [0, 1, 2, 3, 0xff].into_iter().filter(|format| *format != sealed[0]) {
            let changed = [&[format], &sealed[1..]].concat();
            for version in [0, 1, 2] {
                assert_eq!(refusal(&vault, &changed, &numbered(version)), VaultError::Open.to_string(), "{format}");
            }
        }
    }
}

struct Place {
    _folder: tempfile::TempDir,
    config: Config,
    store: Arc<dyn Store>,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let config = Config { master_key_file: path("keys/master.key"), kms: None };
        let store = store::open(&format!("sqlite://{}", path("app.db").display())).await.unwrap();
        Self { _folder: folder, config, store }
    }

    async fn open(&self) -> Result<Vault, VaultError> {
        Vault::open_or_create(&self.config, self.store.as_ref()).await
    }

    async fn refusal(&self) -> String {
        self.open().await.err().expect("it opened").to_string()
    }

    fn key_file(&self) -> PathBuf {
        self.config.master_key_file.clone()
    }

    fn write_key(&self, text: &[u8], mode: u32) {
        std::fs::create_dir_all(self.key_file().parent().unwrap()).unwrap();
        std::fs::write(self.key_file(), text).unwrap();
        std::fs::set_permissions(self.key_file(), std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn mode(path: &std::path::Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[tokio::test]
async fn a_new_database_gets_a_master_key_that_only_its_owner_reads() {
    let place = Place::new().await;
    let sealed = place.open().await.unwrap().seal(SECRET, &BOUND).unwrap();
    assert_eq!(mode(&place.key_file()), 0o600);
    assert_eq!(mode(place.key_file().parent().unwrap()), 0o700);
    assert_eq!(STANDARD.decode(std::fs::read_to_string(place.key_file()).unwrap().trim()).unwrap().len(), 32);
    let files: Vec<_> = std::fs::read_dir(place.key_file().parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1, "no draft is left: {files:?}");
    assert_eq!(place.open().await.unwrap().open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET);
}

#[tokio::test]
async fn a_master_key_that_an_operator_made_is_used() {
    for ending in ["", "\n", "\r\n"] {
        let place = Place::new().await;
        place.write_key(format!("{}{ending}", STANDARD.encode([7; 32])).as_bytes(), 0o400);
        let sealed = place.open().await.unwrap().seal(SECRET, &BOUND).unwrap();
        assert_eq!(vault([7; 32]).open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET, "{ending:?}");
    }
}

#[tokio::test]
async fn a_key_file_that_others_may_touch_is_refused() {
    let place = Place::new().await;
    for shared in [0o640, 0o604, 0o620, 0o602, 0o660, 0o644, 0o666, 0o777] {
        place.write_key(STANDARD.encode([7; 32]).as_bytes(), shared);
        let message = place.refusal().await;
        assert!(message.contains(&format!("mode {shared:04o}")) && message.contains("chmod 600"), "{message}");
    }
    assert_eq!(place.store.meta(MASTER_KEY_RECORD).await.unwrap(), None, "nothing was written");
}

#[tokio::test]
async fn a_key_file_that_holds_no_key_is_refused_without_repeating_it() {
    let place = Place::new().await;
    for content in [
        b"".to_vec(),
        b"not base64!".to_vec(),
        STANDARD.encode([7; 31]).into_bytes(),
        STANDARD.encode([7; 33]).into_bytes(),
        vec![7; 32],
        vec![0xff; 44],
        vec![b'A'; 5_000],
    ] {
        place.write_key(&content, 0o600);
        let message = place.refusal().await;
        assert!(message.ends_with("the file must hold 32 bytes in base64 (44 characters)"), "{message}");
        assert!(message.contains("master.key") && message.lines().count() == 1, "{message}");
    }
}

#[tokio::test]
async fn another_databases_key_is_refused() {
    let place = Place::new().await;
    place.open().await.unwrap();
    place.write_key(STANDARD.encode([7; 32]).as_bytes(), 0o600);
    let message = place.refusal().await;
    assert!(message.contains("not the key that the database was encrypted with"), "{message}");
}

#[tokio::test]
async fn a_missing_key_is_never_replaced_once_the_database_knows_one() {
    let place = Place::new().await;
    place.open().await.unwrap();
    std::fs::remove_file(place.key_file()).unwrap();
    let message = place.refusal().await;
    assert!(message.contains("the file is missing") && message.contains("put it back"), "{message}");
    assert!(!place.key_file().exists());
}

#[tokio::test]
async fn secrets_without_a_record_of_their_key_are_refused() {
    let place = Place::new().await;
    let key = GeneratedKeyRecord {
        id: ID,
        sealed_key: vec![1],
        key_id: "k".to_owned(),
        thumbprint: "t".to_owned(),
        created_at: "2026-01-01T00:00:00Z".to_owned(),
    };
    place.store.insert_generated_key(&key).await.unwrap();
    assert!(place.refusal().await.contains("no record of their master key"));
    assert!(!place.key_file().exists());
}

#[tokio::test]
async fn servers_that_start_at_once_agree_on_one_key() {
    let place = Place::new().await;
    let vaults = futures::future::join_all((0..8).map(|_| place.open())).await;
    let ids: std::collections::BTreeSet<_> =
        vaults.into_iter().map(|vault| vault.unwrap().ring().current().id()).collect();
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn a_key_file_that_cannot_be_made_is_refused() {
    let place = Place::new().await;
    std::fs::write(place.key_file().parent().unwrap(), "a file where the folder should be").unwrap();
    let message = place.refusal().await;
    assert!(message.starts_with("master key ") && message.lines().count() == 1, "{message}");
}

#[tokio::test]
async fn a_command_makes_neither_a_key_nor_a_record_of_one() {
    let place = Place::new().await;
    let refused = Vault::open_existing(&place.config, place.store.as_ref()).await.err().unwrap();
    assert!(matches!(refused, VaultError::NotSetUp), "{refused}");
    assert!(!place.key_file().exists() && place.store.meta(MASTER_KEY_RECORD).await.unwrap().is_none());
    let sealed = place.open().await.unwrap().seal(SECRET, &BOUND).unwrap();
    let vault = Vault::open_existing(&place.config, place.store.as_ref()).await.unwrap();
    assert_eq!(vault.open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET);
}
