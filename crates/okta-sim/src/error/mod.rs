//! Errors: Okta's error responses word for word, and those of the simulator itself.

pub(crate) mod api;
pub(crate) mod dpop;
pub(crate) mod token;

use std::{io, net::SocketAddr, path::PathBuf};

/// The simulator could not be started or changed.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// A port is in use, or the address is not one of this machine.
    #[error("cannot listen on {address}: {source}. Is another okta-sim running? Choose another with {option}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The command line option that sets it.
        option: &'static str,
        /// The operating system's error.
        source: io::Error,
    },
    /// A file of the data folder cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// The state file is invalid; the README describes its format.
    #[error("{}: {reason}", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// The line, the column and the cause.
        reason: String,
    },
    /// A key could not be generated or read.
    #[error("key: {0}")]
    Key(#[from] crate::keys::KeyError),
    /// A certificate could not be made.
    #[error("certificate: {0}")]
    Certificate(String),
    /// There is no organization at this host.
    #[error("no organization at {0}: see GET /orgs for those that there are")]
    UnknownHost(String),
    /// Two organizations have the same host name.
    #[error("{0} is the host of two organizations")]
    HostTaken(String),
    /// There is no scenario with this name.
    #[error("no scenario {0}: see GET /scenarios for those that there are")]
    UnknownScenario(String),
}
