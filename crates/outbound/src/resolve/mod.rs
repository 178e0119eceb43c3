//! Name resolution: the addresses of a host that may be connected to.

use crate::{address, error::TransportError};
use futures::future::BoxFuture;
use std::{fmt, future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

/// Hosts that users name are reached on no other port.
const HTTPS: u16 = 443;

/// A name that exists. A resolver that does not know it, either, knows nothing of public names: no way out, or a
/// network that keeps its names to itself.
const KNOWN: &str = "okta.com";

/// How long a lookup may take whose answer is only a hint, as the proxy looks the name up itself.
const HINT: Duration = Duration::from_secs(1);

/// Names that never are on the public internet (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and ICANN's
/// `internal`), and what to say of them without asking anyone.
const SPECIAL: [(&str, TransportError); 10] = [
    ("invalid", TransportError::NotFound),
    ("test", TransportError::NotFound),
    ("example", TransportError::NotFound),
    ("onion", TransportError::NotFound),
    ("alt", TransportError::NotFound),
    ("localhost", TransportError::PrivateAddress),
    ("local", TransportError::PrivateAddress),
    ("internal", TransportError::PrivateAddress),
    ("home.arpa", TransportError::PrivateAddress),
    ("localdomain", TransportError::PrivateAddress),
];

/// What turns a host into addresses.
#[derive(Clone)]
pub struct Lookup(Arc<Ask>);

type Ask = dyn Fn(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync;

impl Lookup {
    /// The system's resolver.
    pub fn system() -> Self {
        Self::new(|host, port| async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }

    /// A resolver of one's own, asked for a host and a port.
    pub fn new<F>(ask: impl Fn(String, u16) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'static,
    {
        Self(Arc::new(move |host, port| Box::pin(ask(host, port))))
    }

    /// At least one, whatever it is worth.
    async fn addresses(&self, host: &str, limit: Duration) -> Result<Vec<SocketAddr>, TransportError> {
        let found = tokio::time::timeout(limit, (self.0)(host.to_owned(), HTTPS)).await;
        let found = found.map_err(|_| TransportError::DnsUnavailable)?.map_err(|error| no_address(&error))?;
        if found.is_empty() { Err(TransportError::NotFound) } else { Ok(found) }
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// The addresses of `host`: the override's, or what the lookup gives, all of them public.
pub(crate) async fn resolve(
    host: &str,
    overrides: &[(String, SocketAddr)],
    lookup: &Lookup,
    limit: Duration,
) -> Result<Vec<SocketAddr>, TransportError> {
    if let Some(address) = overridden(host, overrides) {
        return Ok(vec![address]);
    }
    refuse_special(host)?;
    match lookup.addresses(host, limit).await {
        Err(TransportError::NotFound) if lookup.addresses(KNOWN, limit).await.is_err() => {
            Err(TransportError::DnsUnavailable)
        }
        found => all_public(found?),
    }
}

/// What can be said against `host` where a proxy looks it up: the proxy may know names that this machine does not, but
/// what this machine knows to be inside is not asked for.
pub(crate) async fn screen(host: &str, lookup: &Lookup) -> Result<(), TransportError> {
    refuse_special(host)?;
    match lookup.addresses(host, HINT).await {
        Ok(found) => all_public(found).map(drop),
        Err(_) => Ok(()),
    }
}

/// The address that the operator named for this host.
pub(crate) fn overridden(host: &str, overrides: &[(String, SocketAddr)]) -> Option<SocketAddr> {
    overrides.iter().find(|(name, _)| name.eq_ignore_ascii_case(host)).map(|(_, address)| *address)
}

fn refuse_special(host: &str) -> Result<(), TransportError> {
    let is_under = |suffix: &str| host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    match SPECIAL.iter().find(|(suffix, _)| is_under(suffix)) {
        Some((_, error)) => Err(*error),
        None => Ok(()),
    }
}

/// One address that is not public spoils them all: which one is connected to is not ours to foresee.
fn all_public(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, TransportError> {
    if found.iter().all(|found| address::is_public(found.ip())) {
        Ok(found)
    } else {
        Err(TransportError::PrivateAddress)
    }
}

/// The system's resolver tells a name that does not exist from its own failure only by its words; and a resolver that
/// refuses everything says that nothing exists: see [`KNOWN`].
fn no_address(error: &io::Error) -> TransportError {
    let words = error.to_string().to_ascii_lowercase();
    let own_failure = ["temporary failure", "try again", "non-recoverable", "system error", "too many open files"];
    if own_failure.iter().any(|part| words.contains(part)) {
        TransportError::DnsUnavailable
    } else {
        TransportError::NotFound
    }
}

#[cfg(test)]
mod tests;
