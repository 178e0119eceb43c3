//! The master key, which encrypts data keys.

use crate::error::VaultError;
use crate::format::{self, MASTER_KEY_ID_BYTES};
use aws_lc_rs::aead::RandomizedNonceKey;
use aws_lc_rs::hmac;

pub(crate) const BYTES: usize = 32;

/// The key that wraps data keys. No `Debug`, `Clone` or way to get its bytes.
pub(crate) struct MasterKey {
    cipher: RandomizedNonceKey,
    id: [u8; MASTER_KEY_ID_BYTES],
}

impl MasterKey {
    pub(crate) fn new(key: &[u8; BYTES]) -> Result<Self, VaultError> {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"app-connections master key id 1");
        let mut id = [0; MASTER_KEY_ID_BYTES];
        id.copy_from_slice(&tag.as_ref()[..MASTER_KEY_ID_BYTES]);
        Ok(Self { cipher: format::cipher(key)?, id })
    }

    pub(crate) fn cipher(&self) -> &RandomizedNonceKey {
        &self.cipher
    }

    /// Tells master keys apart and says nothing else about them.
    pub(crate) fn id(&self) -> [u8; MASTER_KEY_ID_BYTES] {
        self.id
    }
}
