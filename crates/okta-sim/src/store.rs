//! The data folder: `ca.pem`, `ca-key.pem` and `demo-key.pem`, made at first use.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use crate::{error::SimError, keys::KeyPair, random, tls::Authority};

/// A data folder.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    pub(crate) fn open(folder: &Path) -> Result<Self, SimError> {
        fs::create_dir_all(folder).map_err(|source| SimError::File { path: folder.to_owned(), source })?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The demo key pair.
    pub(crate) fn demo_key(&self) -> Result<KeyPair, SimError> {
        let path = self.folder.join("demo-key.pem");
        let pem = once(&path, || Ok(KeyPair::rsa(2048)?.pem()))?;
        Ok(KeyPair::from_pem(&pem)?)
    }

    /// The certification authority. Its certificate follows from its key.
    pub(crate) fn authority(&self) -> Result<Authority, SimError> {
        let authority = Authority::of(&once(&self.folder.join("ca-key.pem"), Authority::new_key)?)?;
        let path = self.folder.join("ca.pem");
        let certificate = once(&path, || Ok(authority.pem().to_owned()))?;
        if authority.has_certificate(&certificate) {
            return Ok(authority.with_pem(certificate));
        }
        // It belongs to a key that is gone.
        replace(&path, authority.pem()).map_err(|source| SimError::File { path, source })?;
        Ok(authority)
    }
}

/// The text of a private file, made by `make` when there is none. Of two processes that make it at one time, both
/// get what the first wrote.
fn once(path: &Path, make: impl FnOnce() -> Result<String, SimError>) -> Result<String, SimError> {
    let failed = |source| SimError::File { path: path.to_owned(), source };
    match fs::read_to_string(path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let text = make()?;
    let draft = draft_beside(path, &text).map_err(failed)?;
    // A link fails when the name is taken, which a rename would not.
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft).map_err(failed)?;
    match linked {
        Ok(()) => Ok(text),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::read_to_string(path).map_err(failed),
        Err(error) => Err(failed(error)),
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    fs::rename(draft_beside(path, text)?, path)
}

/// A finished file that only its owner may read, in the same folder under a name of its own.
fn draft_beside(path: &Path, text: &str) -> io::Result<PathBuf> {
    let draft = path.with_extension(format!("{}.tmp", random::request_id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(draft)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn of_two_makers_both_get_the_first_ones_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let slow = once(&path, || {
            assert_eq!(once(&path, || Ok("first".to_owned()))?, "first");
            Ok("second".to_owned())
        });
        assert_eq!(slow.unwrap(), "first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn a_new_ca_key_replaces_the_certificate_of_the_lost_one() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let old = store.authority().unwrap().pem().to_owned();
        fs::remove_file(folder.path().join("ca-key.pem")).unwrap();
        let new = store.authority().unwrap().pem().to_owned();
        assert_ne!(old, new);
        assert_eq!(fs::read_to_string(folder.path().join("ca.pem")).unwrap(), new);
    }
}
