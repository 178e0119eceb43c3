//! `UserInfo` claims, beside the ID token (OpenID Connect Core 1.0, section 5.3). Where there is an access token, too,
//! many keep names and groups for this endpoint (section 5.4).

use super::client::Oidc;
use super::error::OidcError;
use super::provider::Provider;
use crate::auth::jwt::Claims;
use outbound::TrustedRequest;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

impl Oidc {
    /// The claims with what the ID token left out. The provider is not asked where the ID token has a name and roles.
    pub(super) async fn complete(
        &self,
        provider: &Provider,
        claims: Claims,
        access_token: Option<&Zeroizing<String>>,
    ) -> Result<Claims, OidcError> {
        let is_complete = claims.is_named() && self.config.role.said(&claims.all).is_some();
        let (false, Some(url), Some(token)) = (is_complete, &provider.userinfo_endpoint, access_token) else {
            return Ok(claims);
        };
        let authorization = Some(Zeroizing::new(format!("Bearer {}", token.as_str())));
        let answer = self.client.send_trusted(&TrustedRequest { authorization, ..TrustedRequest::get(url) }).await?;
        match answer.status {
            200 => {}
            status @ 500.. => return Err(OidcError::Status(status)),
            _ => return Err(OidcError::Unusable("userinfo answer")),
        }
        let told: Map<String, Value> =
            serde_json::from_slice(&answer.body).map_err(|_| OidcError::Unusable("userinfo answer"))?;
        // Section 5.3.2: claims about another person must not be used.
        if told.get("sub").and_then(Value::as_str) != Some(&claims.subject) {
            return Err(OidcError::Unusable("userinfo answer, which is about someone else,"));
        }
        Ok(claims.with(told))
    }
}
