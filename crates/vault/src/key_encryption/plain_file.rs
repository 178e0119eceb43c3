//! Plain-file provider: the key as it is, in base64. The permissions of the file are its only protection.

use super::provider::{KeyEncryptionProvider, ProviderError};
use super::transit;
use crate::master_key::BYTES;
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::secret::Secret;

pub(super) struct PlainFile;

#[async_trait]
impl KeyEncryptionProvider for PlainFile {
    async fn wrap(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, ProviderError> {
        Ok(STANDARD.encode(key.expose()).into())
    }

    async fn unwrap(&self, line: &str) -> Result<Secret<Vec<u8>>, ProviderError> {
        read(line)
    }

    fn recognizes(&self, line: &str) -> bool {
        !transit::recognizes(line)
    }
}

/// As many bytes as a master key has.
pub(super) fn read(line: &str) -> Result<Secret<Vec<u8>>, ProviderError> {
    let key = STANDARD.decode(line).map(Secret::new).map_err(|_| ProviderError::Malformed)?;
    if key.expose().len() == BYTES { Ok(key) } else { Err(ProviderError::Malformed) }
}
