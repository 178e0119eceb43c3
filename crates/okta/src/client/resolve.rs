//! From a host to the addresses that may be connected to.

use super::{address, error::Trouble};
use futures::future::BoxFuture;
use std::{fmt, future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

/// Okta answers on no other.
const HTTPS: u16 = 443;

/// A name that exists. A resolver that does not know it, either, knows nothing of public names: no way out, or a
/// network that keeps its names to itself.
const KNOWN: &str = "okta.com";

/// How long a lookup may take whose answer is only a hint, as the proxy looks the name up itself.
const HINT: Duration = Duration::from_secs(1);

/// Names that never are on the public internet (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and ICANN's
/// `internal`), and what to say of them without asking anyone.
const SPECIAL: [(&str, Trouble); 10] = [
    ("invalid", Trouble::NotFound),
    ("test", Trouble::NotFound),
    ("example", Trouble::NotFound),
    ("onion", Trouble::NotFound),
    ("alt", Trouble::NotFound),
    ("localhost", Trouble::PrivateAddress),
    ("local", Trouble::PrivateAddress),
    ("internal", Trouble::PrivateAddress),
    ("home.arpa", Trouble::PrivateAddress),
    ("localdomain", Trouble::PrivateAddress),
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
    async fn addresses(&self, host: &str, limit: Duration) -> Result<Vec<SocketAddr>, Trouble> {
        let found = tokio::time::timeout(limit, (self.0)(host.to_owned(), HTTPS)).await;
        let found = found.map_err(|_| Trouble::DnsUnavailable)?.map_err(|error| no_address(&error))?;
        if found.is_empty() { Err(Trouble::NotFound) } else { Ok(found) }
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// The addresses of `host`: the override's, or what the lookup gives, all of them public.
pub(super) async fn resolve(
    host: &str,
    overrides: &[(String, SocketAddr)],
    lookup: &Lookup,
    limit: Duration,
) -> Result<Vec<SocketAddr>, Trouble> {
    if let Some(address) = overridden(host, overrides) {
        return Ok(vec![address]);
    }
    refuse_special(host)?;
    match lookup.addresses(host, limit).await {
        Err(Trouble::NotFound) if lookup.addresses(KNOWN, limit).await.is_err() => Err(Trouble::DnsUnavailable),
        found => all_public(found?),
    }
}

/// What can be said against `host` where a proxy looks it up: the proxy may know names that this machine does not, but
/// what this machine knows to be inside is not asked for.
pub(super) async fn screen(host: &str, lookup: &Lookup) -> Result<(), Trouble> {
    refuse_special(host)?;
    match lookup.addresses(host, HINT).await {
        Ok(found) => all_public(found).map(drop),
        Err(_) => Ok(()),
    }
}

/// The address that the operator named for this host.
pub(super) fn overridden(host: &str, overrides: &[(String, SocketAddr)]) -> Option<SocketAddr> {
    overrides.iter().find(|(name, _)| name.eq_ignore_ascii_case(host)).map(|(_, address)| *address)
}

fn refuse_special(host: &str) -> Result<(), Trouble> {
    let is_under = |suffix: &str| host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    match SPECIAL.iter().find(|(suffix, _)| is_under(suffix)) {
        Some((_, trouble)) => Err(*trouble),
        None => Ok(()),
    }
}

/// One address that is not public spoils them all: which one is connected to is not ours to foresee.
fn all_public(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Trouble> {
    if found.iter().all(|found| address::is_public(found.ip())) { Ok(found) } else { Err(Trouble::PrivateAddress) }
}

/// The system's resolver tells a name that does not exist from its own failure only by its words; and a resolver that
/// refuses everything says that nothing exists: see [`KNOWN`].
fn no_address(error: &io::Error) -> Trouble {
    let words = error.to_string().to_ascii_lowercase();
    let own_failure = ["temporary failure", "try again", "non-recoverable", "system error", "too many open files"];
    if own_failure.iter().any(|part| words.contains(part)) { Trouble::DnsUnavailable } else { Trouble::NotFound }
}

#[cfg(test)]
mod tests;
