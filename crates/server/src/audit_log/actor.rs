//! Actors: who did what an audit log entry tells, and from where.

use crate::auth::Principal;
use std::net::IpAddr;

/// Who the history says it was, where a command did it.
pub(crate) const COMMAND_LINE: &str = "command line";

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) name: String,
    /// Who for good, as far as is known: two people may have one name.
    pub(crate) subject: Option<String>,
    pub(crate) address: Option<IpAddr>,
}

impl Actor {
    /// A part of this program: nothing came over the network.
    pub(crate) fn program(name: &str) -> Self {
        Self { name: name.to_owned(), subject: None, address: None }
    }
}

impl From<&Principal> for Actor {
    fn from(principal: &Principal) -> Self {
        let (name, subject) = (principal.name.clone(), Some(principal.subject.clone()));
        Self { name, subject, address: principal.address }
    }
}
