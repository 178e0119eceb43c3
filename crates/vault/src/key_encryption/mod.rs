//! Key encryption providers: in what form the master key is in its file, as it is or encrypted by a key management service.
//! A line of the file tells which provider made it, so that a rotation can lead from one to the other.

mod plain_file;
mod provider;
mod transit;
mod transit_error;

pub(crate) use provider::ProviderError;
pub(crate) use transit::read_token;
pub use transit_error::TransitError;

use crate::config::Config;
use crate::error::VaultError;
use model::secret::Secret;
use plain_file::PlainFile;
use provider::KeyEncryptionProvider;
use transit::Transit;

/// The providers of the configuration. The first one makes new lines.
pub(crate) struct Providers(Vec<Box<dyn KeyEncryptionProvider>>);

impl Providers {
    pub(crate) fn of(config: &Config) -> Result<Self, VaultError> {
        let transit = config.kms.as_ref().map(Transit::new).transpose().map_err(VaultError::Kms)?;
        let transit = transit.map(|transit| Box::new(transit) as Box<dyn KeyEncryptionProvider>);
        Ok(Self(transit.into_iter().chain([Box::new(PlainFile) as Box<dyn KeyEncryptionProvider>]).collect()))
    }

    /// The same, where new lines hold the key as it is.
    #[must_use]
    pub(crate) fn into_file(mut self) -> Self {
        self.0.reverse();
        self
    }

    pub(crate) async fn wrap(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, ProviderError> {
        let first = self.0.first().ok_or(ProviderError::Malformed)?;
        first.wrap(key).await
    }

    /// Whether a provider of the configuration made the line; a service is not asked for that.
    pub(crate) fn check(&self, line: &str) -> Result<(), ProviderError> {
        match self.0.iter().any(|provider| provider.recognizes(line)) {
            true if is_plain(line) => plain_file::read(line).map(drop),
            true => Ok(()),
            false => Err(ProviderError::Service(TransitError::NotConfigured)),
        }
    }

    pub(crate) async fn unwrap(&self, line: &str) -> Result<Secret<Vec<u8>>, ProviderError> {
        match self.0.iter().find(|provider| provider.recognizes(line)) {
            Some(provider) => provider.unwrap(line).await,
            None if transit::recognizes(line) => Err(ProviderError::Service(TransitError::NotConfigured)),
            None => Err(ProviderError::Malformed),
        }
    }
}

/// Whether the line is the key itself, which no service encrypted.
pub(crate) fn is_plain(line: &str) -> bool {
    !transit::recognizes(line)
}
