//! Vault configuration: the master key's file, and the key management service.

use std::path::PathBuf;
use url::Url;

/// Where the master key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The file with the master key.
    pub master_key_file: PathBuf,
    /// The key management service that encrypts the master key, where there is one.
    pub kms: Option<KmsConfig>,
}

/// The transit engine of `HashiCorp` Vault or `OpenBao`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsConfig {
    /// The address of the service; its path ends in `/`.
    pub url: Url,
    /// The name of the engine's key.
    pub key: String,
    /// Where the engine is mounted.
    pub mount: String,
    /// The file with the token.
    pub token_file: PathBuf,
    /// Extra trusted root certificates (PEM).
    pub ca_file: Option<PathBuf>,
}
