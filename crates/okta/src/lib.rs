//! Talks to one Okta organization: gets tokens with a client assertion, runs the nine checks of a verification, and
//! names the cause of every refusal.
//!
//! Knows neither axum nor SQL. Requests go through crate `outbound`; what an answer means is in `diagnosis.rs`.

mod check;
mod client;
mod clock;
mod credentials;
mod diagnosis;
mod key;
mod okta;
mod verify;

pub use client::grant::AccessToken;
pub use client::is_okta_host;
pub use clock::Clock;
pub use credentials::Credentials;
pub use diagnosis::{CATALOG, Code, Diagnosis, Effect, Entry, STATUS_MESSAGES, StatusMessage, TokenError};
pub use key::{PublicKey, SigningKey, SigningKeyError};
pub use okta::Okta;
pub use verify::Verification;
