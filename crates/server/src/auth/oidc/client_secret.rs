//! The client secret at the OpenID Connect provider.

use crate::auth::error::AuthError;
use crate::config::OidcConfig;
use zeroize::Zeroizing;

/// Reads the secret, where one is configured.
pub(in crate::auth) fn read(config: &OidcConfig) -> Result<Option<Zeroizing<String>>, AuthError> {
    let Some(path) = &config.client_secret_file else { return Ok(None) };
    let refuse = |problem: String| AuthError::ClientSecretFile { path: path.clone(), problem };
    let text = files::read_secret(path).map_err(refuse)?;
    let secret = Zeroizing::new(text.trim().to_owned());
    if secret.is_empty() || secret.chars().any(char::is_control) {
        return Err(refuse("it does not hold one line with a secret".to_owned()));
    }
    Ok(Some(secret))
}
