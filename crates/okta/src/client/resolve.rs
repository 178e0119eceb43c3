//! From a host to the addresses that may be connected to.

use super::{address, error::Trouble};
use futures::future::BoxFuture;
use std::{fmt, future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

/// Okta answers on no other.
const HTTPS: u16 = 443;

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
    if let Some((_, address)) = overrides.iter().find(|(name, _)| name.eq_ignore_ascii_case(host)) {
        return Ok(vec![*address]);
    }
    let is_under = |suffix: &str| host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if let Some((_, trouble)) = SPECIAL.iter().find(|(suffix, _)| is_under(suffix)) {
        return Err(*trouble);
    }
    let found = tokio::time::timeout(limit, (lookup.0)(host.to_owned(), HTTPS)).await;
    all_public(found.map_err(|_| Trouble::DnsUnavailable)?.map_err(|error| no_address(&error))?)
}

/// One address that is not public spoils them all: which one is connected to is not ours to foresee.
fn all_public(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Trouble> {
    if found.is_empty() {
        Err(Trouble::NotFound)
    } else if found.iter().all(|found| address::is_public(found.ip())) {
        Ok(found)
    } else {
        Err(Trouble::PrivateAddress)
    }
}

/// The system's resolver tells a name that does not exist from its own failure only by its words.
fn no_address(error: &io::Error) -> Trouble {
    let words = error.to_string().to_ascii_lowercase();
    let own_failure = ["temporary failure", "try again", "non-recoverable", "system error", "too many open files"];
    if own_failure.iter().any(|part| words.contains(part)) { Trouble::DnsUnavailable } else { Trouble::NotFound }
}

#[cfg(test)]
mod tests;
