//! The interface of a key encryption provider.

use super::transit_error::TransitError;
use async_trait::async_trait;
use model::secret::Secret;

/// Encrypts the master key for its file, and decrypts it: a line of the file is what it made.
#[async_trait]
pub(crate) trait KeyEncryptionProvider: Send + Sync {
    /// The line for a key.
    async fn wrap(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, ProviderError>;

    /// The key of a line that it [recognizes](KeyEncryptionProvider::recognizes).
    async fn unwrap(&self, line: &str) -> Result<Secret<Vec<u8>>, ProviderError>;

    /// Whether this provider made the line.
    fn recognizes(&self, line: &str) -> bool;
}

/// Why a line could not be made or read.
pub(crate) enum ProviderError {
    /// The line is none of this kind.
    Malformed,
    /// The service did not do it.
    Service(TransitError),
}
