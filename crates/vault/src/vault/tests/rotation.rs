//! A new master key: whole, interrupted after each step, and under servers that know nothing of it.

use super::*;
use store::contract::samples::{entry, record};
use store::{ConnectionRecord, StoreError};

/// More than one batch.
const CONNECTIONS: u128 = 130;

fn bound(number: u128) -> Binding<'static> {
    let Binding::Connection { domain, client_id, thumbprint, .. } = BOUND else { unreachable!() };
    let secret_version = u32::from(number.is_multiple_of(2));
    Binding::Connection { id: Uuid::from_u128(number), secret_version, domain, client_id, thumbprint }
}

fn generated() -> Binding<'static> {
    Binding::GeneratedKey { id: ID, thumbprint: "t" }
}

fn connection(vault: &Vault, number: u128) -> ConnectionRecord {
    let mut record = record(&format!("c{number}"));
    record.connection.id = Uuid::from_u128(number).to_string();
    record.sealed_key = vault.seal(SECRET, &bound(number)).unwrap();
    record
}

impl Place {
    /// With secrets of every kind; half of the connections were sealed by the first release.
    async fn filled() -> (Self, Vault) {
        let place = Self::new().await;
        let vault = place.open().await.unwrap();
        for number in 1..=CONNECTIONS {
            place.store.insert(&connection(&vault, number), &entry("created"), None).await.unwrap();
        }
        let key = GeneratedKeyRecord {
            id: ID,
            sealed_key: vault.seal(SECRET, &generated()).unwrap(),
            key_id: "k".to_owned(),
            thumbprint: "t".to_owned(),
            created_at: "2026-01-01T00:00:00Z".to_owned(),
        };
        place.store.insert_generated_key(&key).await.unwrap();
        (place, vault)
    }

    async fn all_open(&self, vault: &Vault) {
        for number in 1..=CONNECTIONS {
            let sealed = self.store.get(Uuid::from_u128(number)).await.unwrap().unwrap().sealed_key;
            assert_eq!(vault.open(&sealed, &bound(number)).await.unwrap().expose().as_slice(), SECRET, "{number}");
        }
        let sealed = self.store.generated_key(ID).await.unwrap().unwrap().sealed_key;
        assert_eq!(vault.open(&sealed, &generated()).await.unwrap().expose().as_slice(), SECRET);
    }

    /// Does the first so many steps of a rotation, and no more.
    async fn rotate_until(&self, steps: usize) {
        let providers = plain_file();
        let file = MasterKeyFile::new(&self.config.master_key_file, &providers);
        if steps == 0 {
            return;
        }
        let mut rotation = Rotation::begin(file, self.store.as_ref()).await.unwrap();
        if steps >= 2 {
            rotation.activate().await.unwrap();
        }
        for _ in 2..steps.min(5) {
            rotation.rewrap_some().await.unwrap();
        }
        if steps > 5 {
            rotation.finish().await.unwrap();
        }
    }

    async fn rotate(&self) -> Result<crate::Rotated, VaultError> {
        Rotation::run(&self.config, self.store.as_ref()).await
    }
}

#[tokio::test]
async fn everything_opens_with_the_new_key_alone_and_nothing_with_the_old() {
    let (place, before) = Place::filled().await;
    let old = std::fs::read(place.key_file()).unwrap();
    let rotated = place.rotate().await.unwrap();
    assert_eq!(u128::from(rotated.secrets), CONNECTIONS + 1);
    let after = place.open().await.unwrap();
    assert_ne!(after.ring().current().id(), before.ring().current().id());
    place.all_open(&after).await;
    let sealed = place.store.get(Uuid::from_u128(1)).await.unwrap().unwrap().sealed_key;
    let old_alone = vault(STANDARD.decode(old.trim_ascii()).unwrap().try_into().unwrap());
    assert_eq!(refusal(&old_alone, &sealed, &bound(1)), VaultError::Open.to_string());
    assert_eq!(std::fs::read(&rotated.old_key).unwrap(), old, "kept for older backups");
    assert_eq!((mode(&rotated.old_key), mode(&place.key_file())), (0o600, 0o600));
    assert_eq!(std::fs::read_dir(place.key_file().parent().unwrap()).unwrap().count(), 2, "no draft, no mark");
}

