//! The vault: opens the master key, seals and opens secrets with it.

use crate::binding::Binding;
use crate::canary;
use crate::config::Config;
use crate::error::VaultError;
use crate::format;
use crate::key_encryption::{self, ProviderError, Providers};
use crate::master_key_file::MasterKeyFile;
use crate::master_keyring::MasterKeyring;
use crate::seal;
use model::secret::Secret;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use store::{ChainKey, HASH_BYTES, MASTER_KEY_RECORD, MetaStore, Store};
use zeroize::Zeroizing;

/// Seals and opens secrets. No `Debug` and no `Clone`: it holds the master key.
pub struct Vault {
    /// Replaced as a whole when another process changes the master key.
    ring: RwLock<Arc<MasterKeyring>>,
    file: PathBuf,
    providers: Providers,
}

impl Vault {
    /// Reads the master key, makes it where the database is new, and refuses one that is not this database's own.
    pub async fn open_or_create(config: &Config, store: &dyn Store) -> Result<Self, VaultError> {
        let providers = Providers::of(config)?;
        let file = MasterKeyFile::new(&config.master_key_file, &providers);
        let canary = store.meta(MASTER_KEY_RECORD).await?;
        if canary.is_none() && store.holds_secrets().await? {
            return Err(VaultError::NoCanary);
        }
        let keys = match file.read().await? {
            Some(keys) => keys,
            None if canary.is_some() => return Err(VaultError::Missing { path: file.path() }),
            None => vec![file.create().await?],
        };
        let canary = match (canary, keys.last()) {
            (Some(canary), _) => canary,
            (None, None) => return Err(VaultError::Missing { path: file.path() }),
            (None, Some(key)) => store.init_meta(MASTER_KEY_RECORD, &canary::seal(key, canary::TEXT)?).await?,
        };
        let ring = MasterKeyring::with_current(keys, &canary)
            .ok_or_else(|| VaultError::OtherMasterKey { path: file.path() })?;
        begin_audit_chain(&ring, store, canary).await?;
        Ok(Self { ring: RwLock::new(Arc::new(ring)), file: file.path(), providers })
    }

    /// The same of a database that a server has set up; makes and writes nothing.
    pub async fn open_existing(config: &Config, store: &dyn Store) -> Result<Self, VaultError> {
        let providers = Providers::of(config)?;
        let file = MasterKeyFile::new(&config.master_key_file, &providers);
        let canary = match store.meta(MASTER_KEY_RECORD).await? {
            Some(canary) => canary,
            None if store.holds_secrets().await? => return Err(VaultError::NoCanary),
            None => return Err(VaultError::NotSetUp),
        };
        let keys = file.read().await?.ok_or_else(|| VaultError::Missing { path: file.path() })?;
        let ring = MasterKeyring::with_current(keys, &canary)
            .ok_or_else(|| VaultError::OtherMasterKey { path: file.path() })?;
        let key = audit_key(&ring, &canary)?.ok_or(VaultError::NotSetUp)?;
        store.set_audit_key(key);
        Ok(Self { ring: RwLock::new(Arc::new(ring)), file: file.path(), providers })
    }

    /// Looks at the settings and the file, without asking a service or a database.
    pub fn check(config: &Config) -> Result<(), VaultError> {
        if let Some(kms) = &config.kms {
            key_encryption::read_token(&kms.token_file)?;
        }
        MasterKeyFile::new(&config.master_key_file, &Providers::of(config)?).check()
    }

    /// Whether a key management service is configured that did not encrypt the key in the file: only a rotation does
    /// that.
    pub fn has_plain_key_despite_kms(config: &Config) -> bool {
        config.kms.is_some()
            && Providers::of(config)
                .is_ok_and(|providers| MasterKeyFile::new(&config.master_key_file, &providers).holds_plain_key())
    }

    /// Encrypts a secret under a new data key.
    pub fn seal(&self, plaintext: &[u8], bound_to: &Binding<'_>) -> Result<Vec<u8>, VaultError> {
        seal::seal(self.ring().current(), plaintext, &format::bound_to(bound_to))
    }

