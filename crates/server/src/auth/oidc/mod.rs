//! OpenID Connect sign-in: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636,
//! RFC 9207, RFC 9700). The browser carries a code and a state and keeps nothing of the provider's; the ID token says
//! who it is, is checked like every token, and is forgotten. What a thin ID token leaves out, the provider is asked for.

mod bounded;
mod client;
pub(super) mod client_secret;
mod error;
mod exchange;
mod pending;
mod provider;
mod userinfo;

pub(crate) use client::{Oidc, Returned, SIGN_IN_TIME, Wanted};
pub(crate) use error::OidcError;
pub(crate) use pending::ReturnTo;
