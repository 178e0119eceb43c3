//! Rate limits per credential and client address (generic cell rate algorithm, ITU-T I.371). Kept in memory: a restart
//! forgets them.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use time::{Duration, OffsetDateTime};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Limit {
    /// Sign-ins from one address, good and bad.
    SignInByAddress,
    /// Sign-ins with one token.
    SignInByCredential,
    /// Requests with credentials that are not good, from one address. Good ones are never held up by these.
    BadCredentials,
    /// Verifications, tokens and new key pairs for one caller: each costs Okta's patience or our arithmetic.
    WorkByCredential,
    /// The same from one address.
    WorkByAddress,
    /// Refused attempts from one address that go into the history.
    RefusalsNoted,
    /// Refused attempts that go into the history, from all addresses together.
    AllRefusalsNoted,
    /// How often the history says that an API token is in use from an address.
    TokenUseNoted,
}

impl Limit {
    /// How many at once, and after how long there is one more.
    const fn rate(self) -> (i32, Duration) {
        match self {
            Self::SignInByAddress | Self::BadCredentials => (60, Duration::seconds(1)),
            Self::SignInByCredential => (10, Duration::seconds(6)),
            Self::WorkByCredential => (120, Duration::milliseconds(250)),
            Self::WorkByAddress => (240, Duration::milliseconds(125)),
            Self::RefusalsNoted => (60, Duration::seconds(6)),
            Self::AllRefusalsNoted => (600, Duration::seconds(2)),
            Self::TokenUseNoted => (1, Duration::hours(1)),
        }
    }
}

impl Limit {
    /// Whether that is no longer away than it takes to fill an empty budget. What lies further ahead is of a clock that
    /// was wrong, and limits no one.
    fn may_be_whole_at(self, at: OffsetDateTime, now: OffsetDateTime) -> bool {
        let (burst, every) = self.rate();
        at <= now + every * burst
    }
}

/// More than this many are remembered only while that many are still held back.
const REMEMBERED: usize = 10_000;
/// The most budgets in memory, however many addresses a client has.
const MAX: usize = 100_000;

/// The limits: for each key the one time at which its budget is whole again.
#[derive(Debug, Default)]
pub(crate) struct RateLimits {
    whole_at: Mutex<HashMap<(Limit, String), OffsetDateTime>>,
}

impl RateLimits {
    /// Takes one from the budget, or says how long to wait for it.
    pub(crate) fn take(&self, limit: Limit, of: impl Into<RateLimitKey>, now: OffsetDateTime) -> Result<(), Duration> {
        let (burst, every) = limit.rate();
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if whole_at.len() >= REMEMBERED {
            whole_at.retain(|(limit, _), at| *at > now && limit.may_be_whole_at(*at, now));
        }
        let key = (limit, of.into().0);
        let spent = whole_at.get(&key).copied().filter(|at| *at > now && limit.may_be_whole_at(*at, now));
        let next = spent.unwrap_or(now) + every;
        let wait = next - now - every * burst;
        if wait.is_positive() {
            return Err(wait);
        }
        if whole_at.len() < MAX || whole_at.contains_key(&key) {
            whole_at.insert(key, next);
        }
        Ok(())
    }

    /// Takes one from the budget, if there is one.
    pub(crate) fn allows(&self, limit: Limit, of: impl Into<RateLimitKey>, now: OffsetDateTime) -> bool {
        self.take(limit, of, now).is_ok()
    }
}

/// The owner of a budget: a client address or a credential.
pub(crate) struct RateLimitKey(String);

impl From<Option<IpAddr>> for RateLimitKey {
    fn from(address: Option<IpAddr>) -> Self {
        Self(address.map_or_else(String::new, |address| network(address).to_string()))
    }
}

/// What counts as one address: of IPv6 the network of 64 bits, all of which belong to the same household or company.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

impl From<String> for RateLimitKey {
    fn from(name: String) -> Self {
        Self(name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn address(text: &str) -> RateLimitKey {
        RateLimitKey::from(Some(text.parse::<IpAddr>().unwrap()))
    }

    #[test]
    fn a_budget_is_spent_and_comes_back_one_by_one() {
        let (limits, limit, from) = (RateLimits::default(), Limit::SignInByCredential, || "token".to_owned());
        for _ in 0..10 {
            limits.take(limit, from(), NOON).unwrap();
        }
        assert_eq!(limits.take(limit, from(), NOON), Err(Duration::seconds(6)));
        assert_eq!(limits.take(limit, from(), NOON + Duration::seconds(5)), Err(Duration::seconds(1)));
        let later = NOON + Duration::seconds(6);
        limits.take(limit, from(), later).unwrap();
        assert_eq!(limits.take(limit, from(), later), Err(Duration::seconds(6)), "refused ones cost nothing");
        for _ in 0..10 {
            limits.take(limit, from(), later + Duration::minutes(1)).unwrap();
        }
    }

    #[test]
    fn a_clock_that_was_ahead_holds_nobody_back() {
        let (limits, limit, from) = (RateLimits::default(), Limit::SignInByCredential, || "token".to_owned());
        limits.take(limit, from(), NOON + Duration::days(365)).unwrap();
        for _ in 0..10 {
            limits.take(limit, from(), NOON).unwrap();
        }
        assert_eq!(limits.take(limit, from(), NOON), Err(Duration::seconds(6)), "and the budget is as large as ever");
    }

    #[test]
    fn one_budget_for_an_ipv4_address_and_one_for_a_network_of_ipv6() {
        for (one, other, same) in [
            ("203.0.113.9", "203.0.113.9", true),
            ("203.0.113.9", "203.0.113.10", false),
            ("203.0.113.9", "::ffff:203.0.113.9", true),
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
        ] {
            let limits = RateLimits::default();
            limits.take(Limit::TokenUseNoted, address(one), NOON).unwrap();
            assert_eq!(limits.allows(Limit::TokenUseNoted, address(other), NOON), !same, "{one} {other}");
            assert!(limits.allows(Limit::RefusalsNoted, address(one), NOON), "another limit is another budget");
        }
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let limits = RateLimits::default();
        let remembered = || limits.whole_at.lock().unwrap().len();
        for number in 0..REMEMBERED {
            limits.take(Limit::BadCredentials, number.to_string(), NOON).unwrap();
        }
        assert_eq!(remembered(), REMEMBERED);
        limits.take(Limit::BadCredentials, "late".to_owned(), NOON + Duration::seconds(2)).unwrap();
        assert_eq!(remembered(), 1, "a key with a whole budget is forgotten");
    }
}