#[tokio::test]
async fn a_rotation_killed_after_any_step_harms_nothing_and_is_finished_by_the_next() {
    for steps in 0..=6 {
        let (place, serving) = Place::filled().await;
        place.rotate_until(steps).await;
        place.all_open(&serving).await;
        serving.refresh(place.store.as_ref()).await.unwrap();
        let new = connection(&serving, CONNECTIONS + 1);
        place.store.insert(&new, &entry("created"), None).await.unwrap();
        let restarted = place.open().await.unwrap();
        place.all_open(&restarted).await;
        let ids_before = restarted.ring().current().id();

        place.rotate().await.unwrap();
        let after = place.open().await.unwrap();
        place.all_open(&after).await;
        assert_eq!(
            after.open(&new_sealed(&place).await, &bound(CONNECTIONS + 1)).await.unwrap().expose().as_slice(),
            SECRET
        );
        let current = after.ring().current().id();
        assert!(place.store.secrets_not_sealed_with(&current, 1).await.unwrap().is_empty(), "step {steps}");
        let resumed = (2..=5).contains(&steps);
        assert_eq!(current == ids_before, resumed, "step {steps}: an interrupted one is finished, not begun again");
        place.all_open(&serving).await;
    }
}

async fn new_sealed(place: &Place) -> Vec<u8> {
    place.store.get(Uuid::from_u128(CONNECTIONS + 1)).await.unwrap().unwrap().sealed_key
}

#[tokio::test]
async fn a_server_that_has_not_heard_of_it_cannot_store_under_the_old_key() {
    let (place, late) = Place::filled().await;
    let new = connection(&late, CONNECTIONS + 1);
    place.rotate_until(2).await;
    let refused = place.store.insert(&new, &entry("created"), None).await;
    assert!(matches!(refused, Err(StoreError::MasterKeyChanged)), "{refused:?}");
}

#[tokio::test]
async fn a_rename_during_a_rotation_does_not_bring_the_old_seal_back() {
    let (place, late) = Place::filled().await;
    let mut renamed = place.store.get(Uuid::from_u128(2)).await.unwrap().unwrap();
    place.rotate().await.unwrap();
    renamed.connection.name = "another".to_owned();
    place.store.update(&renamed, 1, &entry("updated")).await.unwrap();
    place.all_open(&late).await;
    place.all_open(&place.open().await.unwrap()).await;
}

#[tokio::test]
async fn one_after_another_keeps_every_old_key() {
    let (place, _) = Place::filled().await;
    for _ in 0..3 {
        place.rotate().await.unwrap();
    }
    place.all_open(&place.open().await.unwrap()).await;
    assert_eq!(std::fs::read_dir(place.key_file().parent().unwrap()).unwrap().count(), 4);
}

#[tokio::test]
async fn what_stops_a_rotation_is_told_in_one_line_and_changes_no_file() {
    let (place, _) = Place::filled().await;
    let good = std::fs::read(place.key_file()).unwrap();
    let other = STANDARD.encode([7; 32]);
    for (content, mode, message) in [
        (other.as_bytes(), 0o600, "not the key that the database was encrypted with"),
        (&good, 0o640, "others may read"),
        (b"short", 0o600, "32 bytes in base64"),
    ] {
        place.write_key(content, mode);
        let refused = place.rotate().await.unwrap_err().to_string();
        assert!(refused.contains(message) && refused.lines().count() == 1, "{refused}");
        assert_eq!(std::fs::read(place.key_file()).unwrap(), content);
    }
    std::fs::remove_file(place.key_file()).unwrap();
    assert!(place.rotate().await.unwrap_err().to_string().contains("the file is missing"));
    place.write_key(&good, 0o600);
    let providers = plain_file();
    let _running = MasterKeyFile::new(&place.config.master_key_file, &providers).lock_rotation().unwrap();
    assert!(place.rotate().await.unwrap_err().to_string().contains("another rotation is under way"));
}

#[tokio::test]
async fn a_damaged_secret_stops_it_by_name_and_the_others_still_open() {
    let (place, serving) = Place::filled().await;
    let mut damaged = place.store.get(Uuid::from_u128(1)).await.unwrap().unwrap();
    damaged.sealed_key[20] ^= 1;
    damaged.secret_version = 7;
    place.store.update(&damaged, 1, &entry("updated")).await.unwrap();
    let refused = place.rotate().await.unwrap_err().to_string();
    assert!(refused.contains(&damaged.connection.id) && refused.lines().count() == 1, "{refused}");
    place.store.delete(&[(Uuid::from_u128(1), None)], &entry("deleted")).await.unwrap();
    place.rotate().await.unwrap();
    let sealed = place.store.get(Uuid::from_u128(2)).await.unwrap().unwrap().sealed_key;
    assert_eq!(serving.open(&sealed, &bound(2)).await.unwrap().expose().as_slice(), SECRET);
}
