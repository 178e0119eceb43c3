//! Key pairs: generated, stored, written as JWK (RFC 7517) and PEM (RFC 7468), and used to sign and verify.

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

/// The RSA key that organizations sign access tokens with. It is generated at its first use and kept in memory: a
/// restart makes every token invalid.
pub(crate) fn of_organization(id: &str) -> Result<Arc<KeyPair>, KeyError> {
    cached(&format!("organization {id}"))
}

/// The demo key of simulators without a data folder.
pub(crate) fn in_memory_demo() -> Result<Arc<KeyPair>, KeyError> {
    cached("demo")
}

/// A key whose private half nobody has, to be registered instead of the right one.
pub(crate) fn somebody_elses() -> Result<Arc<KeyPair>, KeyError> {
    cached("somebody else")
}

/// Generating an RSA key takes some 100 ms; one process never needs two for the same purpose.
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
