//! Configuration: `APPCONN_…` variables, or the same keys in a TOML file. Anything that is not
//! understood stops the start with one line.

mod domains;
mod duration;
mod error;
mod kms;
mod log;
mod parse;
mod sign_in;
mod source;
mod variable;

pub use domains::DomainAllowList;
pub use duration::parse_duration;
pub use error::ConfigError;
pub use log::{LogConfig, LogFormat};
pub use sign_in::{JwtConfig, KeySource, OidcConfig, RoleClaim};
pub use variable::{PREFIX, VARIABLES, Variable};

use source::Source;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::{Host, Url};

/// Everything that can be configured, understood and with defaults filled in.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to serve on.
    pub listen: SocketAddr,
    /// What browsers use; its path ends in `/`.
    pub public_url: Url,
    /// `sqlite://PATH`; the path is taken as it stands, without escapes.
    pub database_url: String,
    /// Where the master key is.
    pub vault: vault::Config,
    /// The folder of the built SPA.
    pub assets: PathBuf,
    /// The file with a fixed admin API token.
    pub admin_token_file: Option<PathBuf>,
    /// Which address to connect to for a host, instead of asking DNS.
    pub okta_resolve: Vec<(String, SocketAddr)>,
    /// Extra trusted root certificates (PEM).
    pub okta_ca_file: Option<PathBuf>,
    /// The proxy that Okta is reached through.
    pub okta_proxy: Option<outbound::Proxy>,
    /// Which organizations may be connected.
    pub okta_domains: DomainAllowList,
    /// Origins that may frame the console, as browsers write them (`https://host`, without a trailing slash).
    pub embed_origins: Vec<String>,
    /// The embedding console's own tokens, where they are accepted.
    pub jwt: Option<JwtConfig>,
    /// The provider that people sign in with, where there is one.
    pub oidc: Option<OidcConfig>,
    /// How many proxies of the operator's own stand before the server: their `X-Forwarded-For` is believed.
    pub trusted_proxies: usize,
    /// How long the history is kept; zero for ever.
    pub history_keep: Duration,
    /// How often stored connections are verified again; zero for never.
    pub verify_every: Duration,
    /// What is logged, and how.
    pub log: LogConfig,
}

impl Config {
    /// Reads the environment and, where given, a TOML file; the environment wins.
    pub fn load(file: Option<&Path>, env: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let source = Source::gather(file, env)?;
        let listen = source.required(&variable::LISTEN, parse::address)?;
        let public_url = match source.optional(&variable::PUBLIC_URL, parse::public_url)? {
            Some(url) => url,
            None => parse::public_url(&format!("http://{listen}"))
                .map_err(|problem| ConfigError::value(&variable::PUBLIC_URL, problem))?,
        };
        let oidc = OidcConfig::read(&source)?;
        if oidc.is_some() && !outbound::is_secure_endpoint(&public_url) {
            // RFC 9700, 2.6: the code would go over the network unencrypted.
            let problem = "people sign in with a provider, and it is neither https nor on this machine";
            return Err(ConfigError::value(&variable::PUBLIC_URL, problem));
        }
        Ok(Self {
            listen,
            public_url,
            database_url: source.required(&variable::DATABASE_URL, parse::database_url)?,
            vault: vault::Config {
                master_key_file: source.required(&variable::MASTER_KEY_FILE, parse::path)?,
                kms: kms::read(&source)?,
            },
            assets: source.required(&variable::ASSETS, parse::path)?,
            admin_token_file: source.optional(&variable::ADMIN_TOKEN_FILE, parse::path)?,
            okta_resolve: source.optional(&variable::OKTA_RESOLVE, parse::resolve_list)?.unwrap_or_default(),
            okta_ca_file: source.optional(&variable::OKTA_CA_FILE, parse::path)?,
            okta_proxy: source.optional(&variable::OKTA_PROXY, parse::proxy)?,
            okta_domains: source.required(&variable::OKTA_DOMAINS, DomainAllowList::parse)?,
            embed_origins: source.optional(&variable::EMBED_ORIGINS, parse::origins)?.unwrap_or_default(),
            jwt: JwtConfig::read(&source)?,
            oidc,
            trusted_proxies: source.required(&variable::TRUSTED_PROXIES, parse::count)?,
            history_keep: source.required(&variable::HISTORY_KEEP, parse_duration)?,
            verify_every: source.required(&variable::VERIFY_EVERY, parse_duration)?,
            log: LogConfig {
                filter: source.required(&variable::LOG, log::parse_filter)?,
                format: source.required(&variable::LOG_FORMAT, LogFormat::parse)?,
            },
        })
    }

    /// Whether browsers reach the console over TLS, so that cookies are `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Whether what browsers send may be read on the way: neither TLS nor this machine alone.
    pub fn is_in_the_clear(&self) -> bool {
        let is_here = match self.public_url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        };
        !self.is_https() && !is_here
    }

    /// The path that everything is served under: `/`, or a prefix such as `/console/`.
    pub fn base_path(&self) -> &str {
        self.public_url.path()
    }
}

#[cfg(test)]
mod tests;
