//! Secrets at rest: every private key is encrypted under its own data key, and that under the master key.

mod access;
mod error;
mod format;
mod keeper;
mod master_key;
mod ring;
mod rotate;

pub use error::VaultError;
pub use keeper::TransitError;
pub use rotate::{Rotated, Rotation};

use crate::config::Config;
use crate::store::{ChainKey, ConnectionRecord, HASH_BYTES, MASTER_KEY_RECORD as CANARY, Store};
use format::{Bound, Sealed};
use keeper::{Keepers, Trouble};
use master_key::{MasterKey, MasterKeyFile};
use model::secret::Secret;
use ring::Ring;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;
use zeroize::Zeroizing;

/// What the canary says.
const CANARY_TEXT: &[u8] = b"app-connections master key canary";

/// What a secret belongs to. It opens only with the very same values, so that a secret moved to another row, or a row
/// pointed at another organization, never signs anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding<'a> {
    /// The private key of a connection.
    Connection {
        /// The connection.
        id: Uuid,
        /// Which of the connection's secrets, from 1; 0 for one that the first release sealed, which counted none.
        secret_version: u32,
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

impl<'a> Binding<'a> {
    /// What the key that is stored with this connection was sealed to; `id` is the connection's.
    pub fn of_stored(id: Uuid, record: &'a ConnectionRecord) -> Self {
        let settings = &record.connection.settings;
        Self::Connection {
            id,
            secret_version: record.secret_version,
            domain: &settings.domain,
            client_id: &settings.client_id,
            thumbprint: &settings.key.thumbprint,
        }
    }
}

/// Has the key management service of the configuration encrypt and decrypt a key that nobody uses.
pub(crate) async fn ask_service(config: &Config) -> Result<(), VaultError> {
    let keepers = Keepers::of(config)?;
    let failed = |trouble| match trouble {
        Trouble::Service(error) => VaultError::Kms(error),
        Trouble::Malformed => VaultError::Open,
    };
    let key = Secret::new(vec![0; HASH_BYTES]);
    let line = keepers.close(&key).await.map_err(failed)?;
    let opened = keepers.open(line.expose()).await.map_err(failed)?;
    if opened.expose() == key.expose() { Ok(()) } else { Err(VaultError::Open) }
}

/// Seals and opens secrets. No `Debug` and no `Clone`: it holds the master key.
pub struct Vault {
    /// Replaced as a whole when another process changes the master key.
    ring: RwLock<Arc<Ring>>,
    file: PathBuf,
    keepers: Keepers,
}

impl Vault {
    /// Reads the master key, makes it where the database is new, and refuses one that is not this database's own.
    pub async fn open_or_create(config: &Config, store: &dyn Store) -> Result<Self, VaultError> {
        let keepers = Keepers::of(config)?;
        let file = MasterKeyFile::new(&config.master_key_file, &keepers);
        let canary = store.meta(CANARY).await?;
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
            (None, Some(key)) => store.init_meta(CANARY, &seal_canary(key, CANARY_TEXT)?).await?,
        };
        let ring = Ring::with_current(keys, &canary).ok_or_else(|| VaultError::OtherMasterKey { path: file.path() })?;
        begin_history(&ring, store, canary).await?;
        Ok(Self { ring: RwLock::new(Arc::new(ring)), file: file.path(), keepers })
    }

    /// The same of a database that a server has set up; makes and writes nothing.
    pub async fn open_existing(config: &Config, store: &dyn Store) -> Result<Self, VaultError> {
        let keepers = Keepers::of(config)?;
        let file = MasterKeyFile::new(&config.master_key_file, &keepers);
        let canary = match store.meta(CANARY).await? {
            Some(canary) => canary,
            None if store.holds_secrets().await? => return Err(VaultError::NoCanary),
            None => return Err(VaultError::NotSetUp),
        };
        let keys = file.read().await?.ok_or_else(|| VaultError::Missing { path: file.path() })?;
        let ring = Ring::with_current(keys, &canary).ok_or_else(|| VaultError::OtherMasterKey { path: file.path() })?;
        let key = read_history_key(&ring, &canary)?.ok_or(VaultError::NotSetUp)?;
        store.key_history(key);
        Ok(Self { ring: RwLock::new(Arc::new(ring)), file: file.path(), keepers })
    }

    /// Looks at the settings and the file, without asking a service or a database.
    pub fn check(config: &Config) -> Result<(), VaultError> {
        if let Some(kms) = &config.kms {
            keeper::read_token(&kms.token_file)?;
        }
        MasterKeyFile::new(&config.master_key_file, &Keepers::of(config)?).check()
    }

    /// Whether a service is configured that does not close the key which lies in the file: only a rotation does.
    pub fn lies_open_beside_service(config: &Config) -> bool {
        config.kms.is_some()
            && Keepers::of(config)
                .is_ok_and(|keepers| MasterKeyFile::new(&config.master_key_file, &keepers).lies_open())
    }

    /// Encrypts a secret under a new data key.
    pub fn seal(&self, plaintext: &[u8], bound_to: &Binding<'_>) -> Result<Vec<u8>, VaultError> {
        seal_bound(self.ring().current(), plaintext, &format::bound_to(bound_to))
    }

    /// Decrypts a secret. Whatever is wrong with it, the error is the same; that its master key cannot be read now is
    /// another, and nothing wrong with the secret.
    pub async fn open(&self, sealed: &[u8], bound_to: &Binding<'_>) -> Result<Secret<Vec<u8>>, VaultError> {
        let id = format::master_key_id(sealed).ok_or(VaultError::Open)?;
        if self.ring().key(id).is_none() {
            // Another process is putting a new master key in place: it is in the file before anything is sealed with it.
            self.learn_new_keys().await.map_err(|error| VaultError::NotAtHand(Box::new(error)))?;
        }
        self.open_with_what_is_known(sealed, bound_to)
    }

    fn open_with_what_is_known(&self, sealed: &[u8], bound_to: &Binding<'_>) -> Result<Secret<Vec<u8>>, VaultError> {
        open_bound(&self.ring(), sealed, &format::bound_to(bound_to))
    }

    /// Makes sure that the next [`Vault::seal`] uses the master key that the database asks for now.
    pub async fn refresh(&self, store: &dyn Store) -> Result<(), VaultError> {
        let canary = store.meta(CANARY).await?.ok_or(VaultError::NoCanary)?;
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
        let keys = MasterKeyFile::new(&self.file, &self.keepers).read().await?;
        let keys = keys.ok_or_else(|| VaultError::Missing { path: self.file.clone() })?;
        let ring = self.ring().with(keys);
        self.set_ring(ring);
        Ok(())
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_ring(&self, ring: Ring) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

/// Gives the store what it chains the history with. The key is part of the canary: without the canary nothing opens, so
/// that nobody makes the server begin a new chain by taking the key away. Where there is none yet, the chain begins here.
async fn begin_history(ring: &Ring, store: &dyn Store, mut canary: Vec<u8>) -> Result<(), VaultError> {
    loop {
        if let Some(key) = read_history_key(ring, &canary)? {
            store.key_history(key);
            return Ok(());
        }
        let mut key = Zeroizing::new([0; HASH_BYTES]);
        aws_lc_rs::rand::fill(key.as_mut_slice()).map_err(|_| VaultError::Seal)?;
        let text = Zeroizing::new([CANARY_TEXT, key.as_slice()].concat());
        let with_key = seal_canary(ring.current(), &text)?;
        // Of several servers that start at once one is first; the others take its key.
        canary = store.begin_history(CANARY, &canary, &with_key, ChainKey::new(&key)).await?;
    }
}

/// `None` where no release has begun the chain yet.
fn read_history_key(ring: &Ring, canary: &[u8]) -> Result<Option<ChainKey>, VaultError> {
    let text = read_canary(ring, canary).ok_or(VaultError::NoCanary)?;
    let key = text.expose().strip_prefix(CANARY_TEXT).and_then(|key| <&[u8; HASH_BYTES]>::try_from(key).ok());
    Ok(key.map(ChainKey::new))
}

fn seal_canary(master: &MasterKey, text: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal_bound(master, text, &format::canary())
}

/// What the canary says: its text and, after the first start of a release that chains the history, the key for that.
fn read_canary(ring: &Ring, sealed: &[u8]) -> Option<Secret<Vec<u8>>> {
    open_bound(ring, sealed, &format::canary()).ok().filter(|text| text.expose().starts_with(CANARY_TEXT))
}

fn seal_bound(master: &MasterKey, plaintext: &[u8], bound: &Bound) -> Result<Vec<u8>, VaultError> {
    let data_key = format::data_key()?;
    let wrapped = wrap(master, bound.format, &data_key)?;
    let data = format::encrypt(&format::cipher(data_key.expose())?, plaintext, &bound.bytes)?;
    Ok(Sealed { format: bound.format, master_key_id: master.id(), wrapped: &wrapped, data: &data }.to_bytes())
}

fn open_bound(ring: &Ring, sealed: &[u8], bound: &Bound) -> Result<Secret<Vec<u8>>, VaultError> {
    let sealed = Sealed::parse(sealed).filter(|sealed| sealed.format == bound.format).ok_or(VaultError::Open)?;
    let data_key = unwrap(ring, &sealed)?;
    format::decrypt(&format::cipher(data_key.expose())?, sealed.data, &bound.bytes)
}

/// The same secret under another master key; its own data key and ciphertext stay.
fn rewrap(ring: &Ring, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let sealed = Sealed::parse(sealed).ok_or(VaultError::Open)?;
    let wrapped = wrap(ring.current(), sealed.format, &unwrap(ring, &sealed)?)?;
    Ok(Sealed { master_key_id: ring.current().id(), wrapped: &wrapped, ..sealed }.to_bytes())
}

fn wrap(master: &MasterKey, format: u8, data_key: &Secret<Vec<u8>>) -> Result<Vec<u8>, VaultError> {
    format::encrypt(master.cipher(), data_key.expose(), &format::wrap_binding(format, master.id()))
}

fn unwrap(ring: &Ring, sealed: &Sealed<'_>) -> Result<Secret<Vec<u8>>, VaultError> {
    let master = ring.key(sealed.master_key_id).ok_or(VaultError::Open)?;
    format::decrypt(master.cipher(), sealed.wrapped, &format::wrap_binding(sealed.format, master.id()))
}

#[cfg(test)]
mod tests;
