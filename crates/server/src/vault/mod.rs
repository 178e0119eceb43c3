//! Secrets at rest: every private key is encrypted under its own data key, and that under the master key.

mod error;
mod format;
mod master_key;

pub use error::VaultError;

use crate::config::Config;
use crate::store::Store;
use format::{DATA_KEY_BYTES, Sealed};
use master_key::{MasterKey, MasterKeyFile};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The name of the record that tells whether a master key is this database's own.
const CANARY: &str = "vault_canary";
/// What the canary says.
const CANARY_TEXT: &[u8] = b"app-connections master key canary";

/// What a secret belongs to. It opens only with the very same values, so that a secret moved to another row, or a row
/// pointed at another organisation, never signs anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding<'a> {
    /// The private key of a connection.
    Connection {
        /// The connection.
        id: Uuid,
        /// `https://{host}`.
        domain: &'a str,
        /// The app's client ID.
        client_id: &'a str,
        /// RFC 7638 thumbprint of the public key.
        thumbprint: &'a str,
    },
    /// A key pair that no connection uses yet.
    GeneratedKey {
        /// The key pair.
        id: Uuid,
        /// RFC 7638 thumbprint of the public key.
        thumbprint: &'a str,
    },
}

/// Seals and opens secrets. No `Debug` and no `Clone`: it holds the master key.
pub struct Vault {
    master: MasterKey,
}

impl Vault {
    /// Reads the master key, makes it where the database is new, and refuses one that is not this database's own.
    pub async fn open_or_create(config: &Config, store: &dyn Store) -> Result<Self, VaultError> {
        let file = MasterKeyFile::new(&config.master_key_file);
        let canary = store.meta(CANARY).await?;
        if canary.is_none() && store.holds_secrets().await? {
            return Err(VaultError::NoCanary);
        }
        let master = match file.read()? {
            Some(master) => master,
            None if canary.is_some() => return Err(VaultError::Missing { path: file.path() }),
            None => file.create()?,
        };
        let vault = Self { master };
        let canary = match canary {
            Some(canary) => canary,
            None => store.init_meta(CANARY, &vault.seal_bound(CANARY_TEXT, &format::canary_binding())?).await?,
        };
        match vault.open_bound(&canary, &format::canary_binding()) {
            Ok(text) if text.as_slice() == CANARY_TEXT => Ok(vault),
            _ => Err(VaultError::OtherMasterKey { path: file.path() }),
        }
    }

    /// Encrypts a secret under a new data key.
    pub fn seal(&self, plaintext: &[u8], bound_to: &Binding<'_>) -> Result<Vec<u8>, VaultError> {
        self.seal_bound(plaintext, &format::binding(bound_to))
    }

    /// Decrypts a secret. Whatever is wrong with it, the error is the same.
    pub fn open(&self, sealed: &[u8], bound_to: &Binding<'_>) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.open_bound(sealed, &format::binding(bound_to))
    }

    fn seal_bound(&self, plaintext: &[u8], binding: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut data_key = Zeroizing::new([0; DATA_KEY_BYTES]);
        aws_lc_rs::rand::fill(data_key.as_mut_slice()).map_err(|_| VaultError::Seal)?;
        let wrapped =
            format::encrypt(self.master.cipher(), data_key.as_slice(), &format::wrap_binding(self.master.id()))?;
        let data = format::encrypt(&format::cipher(data_key.as_slice())?, plaintext, binding)?;
        Ok(Sealed { master_key_id: self.master.id(), wrapped: &wrapped, data: &data }.to_bytes())
    }

    fn open_bound(&self, sealed: &[u8], binding: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let sealed = Sealed::parse(sealed).ok_or(VaultError::Open)?;
        if sealed.master_key_id != self.master.id() {
            return Err(VaultError::Open);
        }
        let data_key = format::decrypt(self.master.cipher(), sealed.wrapped, &format::wrap_binding(self.master.id()))?;
        format::decrypt(&format::cipher(&data_key)?, sealed.data, binding)
    }
}

#[cfg(test)]
mod tests;
