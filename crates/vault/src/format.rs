//! The bytes of a sealed secret, and what is authenticated with them.
//!
//! `format (1) | master key id (8) | nonce (12) | wrapped data key (32 + 16) | nonce (12) | ciphertext | tag (16)`,
//! AES-256-GCM (NIST SP 800-38D) twice. A data key encrypts once, so that only the master key's wraps count towards the
//! limit of random nonces.
//!
//! Format 2 is format 1 with the number of the secret in its binding. Which of them a secret must have follows from what
//! it belongs to, so that an old one never stands in for a new one.

use crate::binding::Binding;
use crate::error::VaultError;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use model::secret::Secret;
use zeroize::Zeroizing;

/// Without the number of the secret.
const UNNUMBERED: u8 = 1;
/// With it.
const NUMBERED: u8 = 2;
/// The first byte, and the id of the master key after it.
const HEAD_BYTES: usize = 1 + MASTER_KEY_ID_BYTES;
pub(crate) const MASTER_KEY_ID_BYTES: usize = 8;
const DATA_KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const WRAPPED_BYTES: usize = NONCE_LEN + DATA_KEY_BYTES + TAG_BYTES;
/// The one tenant there is; in the binding, so that several never share a ciphertext.
const TENANT: &[u8] = b"default";

/// A sealed secret taken apart.
pub(crate) struct Sealed<'a> {
    pub(crate) format: u8,
    pub(crate) master_key_id: [u8; MASTER_KEY_ID_BYTES],
    pub(crate) wrapped: &'a [u8],
    pub(crate) data: &'a [u8],
}

impl<'a> Sealed<'a> {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [&[self.format], self.master_key_id.as_slice(), self.wrapped, self.data].concat()
    }

    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (format, rest) = bytes.split_first()?;
        let (master_key_id, rest) = rest.split_first_chunk::<MASTER_KEY_ID_BYTES>()?;
        let (wrapped, data) = rest.split_at_checked(WRAPPED_BYTES)?;
        matches!(*format, UNNUMBERED | NUMBERED).then_some(Self {
            format: *format,
            master_key_id: *master_key_id,
            wrapped,
            data,
        })
    }
}

/// A new key for one secret.
pub(crate) fn data_key() -> Result<Secret<Vec<u8>>, VaultError> {
    let mut key = Zeroizing::new(vec![0; DATA_KEY_BYTES]);
    aws_lc_rs::rand::fill(&mut key).map_err(|_| VaultError::Seal)?;
    Ok(key.into())
}

pub(crate) fn cipher(key: &[u8]) -> Result<RandomizedNonceKey, VaultError> {
    RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| VaultError::Open)
}

/// `nonce | ciphertext | tag`.
pub(crate) fn encrypt(cipher: &RandomizedNonceKey, plaintext: &[u8], binding: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(plaintext.len() + TAG_BYTES));
    buffer.extend_from_slice(plaintext);
    let nonce = cipher.seal_in_place_append_tag(Aad::from(binding), &mut *buffer).map_err(|_| VaultError::Seal)?;
    Ok([nonce.as_ref().as_slice(), &buffer].concat())
}

pub(crate) fn decrypt(
    cipher: &RandomizedNonceKey,
    sealed: &[u8],
    binding: &[u8],
) -> Result<Secret<Vec<u8>>, VaultError> {
    let (nonce, data) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Open)?;
    let mut buffer = Zeroizing::new(data.to_vec());
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let length = cipher.open_in_place(nonce, Aad::from(binding), &mut buffer).map_err(|_| VaultError::Open)?.len();
    buffer.truncate(length);
    Ok(buffer.into())
}

/// What a data key is wrapped with: nothing of the record, so that a rotation needs no record to be right.
pub(crate) fn wrap_binding(format: u8, master_key_id: [u8; MASTER_KEY_ID_BYTES]) -> Vec<u8> {
    join(&[b"app-connections data key", &[format], &master_key_id])
}

/// Which master key sealed this, as far as the bytes say.
pub(crate) fn master_key_id(sealed: &[u8]) -> Option<[u8; MASTER_KEY_ID_BYTES]> {
    sealed.get(1..HEAD_BYTES)?.try_into().ok()
}

/// What a secret is authenticated with, and the format that it has.
pub(crate) struct Bound {
    pub(crate) format: u8,
    pub(crate) bytes: Vec<u8>,
}

/// Parts that all secrets of one kind and format share, then those of the one secret.
fn bound(format: u8, kind: &[u8], parts: &[&[u8]]) -> Bound {
    Bound { format, bytes: join(&[&[kind, &[format], TENANT], parts].concat()) }
}

pub(crate) fn canary() -> Bound {
    bound(UNNUMBERED, b"app-connections canary", &[])
}

pub(crate) fn bound_to(binding: &Binding<'_>) -> Bound {
    match binding {
        Binding::Connection { id, secret_version, domain, client_id, thumbprint } => {
            let number = secret_version.to_be_bytes();
            let destination = [domain.as_bytes(), client_id.as_bytes(), thumbprint.as_bytes()];
            let (format, first): (u8, &[&[u8]]) = match secret_version {
                0 => (UNNUMBERED, &[id.as_bytes()]),
                _ => (NUMBERED, &[id.as_bytes(), &number]),
            };
            bound(format, b"app-connections connection", &[first, &destination].concat())
        }
        Binding::GeneratedKey { id, thumbprint } => {
            bound(UNNUMBERED, b"app-connections generated key", &[id.as_bytes(), thumbprint.as_bytes()])
        }
    }
}

/// Each part after its length, so that no two lists of parts give the same bytes.
fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().flat_map(|part| (part.len() as u64).to_be_bytes().into_iter().chain(part.iter().copied())).collect()
}
