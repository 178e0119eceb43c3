//! The service that closes the master key, where there is one.

use super::error::ConfigError;
use super::source::Source;
use super::variable;
use super::{parse, sign_in};
use std::path::PathBuf;
use url::Url;

/// The transit engine of `HashiCorp` Vault or `OpenBao`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsConfig {
    /// Where the service is; its path ends in `/`.
    pub url: Url,
    /// Which of the engine's keys.
    pub key: String,
    /// Where the engine is mounted.
    pub mount: String,
    /// The file with the token.
    pub token_file: PathBuf,
    /// Extra trusted root certificates (PEM).
    pub ca_file: Option<PathBuf>,
}

impl KmsConfig {
    pub(super) fn read(source: &Source) -> Result<Option<Self>, ConfigError> {
        let all = [
            &variable::KMS_URL,
            &variable::KMS_KEY,
            &variable::KMS_MOUNT,
            &variable::KMS_TOKEN_FILE,
            &variable::KMS_CA_FILE,
        ];
        let Some(because) = all.into_iter().find(|variable| source.has(variable)) else { return Ok(None) };
        Ok(Some(Self {
            url: sign_in::needed(source, &variable::KMS_URL, because, address)?,
            key: sign_in::needed(source, &variable::KMS_KEY, because, name)?,
            mount: source.required(&variable::KMS_MOUNT, path)?,
            token_file: sign_in::needed(source, &variable::KMS_TOKEN_FILE, because, parse::path)?,
            ca_file: source.optional(&variable::KMS_CA_FILE, parse::path)?,
        }))
    }
}

fn address(text: &str) -> Result<Url, String> {
    let url = parse::public_url(text)?;
    if outbound::is_secure_endpoint(&url) { Ok(url) } else { Err("it is not https".to_owned()) }
}

fn name(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if plain && !matches!(text, "" | "." | "..") {
        Ok(text.to_owned())
    } else {
        Err("it has other characters than a name has".to_owned())
    }
}

fn path(text: &str) -> Result<String, String> {
    text.trim_matches('/').split('/').map(name).collect::<Result<Vec<_>, _>>().map(|parts| parts.join("/"))
}
