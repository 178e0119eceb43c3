//! A master key that cannot be read for a moment.

use super::*;

#[tokio::test]
async fn a_master_key_that_cannot_be_read_now_is_told_from_a_secret_that_does_not_open() {
    let place = Place::new().await;
    let vault = place.open().await.unwrap();
    Rotation::run(&place.config, place.store.as_ref()).await.unwrap();
    let sealed = place.open().await.unwrap().seal(SECRET, &BOUND).unwrap();
    let good = std::fs::read(place.key_file()).unwrap();
    for (text, mode) in [(good.as_slice(), 0o644), (b"c2hvcnQ=", 0o600), (b"", 0o600)] {
        place.write_key(text, mode);
        let refused = vault.open(&sealed, &BOUND).await.err().unwrap();
        assert!(matches!(refused, VaultError::NotAtHand(_)) && refused.is_for_now(), "{refused}");
        assert!(vault.refresh(place.store.as_ref()).await.err().unwrap().is_for_now());
    }
    std::fs::remove_file(place.key_file()).unwrap();
    assert!(matches!(vault.open(&sealed, &BOUND).await, Err(VaultError::NotAtHand(_))));
    place.write_key(&good, 0o600);
    assert_eq!(vault.open(&sealed, &BOUND).await.unwrap().expose().as_slice(), SECRET);
    let mut changed = sealed.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(matches!(vault.open(&changed, &BOUND).await, Err(VaultError::Open)));
}
