//! Settings of the key management service that encrypts the master key, where there is one.

use super::error::ConfigError;
use super::source::Source;
use super::variable;
use super::{parse, sign_in};
use url::Url;
use vault::KmsConfig;

pub(super) fn read(source: &Source) -> Result<Option<KmsConfig>, ConfigError> {
    let all = [
        &variable::KMS_URL,
        &variable::KMS_KEY,
        &variable::KMS_MOUNT,
        &variable::KMS_TOKEN_FILE,
        &variable::KMS_CA_FILE,
    ];
    let Some(because) = all.into_iter().find(|variable| source.has(variable)) else { return Ok(None) };
    Ok(Some(KmsConfig {
        url: sign_in::needed(source, &variable::KMS_URL, because, address)?,
        key: sign_in::needed(source, &variable::KMS_KEY, because, name)?,
        mount: source.required(&variable::KMS_MOUNT, path)?,
        token_file: sign_in::needed(source, &variable::KMS_TOKEN_FILE, because, parse::path)?,
        ca_file: source.optional(&variable::KMS_CA_FILE, parse::path)?,
    }))
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
