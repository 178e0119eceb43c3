//! Master keyring: the master key to seal with and, while it is being replaced, another that still opens.

use crate::canary;
use crate::error::VaultError;
use crate::format::{self, Bound, MASTER_KEY_ID_BYTES};
use crate::master_key::MasterKey;
use crate::seal;
use model::secret::Secret;
use std::sync::Arc;

/// Master keys, and which of them is the database's own now. No `Debug`: it holds keys.
pub(crate) struct MasterKeyring {
    keys: Vec<Arc<MasterKey>>,
    /// Always one of `keys`.
    current: Arc<MasterKey>,
}

impl MasterKeyring {
    /// These keys; `None` where the canary was sealed with none of them.
    pub(crate) fn with_current(keys: Vec<MasterKey>, canary: &[u8]) -> Option<Self> {
        let keys: Vec<_> = keys.into_iter().map(Arc::new).collect();
        let current = keys.first()?.clone();
        Self { keys, current }.turned_to(canary)
    }

    /// The same keys, sealing with the one that sealed the canary.
    pub(crate) fn turned_to(&self, canary: &[u8]) -> Option<Self> {
        let current = self.find(format::master_key_id(canary)?)?.clone();
        canary::open(&current, canary).map(|_| Self { keys: self.keys.clone(), current })
    }

    /// More keys.
    pub(crate) fn with(&self, keys: Vec<MasterKey>) -> Self {
        let new = keys.into_iter().filter(|key| self.key(key.id()).is_none()).map(Arc::new);
        Self { keys: self.keys.iter().cloned().chain(new).collect(), current: self.current.clone() }
    }

    pub(crate) fn current(&self) -> &MasterKey {
        &self.current
    }

    pub(crate) fn key(&self, id: [u8; MASTER_KEY_ID_BYTES]) -> Option<&MasterKey> {
        self.find(id).map(AsRef::as_ref)
    }

    /// Decrypts a secret, whichever of the keys sealed it.
    pub(crate) fn open(&self, sealed: &[u8], bound: &Bound) -> Result<Secret<Vec<u8>>, VaultError> {
        seal::open(self.key_of(sealed)?, sealed, bound)
    }

    /// The text of the canary; `None` where none of the keys sealed it.
    pub(crate) fn open_canary(&self, sealed: &[u8]) -> Option<Secret<Vec<u8>>> {
        canary::open(self.key_of(sealed).ok()?, sealed)
    }

    /// The same secret under the key to seal with.
    pub(crate) fn rewrap(&self, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal::rewrap(self.key_of(sealed)?, &self.current, sealed)
    }

    fn key_of(&self, sealed: &[u8]) -> Result<&MasterKey, VaultError> {
        format::master_key_id(sealed).and_then(|id| self.key(id)).ok_or(VaultError::Open)
    }

    fn find(&self, id: [u8; MASTER_KEY_ID_BYTES]) -> Option<&Arc<MasterKey>> {
        self.keys.iter().find(|key| key.id() == id)
    }
}
