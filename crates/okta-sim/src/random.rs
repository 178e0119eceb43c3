//! Random and derived identifiers in Okta's formats.

use aws_lc_rs::{digest, rand};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    if rand::fill(&mut out).is_err() {
        tracing::error!("the system's random number generator failed");
    }
    out
}

/// `x-okta-request-id`: 32 lower-case hexadecimal digits.
pub(crate) fn request_id() -> String {
    hex(&bytes::<16>())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// `errorId`: `oae` and 22 characters.
pub(crate) fn error_id() -> String {
    format!("oae{}", URL_SAFE_NO_PAD.encode(bytes::<16>()))
}

/// An Okta object id: the three-character prefix of its type and 17 characters derived from `seed`, so that the same
/// organization has the same ids at each start.
pub(crate) fn object_id(prefix: &str, seed: &str) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{prefix}|{seed}").as_bytes());
    let tail = hash.as_ref().iter().take(17).map(|byte| char::from(BASE62[usize::from(*byte) % BASE62.len()]));
    prefix.chars().chain(tail).collect()
}
