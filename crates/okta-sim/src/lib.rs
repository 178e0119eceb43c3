//! Okta organizations on this machine, for tests and demonstrations: TLS with an own CA, client assertions and DPoP
//! proofs really checked, Okta's errors word for word. Shares no code with the product that it tests.
//!
//! ```no_run
//! # async fn test() -> Result<(), okta_sim::SimError> {
//! use okta_sim::{Org, Sim};
//!
//! let sim = Sim::builder()
//!     .org(Org::demo())
//!     .org(Org::demo().at("dpop.okta.com").with("dpop"))
//!     .start()
//!     .await?;
//! // Connect to sim.tls_addr() for these hosts, trust sim.ca_pem(), use sim.demo().
//! sim.update("dpop.okta.com", |org| org.service_app().scopes.clear())?;
//! sim.stop().await;
//! # Ok(()) }
//! ```

mod access_token;
mod admin;
mod assertion;
mod call;
mod demo;
mod dpop;
mod error;
mod fixtures;
mod jws;
mod keys;
mod org;
mod random;
mod reply;
mod respond;
mod routes;
mod scenario;
mod serve;
mod sim;
mod state;
mod store;
mod tls;
mod world;

pub use self::{
    demo::Demo,
    error::SimError,
    keys::{Curve, KeyError, KeyPair, PrivateJwk, PublicJwk},
    org::{
        App, AppKey, ApplicationType, AuthMethod, Certificate, DEMO_CLIENT_ID, DEMO_HOST, DEMO_SCOPES, Directory,
        Effect, Engine, Fault, KeyMaterial, KeySet, KeyUse, Kind, Org, Role, Status,
    },
    scenario::{SCENARIOS, Scenario},
    sim::{Builder, Sim},
    state::State,
    store::certificate,
    world::{AssertionSeen, ProofSeen, Recorded},
};
