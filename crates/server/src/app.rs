//! Application state: the parts of the running server, and how it starts.

use crate::audit_log::AuditWriter;
use crate::auth::oidc::Oidc;
use crate::auth::{Auth, AuthError};
use crate::clock::Clock;
use crate::config::Config;
use crate::limits::Limits;
use crate::metrics::Due;
use crate::readiness::Readiness;
use crate::signing_key::SigningKeys;
use crate::verifier::Verifier;
use okta::Okta;
use outbound::{Client, ConfigError};
use std::path::PathBuf;
use std::sync::Arc;
use store::{Store, StoreError};
use vault::{Vault, VaultError};

/// The state of the server. Handlers pass on to other functions the parts that those need.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Arc<dyn Store>,
    /// Seals and opens private keys.
    pub vault: Arc<Vault>,
    /// The client for Okta organizations.
    pub okta: Okta,
    /// Authenticates callers.
    pub auth: Arc<Auth>,
    /// The provider that people sign in with, where there is one.
    pub(crate) oidc: Option<Arc<Oidc>>,
    /// The configuration.
    pub config: Arc<Config>,
    /// The clock.
    pub clock: Clock,
    /// Rate and concurrency limits.
    pub(crate) limits: Arc<Limits>,
    /// When the connections were last counted, for the metrics.
    pub(crate) counted: Arc<Due>,
    /// The readiness probe.
    pub(crate) readiness: Arc<Readiness>,
}

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error("cannot open the database: {0}")]
    Store(#[from] StoreError),
    /// The master key.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Tokens and sessions.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// The HTTP client.
    #[error(transparent)]
    Client(#[from] ConfigError),
    /// A file of root certificates cannot be read.
    #[error("{setting}: cannot read {path}: {error}")]
    CaFile {
        /// Which setting names it.
        setting: &'static str,
        /// The file.
        path: String,
        /// The reason.
        error: std::io::Error,
    },
    /// A file of root certificates cannot be used.
    #[error("{setting} {path}: {error}")]
    Certificates {
        /// Which setting names it.
        setting: &'static str,
        /// The file.
        path: String,
        /// The reason.
        error: ConfigError,
    },
}

impl App {
    /// Writes the audit log.
    pub(crate) fn audit(&self) -> AuditWriter {
        AuditWriter::new(self.store.clone(), self.clock.clone())
    }

    /// Finds, seals and opens signing keys.
    pub(crate) fn signing_keys(&self) -> SigningKeys {
        SigningKeys::new(self.store.clone(), self.vault.clone())
    }

    /// Verifies connections.
    pub(crate) fn verifier(&self) -> Verifier {
        Verifier {
            okta: self.okta.clone(),
            store: self.store.clone(),
            signing_keys: self.signing_keys(),
            audit: self.audit(),
            clock: self.clock.clone(),
        }
    }

    /// Opens the database (and migrates it), the vault and the client for Okta.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let store = store::open(&config.database_url).await?;
        let vault = Vault::open_or_create(&config.vault, store.as_ref()).await?;
        Auth::check(&config)?;
        let Clients { okta, issuer, provider } = Clients::new(&config)?;
        let auth = Auth::new(store.clone(), &config)?.with_issuer(&config, &issuer);
        let oidc = config.oidc.clone().map(|oidc| Oidc::new(oidc, redirect_uri(&config), provider));
        Ok(Self {
            store,
            vault: Arc::new(vault),
            okta: Okta::new(okta),
            auth: Arc::new(auth),
            oidc: oidc.transpose()?.map(Arc::new),
            config: Arc::new(config),
            clock: Clock::system(),
            limits: Arc::default(),
            counted: Arc::default(),
            readiness: Arc::default(),
        })
    }
}

/// Where a provider sends people back to: what its client must be told.
pub(crate) fn redirect_uri(config: &Config) -> String {
    format!("{}api/v1/session/oidc/callback", config.public_url)
}

/// HTTP clients: each trusts the certificates that the operator named for it, and no others beside the system's.
pub(crate) struct Clients {
    /// For the organizations.
    pub(crate) okta: Client,
    /// For the embedding console's keys.
    pub(crate) issuer: Client,
    /// For the provider that people sign in with.
    pub(crate) provider: Client,
}

