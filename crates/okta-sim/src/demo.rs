//! Demo values: what a client needs to connect to the demo organization.

use std::{fmt, path::Path};

use serde::Serialize;

use crate::{
    error::SimError,
    keys::{KeyPair, PrivateJwk},
    org::{DEMO_CLIENT_ID, DEMO_HOST, DEMO_SCOPES},
    store::Store,
};

/// The demo organization's values, as `okta-sim demo` prints them. `Debug` shows no key.
#[derive(Clone, Serialize)]
pub struct Demo {
    /// `https://acme-backup-demo.okta.com`.
    pub domain: String,
    /// `0oa` and 17 characters.
    pub client_id: String,
    /// The `kid` of the registered key.
    pub key_id: String,
    /// The private key as JWK.
    pub jwk: PrivateJwk,
    /// The same key as PKCS#8 PEM.
    pub pem: String,
    /// The granted scopes.
    pub scopes: [&'static str; 7],
}

impl Demo {
    /// The values that belong to a data folder; generates a key pair if there is none yet.
    pub fn load(data: &Path) -> Result<Self, SimError> {
        Ok(Self::of(&Store::open(data)?.demo_key()?))
    }

    pub(crate) fn of(key: &KeyPair) -> Self {
        Self {
            domain: format!("https://{DEMO_HOST}"),
            client_id: DEMO_CLIENT_ID.to_owned(),
            key_id: key.key_id(),
            jwk: key.private_jwk().clone(),
            pem: key.pem(),
            scopes: DEMO_SCOPES,
        }
    }
}

impl fmt::Debug for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { domain, client_id, key_id, scopes, .. } = self;
        f.debug_struct("Demo")
            .field("domain", domain)
            .field("client_id", client_id)
            .field("key_id", key_id)
            .field("scopes", scopes)
            .finish_non_exhaustive()
    }
}