    /// Decrypts a secret. Whatever is wrong with it, the error is the same; that its master key cannot be read now is
    /// another, and nothing wrong with the secret.
    pub async fn open(&self, sealed: &[u8], bound_to: &Binding<'_>) -> Result<Secret<Vec<u8>>, VaultError> {
        let id = format::master_key_id(sealed).ok_or(VaultError::Open)?;
        if self.ring().key(id).is_none() {
            // Another process is putting a new master key in place: it is in the file before anything is sealed with
            // it.
            self.learn_new_keys().await.map_err(|error| VaultError::NotAtHand(Box::new(error)))?;
        }
        self.open_with_known_keys(sealed, bound_to)
    }

    fn open_with_known_keys(&self, sealed: &[u8], bound_to: &Binding<'_>) -> Result<Secret<Vec<u8>>, VaultError> {
        self.ring().open(sealed, &format::bound_to(bound_to))
    }

    /// Makes sure that the next [`Vault::seal`] uses the master key that the database asks for now.
    pub async fn refresh(&self, store: &dyn MetaStore) -> Result<(), VaultError> {
        let canary = store.meta(MASTER_KEY_RECORD).await?.ok_or(VaultError::NoCanary)?;
        if format::master_key_id(&canary) == Some(self.ring().current().id()) {
            return Ok(());
        }
        self.learn_new_keys().await?;
        let ring = self.ring().turned_to(&canary);
        let ring = ring.ok_or_else(|| VaultError::OtherMasterKey { path: self.file.clone() })?;
        self.set_ring(ring);
        Ok(())
    }

    /// Keys that went from the file stay for as long as the process lives: a request may still hold what they sealed.
    async fn learn_new_keys(&self) -> Result<(), VaultError> {
        let keys = MasterKeyFile::new(&self.file, &self.providers).read().await?;
        let keys = keys.ok_or_else(|| VaultError::Missing { path: self.file.clone() })?;
        let ring = self.ring().with(keys);
        self.set_ring(ring);
        Ok(())
    }

    fn ring(&self) -> Arc<MasterKeyring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_ring(&self, ring: MasterKeyring) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

/// Gives the store the key of the audit chain. The key is part of the canary: without the canary nothing opens, so
/// that taking the key away does not make the server begin a new chain. Where there is none yet, the chain begins here.
async fn begin_audit_chain(ring: &MasterKeyring, store: &dyn Store, mut canary: Vec<u8>) -> Result<(), VaultError> {
    loop {
        if let Some(key) = audit_key(ring, &canary)? {
            store.set_audit_key(key);
            return Ok(());
        }
        let mut key = Zeroizing::new([0; HASH_BYTES]);
        aws_lc_rs::rand::fill(key.as_mut_slice()).map_err(|_| VaultError::Seal)?;
        let text = Zeroizing::new([canary::TEXT, key.as_slice()].concat());
        let with_key = canary::seal(ring.current(), &text)?;
        // Of several servers that start at once one is first; the others take its key.
        canary = store.begin_audit_chain(MASTER_KEY_RECORD, &canary, &with_key, ChainKey::new(&key)).await?;
    }
}

/// The key of the audit chain; `None` where no release has begun the chain yet.
fn audit_key(ring: &MasterKeyring, canary: &[u8]) -> Result<Option<ChainKey>, VaultError> {
    let text = ring.open_canary(canary).ok_or(VaultError::NoCanary)?;
    Ok(canary::audit_key(&text))
}

/// Has the key management service of the configuration encrypt and decrypt a test key.
pub async fn ask_service(config: &Config) -> Result<(), VaultError> {
    let providers = Providers::of(config)?;
    let failed = |error| match error {
        ProviderError::Service(error) => VaultError::Kms(error),
        ProviderError::Malformed => VaultError::Open,
    };
    let key = Secret::new(vec![0; HASH_BYTES]);
    let line = providers.wrap(&key).await.map_err(failed)?;
    let opened = providers.unwrap(line.expose()).await.map_err(failed)?;
    if opened.expose() == key.expose() { Ok(()) } else { Err(VaultError::Open) }
}

#[cfg(test)]
mod tests;
