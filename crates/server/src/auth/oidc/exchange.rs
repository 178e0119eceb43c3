//! A code for an ID token (RFC 6749, 4.1.3).

use super::bounded::bounded;
use super::client::Oidc;
use super::error::OidcError;
use super::provider::Provider;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use outbound::TrustedRequest;
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

/// What the provider gives for a code, as far as it is of use here.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub(super) id_token: Zeroizing<String>,
    /// For the provider's own `UserInfo` endpoint alone.
    pub(super) access_token: Option<Zeroizing<String>>,
}

impl Oidc {
    /// The tokens for a code. The code goes out once, whatever comes back.
    pub(super) async fn exchange(&self, provider: &Provider, code: &str, verifier: &str) -> Result<Tokens, OidcError> {
        let mut form = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.redirect_uri.clone()),
            ("code_verifier", verifier.to_owned()),
        ];
        let client_id = &self.config.client_id;
        let authorization = match &self.client_secret {
            Some(secret) if !provider.secret_in_form => Some(basic(client_id, secret)),
            Some(secret) => {
                form.extend([("client_id", client_id.clone()), ("client_secret", secret.to_string())]);
                None
            }
            None => {
                form.push(("client_id", client_id.clone()));
                None
            }
        };
        let request = TrustedRequest { url: &provider.token_endpoint, authorization, form: Some(form), json: None };
        let answer = self.client.send_trusted(&request).await?;
        match answer.status {
            200 => serde_json::from_slice(&answer.body).map_err(|_| OidcError::Unusable("token answer")),
            status @ 500.. => Err(OidcError::Status(status)),
            status => {
                let secrets = [code, verifier, self.client_secret.as_ref().map_or("", |secret| secret.as_str())];
                Err(OidcError::Exchange { status, said: said(&answer.body, &secrets) })
            }
        }
    }
}

/// The provider's own words for a refusal (RFC 6749, 5.2), without what was sent to it.
fn said(body: &[u8], secrets: &[&str]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let words = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let [error, description] = ["error", "error_description"].map(words);
    let secrets = secrets.iter().filter(|secret| !secret.is_empty());
    let words = secrets.fold(format!(": {error} {description}"), |text, secret| text.replace(secret, "…"));
    bounded(words.trim_end_matches([':', ' ']))
}

/// RFC 6749, 2.3.1: both halves are form-encoded first.
fn basic(client_id: &str, secret: &str) -> Zeroizing<String> {
    let encode = |text: &str| Zeroizing::new(byte_serialize(text.as_bytes()).collect::<String>());
    let pair = Zeroizing::new(format!("{}:{}", encode(client_id).as_str(), encode(secret).as_str()));
    Zeroizing::new(format!("Basic {}", Zeroizing::new(STANDARD.encode(pair.as_bytes())).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_s_words_are_bounded_and_without_secrets() {
        let long = "x".repeat(5_000);
        for (body, expected) in [
            (r#"{"error":"invalid_client"}"#.to_owned(), ": invalid_client".to_owned()),
            (
                r#"{"error":"invalid_client","error_description":"cannot\nuse s3cret or c0de"}"#.to_owned(),
                ": invalid_client cannot use … or …".to_owned(),
            ),
            ("<html>".to_owned(), String::new()),
            (r#"{"error":7}"#.to_owned(), String::new()),
            (format!(r#"{{"error":"e","error_description":"{long}"}}"#), format!(": e {}", "x".repeat(296))),
        ] {
            assert_eq!(said(body.as_bytes(), &["s3cret", "c0de", ""]), expected);
        }
    }
}
