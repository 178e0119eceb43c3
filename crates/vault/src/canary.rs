//! The canary: a value in the database that tells which master key is its own, and that holds the key of the audit chain.

use crate::error::VaultError;
use crate::format;
use crate::master_key::MasterKey;
use crate::seal;
use model::secret::Secret;
use store::{ChainKey, HASH_BYTES};

/// How the text of a canary begins.
pub(crate) const TEXT: &[u8] = b"app-connections master key canary";

pub(crate) fn seal(master: &MasterKey, text: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal::seal(master, text, &format::canary())
}

/// The text of the canary and, once the audit log is chained, the key for that; `None` where another key sealed it.
pub(crate) fn open(master: &MasterKey, sealed: &[u8]) -> Option<Secret<Vec<u8>>> {
    seal::open(master, sealed, &format::canary()).ok().filter(|text| text.expose().starts_with(TEXT))
}

/// The key of the audit chain; `None` where no release has begun the chain yet.
pub(crate) fn audit_key(text: &Secret<Vec<u8>>) -> Option<ChainKey> {
    let key = text.expose().strip_prefix(TEXT).and_then(|key| <&[u8; HASH_BYTES]>::try_from(key).ok());
    key.map(ChainKey::new)
}
