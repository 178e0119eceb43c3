//! Audit log: actions, actors, entries, and the trail of a request to Okta.

pub(crate) mod action;
mod actor;
mod changes;
mod trail;
mod writer;

pub(crate) use actor::{Actor, COMMAND_LINE};
pub(crate) use changes::{created, updated};
pub(crate) use trail::AuditTrail;
pub(crate) use writer::{AuditWriter, entry_at, note_revocations};
