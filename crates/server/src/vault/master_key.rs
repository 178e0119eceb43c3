//! The master key and its file.

use super::VaultError;
use super::format::{self, MASTER_KEY_ID_BYTES};
use aws_lc_rs::aead::RandomizedNonceKey;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::Zeroizing;

const BYTES: usize = 32;
/// More than any well-formed file has, so that a wrong path never reads gigabytes.
const MAX_FILE_BYTES: u64 = 1_024;

/// The key that wraps data keys. No `Debug`, `Clone` or way to get its bytes.
pub(super) struct MasterKey {
    cipher: RandomizedNonceKey,
    id: [u8; MASTER_KEY_ID_BYTES],
}

impl MasterKey {
    pub(super) fn new(key: &[u8; BYTES]) -> Result<Self, VaultError> {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"app-connections master key id 1");
        let mut id = [0; MASTER_KEY_ID_BYTES];
        id.copy_from_slice(&tag.as_ref()[..MASTER_KEY_ID_BYTES]);
        Ok(Self { cipher: format::cipher(key)?, id })
    }

    pub(super) fn cipher(&self) -> &RandomizedNonceKey {
        &self.cipher
    }

    /// Tells master keys apart and says nothing else about them.
    pub(super) fn id(&self) -> [u8; MASTER_KEY_ID_BYTES] {
        self.id
    }
}

/// Where the master key lives.
pub(super) struct MasterKeyFile<'a>(&'a Path);

impl<'a> MasterKeyFile<'a> {
    pub(super) fn new(path: &'a Path) -> Self {
        Self(path)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.0.to_owned()
    }

    /// The key, or `None` where there is no file. Looks at the permissions of the very file that it reads.
    pub(super) fn read(&self) -> Result<Option<MasterKey>, VaultError> {
        let file = match File::open(self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.file_error(&error)),
        };
        let metadata = file.metadata().map_err(|error| self.file_error(&error))?;
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(VaultError::Permissions { path: self.path(), mode });
        }
        let mut text = Zeroizing::new(String::new());
        match file.take(MAX_FILE_BYTES).read_to_string(&mut text) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::InvalidData => return Err(self.malformed()),
            Err(error) => return Err(self.file_error(&error)),
        }
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| self.malformed())?);
        let key = <&[u8; BYTES]>::try_from(bytes.as_slice()).map_err(|_| self.malformed())?;
        MasterKey::new(key).map(Some)
    }

    /// Makes the key and its file; where another process was faster, takes that one's.
    pub(super) fn create(&self) -> Result<MasterKey, VaultError> {
        let mut key = Zeroizing::new([0; BYTES]);
        aws_lc_rs::rand::fill(key.as_mut_slice()).map_err(|_| VaultError::Seal)?;
        let text = Zeroizing::new(format!("{}\n", STANDARD.encode(key.as_slice())));
        match self.write_whole(text.as_bytes()) {
            Ok(()) => MasterKey::new(&key),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.read()?.ok_or_else(|| VaultError::Missing { path: self.path() })
            }
            Err(error) => Err(self.file_error(&error)),
        }
    }

    /// The file appears whole, on disk and readable by its owner alone, or not at all.
    fn write_whole(&self, text: &[u8]) -> std::io::Result<()> {
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let draft = folder.join(format!(".master-key-{}", Uuid::new_v4()));
        let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).and_then(|mut file| {
            file.write_all(text)?;
            file.sync_all()?;
            // Unlike a rename, a link never replaces what is there.
            std::fs::hard_link(&draft, self.0)
        });
        let removed = std::fs::remove_file(&draft);
        written?;
        removed?;
        File::open(folder)?.sync_all()
    }

    fn malformed(&self) -> VaultError {
        VaultError::Malformed { path: self.path() }
    }

    fn file_error(&self, error: &std::io::Error) -> VaultError {
        VaultError::File { path: self.path(), reason: error.to_string() }
    }
}
