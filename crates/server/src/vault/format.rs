//! The bytes of a sealed secret, and what is authenticated with them.
//!
//! `1 | master key id (8) | nonce (12) | wrapped data key (32 + 16) | nonce (12) | ciphertext | tag (16)`, AES-256-GCM
//! (NIST SP 800-38D) twice. A data key encrypts once, so that only the master key's wraps count towards the limit of
//! random nonces.

use super::{Binding, VaultError};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use zeroize::Zeroizing;

/// The format that is written.
const VERSION: u8 = 1;
pub(super) const MASTER_KEY_ID_BYTES: usize = 8;
pub(super) const DATA_KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const WRAPPED_BYTES: usize = NONCE_LEN + DATA_KEY_BYTES + TAG_BYTES;
/// The one tenant there is; in the binding, so that several never share a ciphertext.
const TENANT: &[u8] = b"default";

/// A sealed secret taken apart.
pub(super) struct Sealed<'a> {
    pub(super) master_key_id: [u8; MASTER_KEY_ID_BYTES],
    pub(super) wrapped: &'a [u8],
    pub(super) data: &'a [u8],
}

impl<'a> Sealed<'a> {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        [&[VERSION], self.master_key_id.as_slice(), self.wrapped, self.data].concat()
    }

    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (master_key_id, rest) = rest.split_first_chunk::<MASTER_KEY_ID_BYTES>()?;
        let (wrapped, data) = rest.split_at_checked(WRAPPED_BYTES)?;
        (*version == VERSION).then_some(Self { master_key_id: *master_key_id, wrapped, data })
    }
}

pub(super) fn cipher(key: &[u8]) -> Result<RandomizedNonceKey, VaultError> {
    RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| VaultError::Open)
}

/// `nonce | ciphertext | tag`.
pub(super) fn encrypt(cipher: &RandomizedNonceKey, plaintext: &[u8], binding: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(plaintext.len() + TAG_BYTES));
    buffer.extend_from_slice(plaintext);
    let nonce = cipher.seal_in_place_append_tag(Aad::from(binding), &mut *buffer).map_err(|_| VaultError::Seal)?;
    Ok([nonce.as_ref().as_slice(), &buffer].concat())
}

pub(super) fn decrypt(
    cipher: &RandomizedNonceKey,
    sealed: &[u8],
    binding: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, data) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Open)?;
    let mut buffer = Zeroizing::new(data.to_vec());
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let length = cipher.open_in_place(nonce, Aad::from(binding), &mut buffer).map_err(|_| VaultError::Open)?.len();
    buffer.truncate(length);
    Ok(buffer)
}

/// What a data key is wrapped with: nothing of the record, so that a rotation needs no record to be right.
pub(super) fn wrap_binding(master_key_id: [u8; MASTER_KEY_ID_BYTES]) -> Vec<u8> {
    join(&[b"app-connections data key", &[VERSION], &master_key_id])
}

pub(super) fn canary_binding() -> Vec<u8> {
    join(&[b"app-connections canary", &[VERSION], TENANT])
}

pub(super) fn binding(bound_to: &Binding<'_>) -> Vec<u8> {
    match bound_to {
        Binding::Connection { id, domain, client_id, thumbprint } => join(&[
            b"app-connections connection",
            &[VERSION],
            TENANT,
            id.as_bytes(),
            domain.as_bytes(),
            client_id.as_bytes(),
            thumbprint.as_bytes(),
        ]),
        Binding::GeneratedKey { id, thumbprint } => {
            join(&[b"app-connections generated key", &[VERSION], TENANT, id.as_bytes(), thumbprint.as_bytes()])
        }
    }
}

/// Each part after its length, so that no two lists of parts give the same bytes.
fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().flat_map(|part| (part.len() as u64).to_be_bytes().into_iter().chain(part.iter().copied())).collect()
}
