//! Talks to one Okta organization: gets tokens with a client assertion, runs the nine checks of a verification, and
//! names the cause of every refusal.
//!
//! Knows neither axum nor SQL. Only `client/http.rs` opens connections, and
//! `client/proxy.rs` to the operator's proxy; what an answer means is in `diagnosis.rs`.

mod check;
mod client;
mod clock;
mod credentials;
mod diagnosis;
mod key;
mod okta;
mod verify;

pub use client::Proxy;
pub use client::error::OktaError;
pub use client::named::{NamedAnswer, NamedError, NamedRequest, may_ask};
pub use client::resolve::Lookup;
pub use client::token::AccessToken;
pub use clock::Clock;
pub use credentials::Credentials;
pub use diagnosis::{CATALOG, Code, Diagnosis, Effect, Entry, SAYINGS, Saying, TokenError};
pub use key::{PublicKey, SigningKey, SigningKeyError};
pub use okta::{Okta, OktaConfig, Timeouts};
pub use verify::Verification;
