//! `app-connections check-config --ask`: makes one request to each server that the configuration names, and prints the
//! results.

use super::error::CliError;
use super::output::print;
use crate::admission::Permit;
use crate::app::{Clients, redirect_uri};
use crate::auth::oidc::Oidc;
use crate::auth::published_keys;
use crate::config::{Config, JwtConfig, OidcConfig};

use outbound::Client;
use time::OffsetDateTime;
use vault::KmsConfig;

/// Asks one after the other, all of them, whatever the ones before answered.
pub(super) async fn ask(config: &Config) -> Result<(), CliError> {
    let clients = Clients::new(config)?;
    let mut failed = 0;
    let mut tell = |whom: String, answer: Result<String, String>| {
        let line = match answer {
            Ok(good) => format!("{whom}: {good}"),
            Err(problem) => {
                failed += 1;
                format!("{whom}: FAILED: {problem}")
            }
        };
        print(&line.lines().map(str::trim).collect::<Vec<_>>().join(" "))
    };
    if let Some(oidc) = &config.oidc {
        tell(format!("OpenID provider {}", oidc.issuer), provider(config, oidc, clients.provider).await)?;
    }
    if let Some(jwt) = &config.jwt {
        tell(format!("keys of {}", jwt.issuer), keys(jwt, clients.issuer).await)?;
    }
    if let Some(kms) = &config.vault.kms {
        tell(format!("key management service {}", kms.url), service(config, kms).await)?;
    }
    match failed {
        0 => Ok(()),
        failed => Err(CliError::Asked(failed)),
    }
}

async fn provider(config: &Config, oidc: &OidcConfig, client: Client) -> Result<String, String> {
    let asked = Oidc::new(oidc.clone(), redirect_uri(config), client).map_err(|error| error.to_string())?;
    let described =
        asked.describe(OffsetDateTime::now_utc(), &Permit::default()).await.map_err(|error| error.to_string())?;
    let claim = oidc.role.claim.split('.').next().unwrap_or_default();
    let roles = match described.claims {
        Some(claims) if claims.iter().any(|known| known == claim) => format!("it has the claim {claim}"),
        Some(_) => format!("the claim {claim} is not among those that it lists: see to it that its tokens have it"),
        None => format!("it lists no claims: see to it that its tokens have {claim}"),
    };
    Ok(format!("answers, publishes {} keys, and {roles}", described.keys))
}

async fn keys(jwt: &JwtConfig, client: Client) -> Result<String, String> {
    let count = published_keys(jwt, client).await.map_err(|error| error.to_string())?;
    Ok(format!("{count} that can be used"))
}

async fn service(config: &Config, kms: &KmsConfig) -> Result<String, String> {
    vault::ask_service(&config.vault).await.map_err(|error| error.to_string())?;
    Ok(format!("{} encrypts and decrypts", kms.key))
}
