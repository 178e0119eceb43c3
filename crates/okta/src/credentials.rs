//! Credentials: what a connection signs in with.

use crate::{SigningKey, SigningKeyError};
use model::field::{ClientId, KeyId, OktaDomain};

/// An app in an organization, and the key to sign in as it. Without `Debug`, as the key is.
pub struct Credentials {
    /// The organization.
    pub domain: OktaDomain,
    /// The app.
    pub client_id: ClientId,
    /// The key, or why it cannot be used, which the report then says.
    pub key: Result<SigningKey, SigningKeyError>,
    /// The `kid` to sign with; none is fine while the app has one active key.
    pub key_id: Option<KeyId>,
}
