//! Key pairs: made, kept, written as JWK (RFC 7517) and PEM (RFC 7468), and used to sign and verify.

mod der;
mod jwk;
mod pair;

pub(crate) use self::jwk::Algorithm;
pub use self::{
    jwk::{Curve, PrivateJwk, PublicJwk},
    pair::{KeyError, KeyPair},
};

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The RSA key that an organization signs its access tokens with. Made at its first use and the same
/// for the life of the process: a restart makes every token invalid.
pub(crate) fn of_organization(id: &str) -> Result<Arc<KeyPair>, KeyError> {
    cached(&format!("organization {id}"))
}

/// The demo key of simulators that keep nothing on disk.
pub(crate) fn in_memory_demo() -> Result<Arc<KeyPair>, KeyError> {
    cached("demo")
}

/// A key that nobody holds, to be registered in the place of the right one.
pub(crate) fn somebody_elses() -> Result<Arc<KeyPair>, KeyError> {
    cached("somebody else")
}

/// RSA keys cost some 100 ms each; one process never needs two for the same purpose.
fn cached(purpose: &str) -> Result<Arc<KeyPair>, KeyError> {
    static KEYS: Mutex<Option<HashMap<String, Arc<KeyPair>>>> = Mutex::new(None);
    let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    let keys = keys.get_or_insert_default();
    if let Some(key) = keys.get(purpose) {
        return Ok(Arc::clone(key));
    }
    let key = Arc::new(KeyPair::rsa(2048)?);
    keys.insert(purpose.to_owned(), Arc::clone(&key));
    Ok(key)
}
