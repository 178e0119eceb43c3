//! The master keys at hand: one to seal with and, while it is being replaced, another that still opens.

use super::format::MASTER_KEY_ID_BYTES;
use super::master_key::MasterKey;
use super::{format, read_canary};
use std::sync::Arc;

/// Master keys, and which of them is the database's own now. No `Debug`: it holds keys.
pub(super) struct Ring {
    keys: Vec<Arc<MasterKey>>,
    /// Always one of `keys`.
    current: Arc<MasterKey>,
}

impl Ring {
    /// These keys; `None` where the canary was sealed with none of them.
    pub(super) fn with_current(keys: Vec<MasterKey>, canary: &[u8]) -> Option<Self> {
        let keys: Vec<_> = keys.into_iter().map(Arc::new).collect();
        let current = keys.first()?.clone();
        Self { keys, current }.turned_to(canary)
    }

    /// The same keys, sealing with the one that sealed the canary.
    pub(super) fn turned_to(&self, canary: &[u8]) -> Option<Self> {
        let current = self.find(format::master_key_id(canary)?)?.clone();
        read_canary(self, canary).map(|_| Self { keys: self.keys.clone(), current })
    }

    /// More keys.
    pub(super) fn with(&self, keys: Vec<MasterKey>) -> Self {
        let new = keys.into_iter().filter(|key| self.key(key.id()).is_none()).map(Arc::new);
        Self { keys: self.keys.iter().cloned().chain(new).collect(), current: self.current.clone() }
    }

    pub(super) fn current(&self) -> &MasterKey {
        &self.current
    }

    pub(super) fn key(&self, id: [u8; MASTER_KEY_ID_BYTES]) -> Option<&MasterKey> {
        self.find(id).map(AsRef::as_ref)
    }

    fn find(&self, id: [u8; MASTER_KEY_ID_BYTES]) -> Option<&Arc<MasterKey>> {
        self.keys.iter().find(|key| key.id() == id)
    }
}
