//! Secret files: what a file holds that an operator keeps a secret in.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use zeroize::Zeroizing;

/// The most bytes that are read, so that a wrong path never reads gigabytes.
const MAX_BYTES: u64 = 4_096;

/// The text of the file, unless everyone on this machine may read or write it.
pub fn read_secret(path: &Path) -> Result<Zeroizing<String>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mode = file.metadata().map_err(|error| error.to_string())?.permissions().mode() & 0o7777;
    if mode & 0o007 != 0 {
        return Err(format!("everyone can read or write it (mode {mode:04o}); run chmod 600 on it"));
    }
    let mut text = Zeroizing::new(String::new());
    file.take(MAX_BYTES).read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}
