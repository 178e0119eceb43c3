//! Authentication: API tokens, one-time sign-in links, browser sessions, tokens of the embedding console, and sign-in with
//! an OpenID Connect provider.

mod admin_token;
mod authenticator;
mod error;
mod issuer;
mod jwt;
mod last_used;
mod lifetime;
pub(crate) mod oidc;
mod principal;
mod secret;
mod sessions;
mod tokens;

pub use authenticator::Auth;
pub use error::AuthError;
pub(crate) use issuer::published_keys;
#[cfg(feature = "fuzzing")]
pub(crate) use jwt::read_unverified;
pub use jwt::{JwtError, JwtRefusal, KeysError, SignedAs};
pub use lifetime::{LINK_LIFETIME, SESSION_IDLE, SESSION_LIFETIME};
pub use principal::{Principal, Via};
pub use secret::SessionSecret;
pub(crate) use sessions::cookie_age;
pub use sessions::{Device, SessionView};
pub use tokens::{NewToken, TokenView};

#[cfg(test)]
mod tests;
