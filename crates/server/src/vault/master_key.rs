//! The master key and its file.

use super::format::{self, MASTER_KEY_ID_BYTES};
use super::keeper::{Keepers, Trouble, lies_open};
use super::{VaultError, access};
use crate::owner;
use aws_lc_rs::aead::RandomizedNonceKey;
use aws_lc_rs::hmac;
use model::secret::Secret;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(super) const BYTES: usize = 32;
/// More than any well-formed file has, so that a wrong path never reads gigabytes.
const MAX_FILE_BYTES: u64 = 2_048;
/// The present key and, during a rotation, after it the new one.
const MAX_KEYS: usize = 2;

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

/// Where the master key lives: one line that a [`Keepers`] made; during a rotation a second one, the new key.
pub(super) struct MasterKeyFile<'a> {
    path: &'a Path,
    keepers: &'a Keepers,
}

impl<'a> MasterKeyFile<'a> {
    pub(super) fn new(path: &'a Path, keepers: &'a Keepers) -> Self {
        Self { path, keepers }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.path.to_owned()
    }

    /// Refuses other rotations for as long as the answer is kept.
    pub(super) fn alone(&self) -> Result<RotationLock, VaultError> {
        let there = File::open(self.path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => VaultError::Missing { path: self.path() },
            _ => self.file_error(&error),
        })?;
        if !there.metadata().is_ok_and(|metadata| owner::may_replace(&metadata)) {
            let reason = owner::hint(self.path).unwrap_or_default();
            return Err(VaultError::File { path: self.path(), reason });
        }
        let path = self.folder().join(".master-key-rotation");
        let open = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = open.map_err(|error| self.file_error(&error))?;
        // Left behind by a killed process of root, it must not keep the key's owner out.
        owner::keep(&there, &file).map_err(|error| self.file_error(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(RotationLock { _file: file, path }),
            Err(TryLockError::WouldBlock) => {
                Err(VaultError::File { path: self.path(), reason: "another rotation is under way".to_owned() })
            }
            Err(TryLockError::Error(error)) => Err(self.file_error(&error)),
        }
    }

    /// Looks at the file as far as that is possible without asking a service; that there is none is no fault.
    pub(super) fn check(&self) -> Result<(), VaultError> {
        let Some(text) = self.read_text()? else { return self.check_folder() };
        let lines: Vec<_> = text.expose().lines().collect();
        if lines.is_empty() || lines.len() > MAX_KEYS {
            return Err(self.malformed());
        }
        lines.iter().try_for_each(|line| self.keepers.check(line.trim())).map_err(|trouble| self.trouble(trouble))
    }

    /// Whether a key lies in it as it is.
    pub(super) fn lies_open(&self) -> bool {
        let text = self.read_text().ok().flatten();
        text.is_some_and(|text| text.expose().lines().any(|line| lies_open(line.trim())))
    }

    /// Whether a key can be made there.
    fn check_folder(&self) -> Result<(), VaultError> {
        owner::check_folder(self.folder()).map_err(|reason| VaultError::File { path: self.path(), reason })
    }

    /// The keys, oldest first, or `None` where there is no file.
    pub(super) async fn read(&self) -> Result<Option<Vec<MasterKey>>, VaultError> {
        let Some(text) = self.read_text()? else { return Ok(None) };
        let mut keys = Vec::new();
        for line in text.expose().lines().take(MAX_KEYS + 1) {
            keys.push(self.parse(line).await?);
        }
        if keys.is_empty() || keys.len() > MAX_KEYS { Err(self.malformed()) } else { Ok(Some(keys)) }
    }