impl Clients {
    /// Reads the certificates; connects to nothing.
    pub(crate) fn new(config: &Config) -> Result<Self, StartError> {
        let okta = client(config, "APPCONN_OKTA_CA_FILE", config.okta_ca_file.as_ref())?;
        let other = |setting, ca_file: Option<&PathBuf>| match ca_file {
            Some(path) => client(config, setting, Some(path)),
            None => Ok(okta.clone()),
        };
        let issuer = other("APPCONN_JWT_CA_FILE", config.jwt.as_ref().and_then(|jwt| jwt.ca_file.as_ref()))?;
        let provider = other("APPCONN_OIDC_CA_FILE", config.oidc.as_ref().and_then(|oidc| oidc.ca_file.as_ref()))?;
        Ok(Self { okta, issuer, provider })
    }
}

fn client(config: &Config, setting: &'static str, ca_file: Option<&PathBuf>) -> Result<Client, StartError> {
    let path = || ca_file.map(|path| path.display().to_string()).unwrap_or_default();
    let read = |path: &PathBuf| std::fs::read(path);
    let extra_roots_pem = ca_file.map(read).transpose();
    let extra_roots_pem = extra_roots_pem.map_err(|error| StartError::CaFile { setting, path: path(), error })?;
    let (resolve, proxy) = (config.okta_resolve.clone(), config.okta_proxy.clone());
    // Okta as the provider of sign-in is where the organizations are, behind the proxy.
    let proxies_trusted = okta::is_okta_host;
    let client = outbound::Config { resolve, extra_roots_pem, proxy, proxies_trusted, ..outbound::Config::default() };
    let made = Client::new(client);
    made.map_err(|error| match ca_file {
        Some(_) => StartError::Certificates { setting, path: path(), error },
        None => error.into(),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use outbound::TrustedRequest;
    use std::os::unix::fs::PermissionsExt;
    use url::Url;

    /// What an administrator sends to [`start_in`]'s server.
    pub(crate) const ADMIN_TOKEN: &str = "an-admin-token-of-the-tests-with-enough-characters";

    /// A server with its data in a folder.
    pub(crate) async fn start_in(folder: &std::path::Path) -> App {
        let path = |name: &str| folder.join(name).display().to_string();
        std::fs::write(path("token"), ADMIN_TOKEN).unwrap();
        std::fs::set_permissions(path("token"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let env = [
            ("APPCONN_DATABASE_URL", format!("sqlite://{}", path("db"))),
            ("APPCONN_MASTER_KEY_FILE", path("key")),
            ("APPCONN_ADMIN_TOKEN_FILE", path("token")),
        ];
        let env = env.into_iter().map(|(name, value)| (name.to_owned(), value));
        App::start(Config::load(None, env).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn certificates_are_trusted_for_whom_they_are_named_and_for_nobody_else() {
        let sim = okta_sim::Sim::builder().start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem").display().to_string();
        std::fs::write(&file, sim.ca_pem()).unwrap();
        let url = Url::parse(&format!("https://{}/.well-known/okta-organization", okta_sim::DEMO_HOST)).unwrap();
        for (setting, trusted) in [
            ("APPCONN_OKTA_CA_FILE", [true, true, true]),
            ("APPCONN_JWT_CA_FILE", [false, true, false]),
            ("APPCONN_OIDC_CA_FILE", [false, false, true]),
        ] {
            let env = [
                (setting, file.as_str()),
                ("APPCONN_OKTA_RESOLVE", &sim.resolve()),
                ("APPCONN_JWT_ISSUER", "https://portal.example"),
                ("APPCONN_JWT_AUDIENCE", "app-connections"),
                ("APPCONN_JWT_JWKS", "https://portal.example/keys"),
                ("APPCONN_OIDC_ISSUER", "https://login.example"),
                ("APPCONN_OIDC_CLIENT_ID", "console"),
                ("APPCONN_OIDC_ROLES", "admins=admin"),
            ];
            let env = env.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let Clients { okta, issuer, provider } = Clients::new(&Config::load(None, env).unwrap()).unwrap();
            for (client, trusted) in [okta, issuer, provider].into_iter().zip(trusted) {
                let answer = client.send_trusted(&TrustedRequest::get(&url)).await;
                let found = answer.map(|answer| answer.status).map_err(|error| error.to_string());
                assert_eq!(found, if trusted { Ok(200) } else { Err("tls_untrusted".to_owned()) }, "{setting}");
            }
        }
    }
}
