//! Connection limit by client address.

use crate::limits::network;
use crate::metrics::HTTP_CONNECTIONS;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// How many connections each address has. As many addresses are remembered as have one.
pub(super) struct ByAddress {
    most: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection of an address; free again when it is dropped.
pub(super) struct Counted {
    all: Arc<ByAddress>,
    network: IpAddr,
}

impl ByAddress {
    /// With this limit for each address.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// Counts one more, unless the address has as many as it may have.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Counted> {
        let network = network(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        ::metrics::gauge!(HTTP_CONNECTIONS).increment(1);
        Some(Counted { all: self.clone(), network })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ::metrics::gauge!(HTTP_CONNECTIONS).decrement(1);
        let mut open = self.all.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_has_so_many_and_others_have_theirs() {
        let all = ByAddress::new(2);
        let enter = |address: &str| all.enter(address.parse().unwrap());
        let (first, _second) = (enter("192.0.2.1").unwrap(), enter("192.0.2.1").unwrap());
        assert!(enter("192.0.2.1").is_none() && enter("::ffff:192.0.2.1").is_none());
        let other = enter("192.0.2.2").unwrap();
        let _network = (enter("2001:db8::1").unwrap(), enter("2001:db8::2").unwrap());
        assert!(enter("2001:db8::3").is_none(), "a network of IPv6 is one address");
        drop((first, other));
        assert!(enter("192.0.2.1").is_some());
        assert_eq!(all.open.lock().unwrap().len(), 2, "who has none is forgotten");
    }
}
