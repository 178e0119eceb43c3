//! Transit provider: the transit engine of `HashiCorp` Vault and of `OpenBao`, whose own key never leaves it.
//! Source: their HTTP API, "Transit secrets engine", encrypt and decrypt.

use super::provider::{KeyEncryptionProvider, ProviderError};
use super::transit_error::TransitError;
use crate::config::KmsConfig;
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use files::read_secret;
use model::secret::Secret;
use outbound::{Client, TrustedRequest};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use url::Url;
use zeroize::Zeroizing;

/// How a ciphertext of the engine begins; the version of its key follows.
const MARK: &str = "vault:v";
/// Encrypted together with the key: a ciphertext that was made for anything else does not open as a master key.
const ASSOCIATED: &str = "app-connections master key 1";
/// More than any ciphertext of a master key has.
const MAX_LINE: usize = 512;

/// Whether the engine made this line.
pub(super) fn recognizes(line: &str) -> bool {
    line.starts_with(MARK)
}

pub(super) struct Transit {
    client: Client,
    url: Url,
    mount: String,
    key: String,
    token_file: PathBuf,
}

#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

#[derive(Deserialize)]
struct Encrypted {
    ciphertext: String,
}

#[derive(Deserialize)]
struct Decrypted {
    plaintext: Secret<String>,
}

impl Transit {
    pub(super) fn new(config: &KmsConfig) -> Result<Self, TransitError> {
        let bad = |path: &PathBuf, problem: String| TransitError::File {
            name: "APPCONN_KMS_CA_FILE",
            path: path.clone(),
            problem,
        };
        let read = |path: &PathBuf| std::fs::read(path).map_err(|error| bad(path, error.to_string()));
        let extra_roots_pem = config.ca_file.as_ref().map(read).transpose()?;
        let client = Client::new(outbound::Config { extra_roots_pem, ..outbound::Config::default() });
        let client = client.map_err(|error| bad(&config.ca_file.clone().unwrap_or_default(), error.to_string()))?;
        let (url, mount, key) = (config.url.clone(), config.mount.clone(), config.key.clone());
        Ok(Self { client, url, mount, key, token_file: config.token_file.clone() })
    }

    async fn ask<T: for<'de> Deserialize<'de>>(&self, action: &str, body: Value) -> Result<T, TransitError> {
        let path = format!("{}/{action}/{}", self.mount, self.key);
        let host = self.url.host_str().unwrap_or_default().to_owned();
        let mut url = self.url.clone();
        url.set_path(&format!("{}v1/{path}", self.url.path()));
        // Read each time: an agent of the service renews it.
        let token = read_token(&self.token_file)?;
        let authorization = Some(Zeroizing::new(format!("Bearer {}", token.trim())));
        let json = Some(Zeroizing::new(body.to_string().into_bytes()));
        let request = TrustedRequest { url: &url, authorization, form: None, json };
        let answer = match self.client.send_trusted(&request).await {
            Ok(answer) => answer,
            Err(error) => return Err(TransitError::Unreachable { host, cause: error.to_string() }),
        };
        match answer.status {
            200 => match serde_json::from_slice::<Answer<T>>(&answer.body) {
                Ok(answer) => Ok(answer.data),
                Err(_) => Err(TransitError::Status { host, path, status: 200 }),
            },
            400 if holds(&answer.body, NO_SUCH_KEY) => Err(TransitError::Missing { host, path }),
            400 if action == DECRYPT => Err(TransitError::OtherKey { host, path }),
            400 => Err(TransitError::Unfit { host, path }),
            403 => Err(TransitError::Denied { host, path }),
            404 => Err(TransitError::Missing { host, path }),
            503 => Err(TransitError::Sealed { host }),
            status => Err(TransitError::Status { host, path, status }),
        }
    }
}

/// The token that is in the file now.
pub(crate) fn read_token(path: &Path) -> Result<Zeroizing<String>, TransitError> {
    let file = |problem| TransitError::File { name: "APPCONN_KMS_TOKEN_FILE", path: path.to_owned(), problem };
    read_secret(path).map_err(file)
}

const ENCRYPT: &str = "encrypt";
const DECRYPT: &str = "decrypt";
/// What the engine answers where a mount is right and a key is not.
const NO_SUCH_KEY: &str = "encryption key not found";

fn holds(body: &[u8], words: &str) -> bool {
    body.windows(words.len()).any(|window| window == words.as_bytes())
}

#[async_trait]
impl KeyEncryptionProvider for Transit {
    async fn wrap(&self, key: &Secret<Vec<u8>>) -> Result<Secret<String>, ProviderError> {
        let body = json!({"plaintext": STANDARD.encode(key.expose()), "associated_data": STANDARD.encode(ASSOCIATED)});
        let encrypted: Encrypted = self.ask(ENCRYPT, body).await.map_err(ProviderError::Service)?;
        let is_line = recognizes(&encrypted.ciphertext)
            && encrypted.ciphertext.len() <= MAX_LINE
            && encrypted.ciphertext.bytes().all(|byte| byte.is_ascii_graphic());
        if is_line { Ok(encrypted.ciphertext.into()) } else { Err(ProviderError::Malformed) }
    }

    async fn unwrap(&self, line: &str) -> Result<Secret<Vec<u8>>, ProviderError> {
        let body = json!({"ciphertext": line, "associated_data": STANDARD.encode(ASSOCIATED)});
        let decrypted: Decrypted = self.ask(DECRYPT, body).await.map_err(ProviderError::Service)?;
        STANDARD.decode(decrypted.plaintext.expose()).map(Secret::new).map_err(|_| ProviderError::Malformed)
    }

    fn recognizes(&self, line: &str) -> bool {
        recognizes(line)
    }
}
