//! In what form the master key lies in its file: as it is, or closed by a key management service that alone can open it.
//! A line of the file tells which, so that a rotation can lead from one to the other.

mod in_file;
mod transit;

pub use transit::TransitError;
pub(super) use transit::read_token;

use super::VaultError;
use crate::config::Config;
use async_trait::async_trait;
use in_file::InFile;
use model::secret::Secret;
use transit::Transit;

/// What makes a line of the master key's file, and reads it.
#[async_trait]
pub(super) trait Keeper: Send + Sync {
    /// The line for a key.
    async fn close(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, Trouble>;

    /// The key of a line that [`Keeper::is_mine`].
    async fn open(&self, line: &str) -> Result<Secret<Vec<u8>>, Trouble>;

    /// Whether this one made the line.
    fn is_mine(&self, line: &str) -> bool;
}

/// Why a line could not be made or read.
pub(super) enum Trouble {
    /// It is no line of this kind.
    Malformed,
    /// The service did not do it.
    Service(TransitError),
}

/// Those that the configuration knows. The first one makes new lines.
pub(super) struct Keepers(Vec<Box<dyn Keeper>>);

impl Keepers {
    pub(super) fn of(config: &Config) -> Result<Self, VaultError> {
        let transit = config.kms.as_ref().map(Transit::new).transpose().map_err(VaultError::Kms)?;
        let transit = transit.map(|transit| Box::new(transit) as Box<dyn Keeper>);
        Ok(Self(transit.into_iter().chain([Box::new(InFile) as Box<dyn Keeper>]).collect()))
    }

    /// The same, where new lines hold the key as it is.
    #[must_use]
    pub(super) fn into_file(mut self) -> Self {
        self.0.reverse();
        self
    }

    pub(super) async fn close(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, Trouble> {
        let first = self.0.first().ok_or(Trouble::Malformed)?;
        first.close(key).await
    }

    /// Whether the line may be one of ours; one that is closed is not opened for that.
    pub(super) fn check(&self, line: &str) -> Result<(), Trouble> {
        match self.0.iter().any(|keeper| keeper.is_mine(line)) {
            true if lies_open(line) => in_file::read(line).map(drop),
            true => Ok(()),
            false => Err(Trouble::Service(TransitError::NotConfigured)),
        }
    }

    pub(super) async fn open(&self, line: &str) -> Result<Secret<Vec<u8>>, Trouble> {
        match self.0.iter().find(|keeper| keeper.is_mine(line)) {
            Some(keeper) => keeper.open(line).await,
            None if transit::made(line) => Err(Trouble::Service(TransitError::NotConfigured)),
            None => Err(Trouble::Malformed),
        }
    }
}

/// Whether the line is the key itself.
pub(super) fn lies_open(line: &str) -> bool {
    !transit::made(line)
}
