//! The answers that say no, word for word.

pub(crate) mod api;
pub(crate) mod dpop;
pub(crate) mod token;

use std::{io, net::SocketAddr, path::PathBuf};

/// The simulator could not be started or told something.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// A port is taken, or the address is not this machine's.
    #[error("cannot listen on {address}: {source}. Is another okta-sim running? Choose another with {option}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The option that chooses it.
        option: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A file of the data folder cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The state file is not what the README describes.
    #[error("{}: {reason}", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// Line, column and cause.
        reason: String,
    },
    /// A key could not be made or read.
    #[error("key: {0}")]
    Key(#[from] crate::keys::KeyError),
    /// A certificate could not be made.
    #[error("certificate: {0}")]
    Certificate(String),
    /// No organization at this host.
    #[error("no organization at {0}: see GET /orgs for those that there are")]
    UnknownHost(String),
    /// Two organizations want the same host name.
    #[error("{0} is the host of two organizations")]
    HostTaken(String),
    /// Not a scenario.
    #[error("no scenario {0}: see GET /scenarios for those that there are")]
    UnknownScenario(String),
}
