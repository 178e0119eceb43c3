//! The fixed admin token that an operator puts into a file.

use super::secret::sha256;
use super::{AuthError, Principal, Via};
use model::permission::Role;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const MIN_CHARS: usize = 32;
const MAX_BYTES: u64 = 4_096;

/// The hash of the fixed admin token.
pub(super) struct AdminToken(Vec<u8>);

impl AdminToken {
    pub(super) fn read(path: &Path) -> Result<Self, AuthError> {
        let refuse = |problem: String| AuthError::AdminTokenFile { path: path.to_owned(), problem };
        let text = secret_file(path).map_err(refuse)?;
        let token = text.trim();
        if token.chars().count() < MIN_CHARS {
            return Err(refuse(format!("the token is too short; it needs at least {MIN_CHARS} characters")));
        }
        if !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(refuse("the token has white space or characters outside ASCII; remove them".to_owned()));
        }
        Ok(Self(sha256(token)))
    }

    /// Compares hashes in constant time: neither the token nor where it differs shows in how long this takes.
    pub(super) fn is(&self, token: &str) -> bool {
        self.0.ct_eq(&sha256(token)).into()
    }

    pub(super) fn principal() -> Principal {
        Principal {
            name: "admin-token-file".to_owned(),
            subject: "admin-token-file".to_owned(),
            role: Role::Admin,
            via: Via::AdminTokenFile,
            expires_at: None,
            address: None,
        }
    }
}

/// What a file holds that an operator keeps a secret in.
pub(crate) fn secret_file(path: &Path) -> Result<Zeroizing<String>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mode = file.metadata().map_err(|error| error.to_string())?.permissions().mode() & 0o7777;
    if mode & 0o007 != 0 {
        return Err(format!("everybody may read or write it (mode {mode:04o}); run chmod 600 on it"));
    }
    let mut text = Zeroizing::new(String::new());
    file.take(MAX_BYTES).read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}
