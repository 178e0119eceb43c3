//! Master key rotation: a new master key in place of the present one, while servers go on serving.
//!
//! Four steps, each of which may be the last before the machine dies; the next rotation goes on where one ended:
//! 1. the new key joins the old one in the file, so that every process that meets it can read it;
//! 2. the database's canary is sealed with the new key: from now on the database refuses what the old one sealed;
//! 3. every data key is wrapped anew, some at a time;
//! 4. the old key leaves the file. It is kept beside it, because older backups need it.

use crate::canary;
use crate::config::Config;
use crate::error::VaultError;
use crate::key_encryption::Providers;
use crate::master_key_file::MasterKeyFile;
use crate::master_keyring::MasterKeyring;
use std::path::PathBuf;
use store::{MASTER_KEY_RECORD, Store};

/// How many secrets are wrapped anew in one transaction: a few milliseconds of the write lock.
const BATCH: u32 = 100;

/// A rotation under way.
pub struct Rotation<'a> {
    file: MasterKeyFile<'a>,
    store: &'a dyn Store,
    ring: MasterKeyring,
}

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// How many secrets were wrapped anew, since the last interruption if there was one.
    pub secrets: u64,
    /// Where the old key is kept for older backups.
    pub old_key: PathBuf,
}

impl<'a> Rotation<'a> {
    /// Does all of it, or what is left of one that was interrupted.
    pub async fn run(config: &Config, store: &dyn Store) -> Result<Rotated, VaultError> {
        Self::run_with(config, store, &Providers::of(config)?).await
    }

    /// The same, where the new key lies in its file as it is, whatever the configuration says: the way back from a
    /// service.
    pub async fn run_into_file(config: &Config, store: &dyn Store) -> Result<Rotated, VaultError> {
        Self::run_with(config, store, &Providers::of(config)?.into_file()).await
    }

    async fn run_with(config: &Config, store: &dyn Store, providers: &Providers) -> Result<Rotated, VaultError> {
        let file = MasterKeyFile::new(&config.master_key_file, providers);
        // Released when it is dropped, or by the kernel when the process is killed.
        let _lock = file.lock_rotation()?;
        let mut rotation = Rotation::begin(file, store).await?;
        rotation.activate().await?;
        let mut secrets = 0;
        loop {
            match rotation.rewrap_some().await? {
                0 => break,
                some => secrets += some,
            }
        }
        Ok(Rotated { secrets, old_key: rotation.finish().await? })
    }

    /// Step 1, unless two keys are there already.
    pub(crate) async fn begin(file: MasterKeyFile<'a>, store: &'a dyn Store) -> Result<Self, VaultError> {
        let canary = store.meta(MASTER_KEY_RECORD).await?.ok_or(VaultError::NoCanary)?;
        let other = || VaultError::OtherMasterKey { path: file.path() };
        let mut keys = file.read().await?.ok_or_else(|| VaultError::Missing { path: file.path() })?;
        if keys.len() == 1 {
            // Before anything is written: a wrong file must not become a rotated wrong file.
            MasterKeyring::with_current(keys, &canary).ok_or_else(other)?;
            keys = file.add_key().await?;
        }
        let ring = MasterKeyring::with_current(keys, &canary).ok_or_else(other)?;
        Ok(Self { file, store, ring })
    }

    /// Step 2, unless it is done already: the last key in the file is the new one.
    pub(crate) async fn activate(&mut self) -> Result<(), VaultError> {
        let keys = self.file.read().await?.unwrap_or_default();
        let new = keys.last().ok_or_else(|| VaultError::Missing { path: self.file.path() })?;
        if new.id() == self.ring.current().id() {
            return Ok(());
        }
        let old = self.store.meta(MASTER_KEY_RECORD).await?.ok_or(VaultError::NoCanary)?;
        let text = self.ring.open_canary(&old).ok_or(VaultError::NoCanary)?;
        let canary = canary::seal(new, text.expose())?;
        self.store.replace_meta(MASTER_KEY_RECORD, &old, &canary).await?;
        let turned = self.ring.turned_to(&canary);
        self.ring = turned.ok_or_else(|| VaultError::OtherMasterKey { path: self.file.path() })?;
        Ok(())
    }

    /// Step 3, a part of it; gives how many there were.
    pub(crate) async fn rewrap_some(&self) -> Result<u64, VaultError> {
        let current = self.ring.current().id();
        let old = self.store.secrets_not_sealed_with(&current, BATCH).await?;
        let mut renewed = Vec::with_capacity(old.len());
        for secret in old {
            let sealed = self.ring.rewrap(&secret.sealed);
            let sealed = sealed.map_err(|_| VaultError::Unreadable { what: secret.place.to_string() })?;
            renewed.push((secret, sealed));
        }
        self.store.renew_secrets(&renewed).await?;
        Ok(renewed.len() as u64)
    }

    /// Step 4.
    pub(crate) async fn finish(&self) -> Result<PathBuf, VaultError> {
        self.file.drop_old_key().await
    }
}
