//! The master key's file: reading it, creating it, replacing the key in it.

use crate::error::VaultError;
use crate::key_encryption::{ProviderError, Providers, is_plain};
use crate::master_key::{BYTES, MasterKey};
use files::{acl, owner};
use model::secret::Secret;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::Zeroizing;

/// More than any well-formed file has, so that a wrong path never reads gigabytes.
const MAX_FILE_BYTES: u64 = 2_048;
/// The present key and, during a rotation, after it the new one.
const MAX_KEYS: usize = 2;

/// The file: one line that a key encryption provider made; during a rotation a second one, the new key.
pub(crate) struct MasterKeyFile<'a> {
    path: &'a Path,
    providers: &'a Providers,
}

impl<'a> MasterKeyFile<'a> {
    pub(crate) fn new(path: &'a Path, providers: &'a Providers) -> Self {
        Self { path, providers }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.path.to_owned()
    }

    /// Refuses other rotations for as long as the answer is kept.
    pub(crate) fn lock_rotation(&self) -> Result<RotationLock, VaultError> {
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
    pub(crate) fn check(&self) -> Result<(), VaultError> {
        let Some(text) = self.read_text()? else { return self.check_folder() };
        let lines: Vec<_> = text.expose().lines().collect();
        if lines.is_empty() || lines.len() > MAX_KEYS {
            return Err(self.malformed());
        }
        lines.iter().try_for_each(|line| self.providers.check(line.trim())).map_err(|error| self.provider_error(error))
    }

    /// Whether it holds a key that no service encrypted.
    pub(crate) fn holds_plain_key(&self) -> bool {
        let text = self.read_text().ok().flatten();
        text.is_some_and(|text| text.expose().lines().any(|line| is_plain(line.trim())))
    }

    /// Whether a key can be made there.
    fn check_folder(&self) -> Result<(), VaultError> {
        owner::check_folder(self.folder()).map_err(|reason| VaultError::File { path: self.path(), reason })
    }

    /// The keys, oldest first, or `None` where there is no file.
    pub(crate) async fn read(&self) -> Result<Option<Vec<MasterKey>>, VaultError> {
        let Some(text) = self.read_text()? else { return Ok(None) };
        let mut keys = Vec::new();
        for line in text.expose().lines().take(MAX_KEYS + 1) {
            keys.push(self.parse(line).await?);
        }
        if keys.is_empty() || keys.len() > MAX_KEYS { Err(self.malformed()) } else { Ok(Some(keys)) }
    }

    /// Makes the key and its file; where another process was faster, takes that one's.
    pub(crate) async fn create(&self) -> Result<MasterKey, VaultError> {
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
    pub(crate) async fn add_key(&self) -> Result<Vec<MasterKey>, VaultError> {
        let text = self.read_text()?.ok_or_else(|| VaultError::Missing { path: self.path() })?;
        let both = Zeroizing::new(format!("{}\n{}", text.expose().trim_end(), self.new_line().await?.expose()));
        self.replace(&both, self.path)?;
        self.read().await?.ok_or_else(|| VaultError::Missing { path: self.path() })
    }

    /// Leaves the new key alone in the file; gives where the old one is kept.
    pub(crate) async fn drop_old_key(&self) -> Result<PathBuf, VaultError> {
        let text = self.read_text()?.ok_or_else(|| VaultError::Missing { path: self.path() })?;
        let (old, new) = text.expose().trim_end().split_once('\n').ok_or_else(|| self.malformed())?;
        let number = u64::from_be_bytes(self.parse(old).await?.id());
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".before-{number:016x}"));
        let kept = self.path.with_file_name(name);
        let old = Zeroizing::new(format!("{}\n", old.trim()));
        MasterKeyFile { path: &kept, providers: self.providers }.replace(&old, self.path)?;
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
        if !acl::is_private(&file, &metadata) {
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
        let bytes = self.providers.unwrap(line.trim()).await.map_err(|error| self.provider_error(error))?;
        MasterKey::new(<&[u8; BYTES]>::try_from(bytes.expose().as_slice()).map_err(|_| self.malformed())?)
    }

    /// A new key as the file writes it.
    async fn new_line(&self) -> Result<Secret<String>, VaultError> {
        let mut key = Zeroizing::new(vec![0; BYTES]);
        aws_lc_rs::rand::fill(&mut key).map_err(|_| VaultError::Seal)?;
        let line = self.providers.wrap(&key.into()).await.map_err(|error| self.provider_error(error))?;
        Ok(Secret::new(format!("{}\n", line.expose())))
    }

    fn provider_error(&self, error: ProviderError) -> VaultError {
        match error {
            ProviderError::Malformed => self.malformed(),
            ProviderError::Service(error) => VaultError::Kms(error),
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
pub(crate) struct RotationLock {
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
