//! What somebody pastes as a private key: never a panic; a key that works is stored and read as the same key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::field::PrivateKey;
use okta::SigningKey;

fuzz_target!(|text: &str| {
    let Ok(key) = PrivateKey::parse(text) else { return };
    let Ok(signing) = SigningKey::from_private_key(&key) else { return };
    let read = SigningKey::from_sealed(signing.to_sealed().expose());
    assert!(read.is_ok_and(|read| read.public().thumbprint == signing.public().thumbprint));
});
