//! Request attempts: the client address and, once they are known, the principal and the reason of a refusal.

use crate::audit_log::Actor;
use crate::auth::Device;
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde_json::Value;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

/// Where a request came from and, once that was found out, from whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attempt {
    /// The address, where there is one.
    pub(crate) address: Option<IpAddr>,
    who: Arc<OnceLock<(String, Option<String>)>>,
    why: Arc<OnceLock<Value>>,
}

impl Attempt {
    /// The attempt of this request, behind this number of proxies of the operator's.
    pub(crate) fn of(request: &Request, trusted_proxies: usize) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = peer.map(|peer| behind(peer, request.headers(), trusted_proxies).to_canonical());
        Self { address, ..Self::default() }
    }

    /// Where a session begins that this request asks for.
    pub(crate) fn device(&self, headers: &HeaderMap) -> Device {
        let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Device { address: self.address, user_agent: user_agent.map(str::to_owned) }
    }

    /// Notes whose credentials they were: what people call them and, where that is known, who they are for good.
    pub(crate) fn set_principal(&self, name: &str, subject: Option<&str>) {
        // The first one stays.
        let _ = self.who.set((name.to_owned(), subject.map(str::to_owned)));
    }

    /// Notes why they were refused, as an object for the history.
    pub(crate) fn set_refusal_reason(&self, why: Value) {
        let _ = self.why.set(why);
    }

    /// Why they were refused, where there is more to say than the answer's code.
    pub(crate) fn refusal_reason(&self) -> Option<&Value> {
        self.why.get()
    }

    /// The principal of the credentials.
    pub(crate) fn principal(&self) -> Option<&(String, Option<String>)> {
        self.who.get()
    }
}

/// Every proxy appends the address that it was called from. Whatever stands left of what ours wrote, anybody may have
/// sent.
fn behind(peer: IpAddr, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let Some(place) = trusted_proxies.checked_sub(1) else { return peer };
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    let hop = hops.into_iter().rev().nth(place);
    hop.and_then(address).unwrap_or(peer)
}

/// An address as proxies write it: some add the port, and brackets around IPv6.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches('"');
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

impl From<&Attempt> for Actor {
    /// The principal of the attempt, or an unknown one.
    fn from(attempt: &Attempt) -> Self {
        let (name, subject) = attempt.principal().cloned().unwrap_or_else(|| ("unknown".to_owned(), None));
        Self { name, subject, address: attempt.address }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Attempt {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        for (proxies, headers, expected) in [
            (0, &["203.0.113.9"][..], "10.0.0.1"),
            (1, &[], "10.0.0.1"),
            (1, &["203.0.113.9"], "203.0.113.9"),
            (1, &["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
            (1, &["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
            (2, &["198.51.100.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            (2, &["203.0.113.9"], "10.0.0.1"),
            (1, &["nonsense"], "10.0.0.1"),
            (1, &["2001:db8::1"], "2001:db8::1"),
            (1, &["203.0.113.9:443"], "203.0.113.9"),
            (1, &["198.51.100.1, 203.0.113.9:50123"], "203.0.113.9"),
            (1, &["[2001:db8::1]"], "2001:db8::1"),
            (1, &["[2001:db8::1]:443"], "2001:db8::1"),
            (1, &["\"[2001:db8::1]:443\""], "2001:db8::1"),
            (1, &["203.0.113.9:x"], "10.0.0.1"),
            (1, &["203.0.113.9:99999"], "10.0.0.1"),
            (1, &["unknown"], "10.0.0.1"),
        ] {
            let mut map = HeaderMap::new();
            for header in headers {
                map.append("x-forwarded-for", header.parse().unwrap());
            }
            assert_eq!(behind(peer, &map, proxies).to_string(), expected, "{proxies} {headers:?}");
        }
    }
}
