//! Diagnosis: everything that can be wrong with a connection, in one table: the cause's code, the check it belongs to, what it
//! means for the outcome, what the user reads, and the step that mends it.
//!
//! `rules.rs` beside this says which answer of Okta's leads to which row. `docs/DIAGNOSES.md` is made of both.
//!
//! # What an outcome is made of
//! A verification is *failed* when something found [`Effect::Blocks`]; else *inconclusive* when something was
//! [`Effect::Undecided`]; else *limited* when something [`Effect::Limits`]; else *passed*. So: a domain that does not
//! exist is a failure, as no waiting makes it right; a domain that does not answer is inconclusive, as the network or
//! Okta may be at fault; a missing scope or role limits, as the sign-in works; no scope at all blocks, as Okta then
//! gives no token. An answer that makes no sense at all is inconclusive, never a guess at a cause.

mod catalog;
mod cause;
#[cfg(test)]
mod document;
mod effect;
mod entry;
mod links;
pub(crate) mod messages;
mod rules;
mod status_line;
mod template;
mod token_error;

pub use catalog::{CATALOG, Code};
pub use cause::Diagnosis;
pub use effect::Effect;
pub use entry::Entry;
pub(crate) use links::Links;
pub use messages::{STATUS_MESSAGES, StatusMessage};
pub(crate) use rules::{Asked, ClockSeen, Endpoint, TOLERATED_SKEW, diagnose};
pub(crate) use status_line::plain;
pub use token_error::TokenError;

#[cfg(test)]
pub(crate) mod tests;
