//! Bindings (associated data): what a secret belongs to.

use store::ConnectionRecord;
use uuid::Uuid;

/// What a secret belongs to. It opens only with the very same values, so that a secret moved to another row, or a row
/// pointed at another organization, never signs anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding<'a> {
    /// The private key of a connection.
    Connection {
        /// The connection.
        id: Uuid,
        /// Which of the connection's secrets, from 1; 0 for one that the first release sealed, which counted none.
        secret_version: u32,
        /// `https://{host}`.
        domain: &'a str,
        /// The app's client ID.
        client_id: &'a str,
        /// RFC 7638 thumbprint of the public key.
        thumbprint: &'a str,
    },
    /// A key pair that no connection uses yet.
    GeneratedKey {
        /// The key pair.
        id: Uuid,
        /// RFC 7638 thumbprint of the public key.
        thumbprint: &'a str,
    },
}

impl<'a> Binding<'a> {
    /// What the key that is stored with this connection was sealed to; `id` is the connection's.
    pub fn of_stored(id: Uuid, record: &'a ConnectionRecord) -> Self {
        let settings = &record.connection.settings;
        Self::Connection {
            id,
            secret_version: record.secret_version,
            domain: &settings.domain,
            client_id: &settings.client_id,
            thumbprint: &settings.key.thumbprint,
        }
    }
}
