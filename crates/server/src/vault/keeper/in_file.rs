//! The key as it is, in base64: the permissions of the file are its only protection.

use super::{Keeper, Trouble, transit};
use crate::vault::master_key::BYTES;
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::secret::Secret;

pub(super) struct InFile;

#[async_trait]
impl Keeper for InFile {
    async fn close(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, Trouble> {
        Ok(STANDARD.encode(key.expose()).into())
    }

    async fn open(&self, line: &str) -> Result<Secret<Vec<u8>>, Trouble> {
        read(line)
    }

    fn is_mine(&self, line: &str) -> bool {
        !transit::made(line)
    }
}

/// As many bytes as a master key has.
pub(super) fn read(line: &str) -> Result<Secret<Vec<u8>>, Trouble> {
    let key = STANDARD.decode(line).map(Secret::new).map_err(|_| Trouble::Malformed)?;
    if key.expose().len() == BYTES { Ok(key) } else { Err(Trouble::Malformed) }
}
