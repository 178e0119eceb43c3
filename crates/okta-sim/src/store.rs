//! The data folder: `ca.pem`, `ca-key.pem` and `demo-key.der`, made at first use.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use crate::{error::SimError, keys::KeyPair, random, tls::Authority};

/// A certificate for another server that a test needs, and its private key, as PEM: of the data folder's CA, so that
/// whoever trusts the simulator trusts that server.
pub fn certificate(data: &Path, host: &str) -> Result<String, SimError> {
    Store::open(data)?.authority()?.certificate(host)
}

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

    /// The demo key pair. Not as text: who looks for a leaked key among the console's files beside it shall find none.
    pub(crate) fn demo_key(&self) -> Result<KeyPair, SimError> {
        let der = once(&self.folder.join("demo-key.der"), || Ok(KeyPair::rsa(2048)?.der().to_vec()))?;
        Ok(KeyPair::from_der(der)?)
    }

    /// The certification authority. Its certificate follows from its key.
    pub(crate) fn authority(&self) -> Result<Authority, SimError> {
        let authority = Authority::of(&text_once(&self.folder.join("ca-key.pem"), Authority::new_key)?)?;
        let path = self.folder.join("ca.pem");
        let certificate = text_once(&path, || Ok(authority.pem().to_owned()))?;
        if authority.has_certificate(&certificate) {
            return Ok(authority.with_pem(certificate));
        }
        // It belongs to a key that is gone.
        replace(&path, authority.pem()).map_err(|source| SimError::File { path, source })?;
        Ok(authority)
    }
}

fn text_once(path: &Path, make: impl FnOnce() -> Result<String, SimError>) -> Result<String, SimError> {
    let bytes = once(path, || Ok(make()?.into_bytes()))?;
    let not_text = |_| SimError::File { path: path.to_owned(), source: ErrorKind::InvalidData.into() };
    String::from_utf8(bytes).map_err(not_text)
}

/// The content of a private file, made by `make` when there is none. Of two processes that make it at one time, both
/// get what the first wrote.
fn once(path: &Path, make: impl FnOnce() -> Result<Vec<u8>, SimError>) -> Result<Vec<u8>, SimError> {
    let failed = |source| SimError::File { path: path.to_owned(), source };
    match fs::read(path) {
        Ok(content) => return Ok(content),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let content = make()?;
    let draft = draft_beside(path, &content).map_err(failed)?;
    // A link fails when the name is taken, which a rename would not.
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft).map_err(failed)?;
    match linked {
        Ok(()) => Ok(content),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::read(path).map_err(failed),
        Err(error) => Err(failed(error)),
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    fs::rename(draft_beside(path, text.as_bytes())?, path)
}

/// A finished file that only its owner may read, in the same folder under a name of its own.
fn draft_beside(path: &Path, content: &[u8]) -> io::Result<PathBuf> {
    let draft = path.with_extension(format!("{}.tmp", random::request_id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(draft)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn of_two_makers_both_get_what_the_first_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let slow = once(&path, || {
            assert_eq!(once(&path, || Ok(b"first".to_vec()))?, b"first");
            Ok(b"second".to_vec())
        });
        assert_eq!(slow.unwrap(), b"first");
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
