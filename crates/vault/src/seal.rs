//! Envelope encryption: a secret under its own data key, and that under the master key.

use crate::error::VaultError;
use crate::format::{self, Bound, Sealed};
use crate::master_key::MasterKey;
use model::secret::Secret;

/// Encrypts a secret under a new data key.
pub(crate) fn seal(master: &MasterKey, plaintext: &[u8], bound: &Bound) -> Result<Vec<u8>, VaultError> {
    let data_key = format::data_key()?;
    let wrapped = wrap(master, bound.format, &data_key)?;
    let data = format::encrypt(&format::cipher(data_key.expose())?, plaintext, &bound.bytes)?;
    Ok(Sealed { format: bound.format, master_key_id: master.id(), wrapped: &wrapped, data: &data }.to_bytes())
}

/// Decrypts a secret that was sealed under this master key.
pub(crate) fn open(master: &MasterKey, sealed: &[u8], bound: &Bound) -> Result<Secret<Vec<u8>>, VaultError> {
    let sealed = Sealed::parse(sealed).filter(|sealed| sealed.format == bound.format).ok_or(VaultError::Open)?;
    let data_key = unwrap(master, &sealed)?;
    format::decrypt(&format::cipher(data_key.expose())?, sealed.data, &bound.bytes)
}

/// The same secret under another master key; its own data key and ciphertext stay.
pub(crate) fn rewrap(old: &MasterKey, new: &MasterKey, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let sealed = Sealed::parse(sealed).ok_or(VaultError::Open)?;
    let wrapped = wrap(new, sealed.format, &unwrap(old, &sealed)?)?;
    Ok(Sealed { master_key_id: new.id(), wrapped: &wrapped, ..sealed }.to_bytes())
}

fn wrap(master: &MasterKey, format: u8, data_key: &Secret<Vec<u8>>) -> Result<Vec<u8>, VaultError> {
    format::encrypt(master.cipher(), data_key.expose(), &format::wrap_binding(format, master.id()))
}

fn unwrap(master: &MasterKey, sealed: &Sealed<'_>) -> Result<Secret<Vec<u8>>, VaultError> {
    if master.id() != sealed.master_key_id {
        return Err(VaultError::Open);
    }
    format::decrypt(master.cipher(), sealed.wrapped, &format::wrap_binding(sealed.format, master.id()))
}