    /// Makes the key and its file; where another process was faster, takes that one's.
    pub(super) async fn create(&self) -> Result<MasterKey, VaultError> {
        owner::refuse_foreign_folder(self.folder()).map_err(|reason| VaultError::File { path: self.path(), reason })?;
        let line = self.new_line().await?;
        // Unlike a rename, a link never replaces what is there.
        match self.write_whole(line.expose().as_bytes(), None, |draft| std::fs::hard_link(draft, self.path)) {
            Ok(()) => self.parse(line.expose()).await,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let keys = self.read().await?;
                keys.and_then(|mut keys| keys.pop()).ok_or_else(|| VaultError::Missing { path: self.path() })
            }
            Err(error) => Err(self.file_error(&error)),
        }
    }

    /// Writes a new key below the one that is there.
    pub(super) async fn add_key(&self) -> Result<Vec<MasterKey>, VaultError> {
        let text = self.read_text()?.ok_or_else(|| VaultError::Missing { path: self.path() })?;
        let both = Zeroizing::new(format!("{}\n{}", text.expose().trim_end(), self.new_line().await?.expose()));
        self.replace(&both, self.path)?;
        self.read().await?.ok_or_else(|| VaultError::Missing { path: self.path() })
    }

    /// Leaves the new key alone in the file; gives where the old one is kept.
    pub(super) async fn drop_old_key(&self) -> Result<PathBuf, VaultError> {
        let text = self.read_text()?.ok_or_else(|| VaultError::Missing { path: self.path() })?;
        let (old, new) = text.expose().trim_end().split_once('\n').ok_or_else(|| self.malformed())?;
        let number = u64::from_be_bytes(self.parse(old).await?.id());
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".before-{number:016x}"));
        let kept = self.path.with_file_name(name);
        let old = Zeroizing::new(format!("{}\n", old.trim()));
        MasterKeyFile { path: &kept, keepers: self.keepers }.replace(&old, self.path)?;
        self.replace(&Zeroizing::new(format!("{}\n", new.trim())), self.path)?;
        Ok(kept)
    }

    /// What the file says. Looks at the permissions of the very file that it reads.
    fn read_text(&self) -> Result<Option<Secret<String>>, VaultError> {
        let file = match File::open(self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.file_error(&error)),
        };
        let metadata = file.metadata().map_err(|error| self.file_error(&error))?;
        if !access::is_private(&file, &metadata) {
            let mode = metadata.permissions().mode() & 0o7777;
            return Err(VaultError::Permissions { path: self.path(), mode });
        }
        let mut text = Zeroizing::new(String::new());
        match file.take(MAX_FILE_BYTES).read_to_string(&mut text) {
            Ok(_) => Ok(Some(text.into())),
            Err(error) if error.kind() == ErrorKind::InvalidData => Err(self.malformed()),
            Err(error) => Err(self.file_error(&error)),
        }
    }

    async fn parse(&self, line: &str) -> Result<MasterKey, VaultError> {
        let bytes = self.keepers.open(line.trim()).await.map_err(|trouble| self.trouble(trouble))?;
        MasterKey::new(<&[u8; BYTES]>::try_from(bytes.expose().as_slice()).map_err(|_| self.malformed())?)
    }

    /// A new key as the file writes it.
    async fn new_line(&self) -> Result<Secret<String>, VaultError> {
        let mut key = Zeroizing::new(vec![0; BYTES]);
        aws_lc_rs::rand::fill(&mut key).map_err(|_| VaultError::Seal)?;
        let line = self.keepers.close(&key.into()).await.map_err(|trouble| self.trouble(trouble))?;
        Ok(Secret::new(format!("{}\n", line.expose())))
    }

    fn trouble(&self, trouble: Trouble) -> VaultError {
        match trouble {
            Trouble::Malformed => self.malformed(),
            Trouble::Service(error) => VaultError::Kms(error),
        }
    }

    /// The new file belongs to whom another one does, usually the one that it replaces.
    fn replace(&self, text: &str, like: &Path) -> Result<(), VaultError> {
        let written = self.write_whole(text.as_bytes(), Some(like), |draft| std::fs::rename(draft, self.path));
        written.map_err(|error| self.file_error(&error))
    }

    /// The file appears whole, on disk and readable by its owner alone or as the other one is, or not at all.
    fn write_whole(
        &self,
        text: &[u8],
        like: Option<&Path>,
        publish: impl Fn(&Path) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let folder = self.folder();
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let draft = folder.join(format!(".master-key-{}", Uuid::new_v4()));
        let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).and_then(|mut file| {
            file.write_all(text)?;
            if let Some(like) = like {
                owner::keep(&File::open(like)?, &file)?;
            }
            file.sync_all()?;
            publish(&draft)
        });
        let removed = std::fs::remove_file(&draft);
        written?;
        // A rename has taken it away already.
        removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
        File::open(folder)?.sync_all()
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    fn malformed(&self) -> VaultError {
        VaultError::Malformed { path: self.path() }
    }

    fn file_error(&self, error: &std::io::Error) -> VaultError {
        let hint = Some(error).filter(|error| error.kind() == ErrorKind::PermissionDenied);
        let reason = match hint.and_then(|_| owner::hint(self.path)) {
            Some(hint) => format!("{error}; {hint}"),
            None => error.to_string(),
        };
        VaultError::File { path: self.path(), reason }
    }
}

/// Taken for one rotation; the kernel lets it go when the process is killed.
pub(super) struct RotationLock {
    _file: File,
    path: PathBuf,
}

impl Drop for RotationLock {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "the mark of a rotation could not be removed");
        }
    }
}
