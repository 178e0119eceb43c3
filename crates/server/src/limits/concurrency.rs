//! Concurrency limits by caller and by organization: requests to Okta, new key pairs and exports in progress. One
//! organization that does not respond, or one caller with many requests, leaves room for all others.

use crate::auth::Principal;
use crate::problem::{ApiError, ApiResult};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many requests to Okta are in progress at once, for all callers.
const WORK_AT_ONCE: usize = 128;
/// How many of them for one caller.
const BY_CALLER: usize = 48;
/// How many of them with one organization: fewer, so that a caller who works with many is not held up by one of them.
const BY_ORGANIZATION: usize = 12;
/// How many new key pairs are made or wait to be made, for all callers and for one. They make no requests.
const KEYS_AT_ONCE: usize = 64;
const KEYS_BY_CALLER: usize = 16;
/// How many exports are under way, for all callers and for one. They read one after the other.
const EXPORTS_AT_ONCE: usize = 16;
const EXPORTS_BY_CALLER: usize = 4;

/// The slots of each kind of work.
#[derive(Debug, Default)]
pub(super) struct ConcurrencyLimits {
    okta: Arc<Pool>,
    keys: Arc<Pool>,
    exports: Arc<Pool>,
}

/// Slots, and who has how many of them.
#[derive(Debug, Default)]
struct Pool(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<Share, usize>,
}

/// The owner of a share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Share {
    Caller(String),
    Organization(String),
}

/// Why there is no slot.
#[derive(Debug, PartialEq, Eq)]
enum Full {
    Pool,
    Share(Share),
}

impl Pool {
    fn enter(self: &Arc<Self>, most: usize, shares: Vec<(Share, usize)>) -> Result<Slot, Full> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= most {
            return Err(Full::Pool);
        }
        if let Some((share, _)) = shares.iter().find(|(share, most)| taken.by.get(share).is_some_and(|n| n >= most)) {
            return Err(Full::Share(share.clone()));
        }
        taken.all += 1;
        let shares: Vec<Share> = shares.into_iter().map(|(share, _)| share).collect();
        for share in &shares {
            *taken.by.entry(share.clone()).or_default() += 1;
        }
        Ok(Slot { pool: self.clone(), shares })
    }
}

/// A slot for work in progress; free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    pool: Arc<Pool>,
    shares: Vec<Share>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.pool.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        for share in &self.shares {
            if let Some(count) = taken.by.get_mut(share) {
                *count -= 1;
                if *count == 0 {
                    taken.by.remove(share);
                }
            }
        }
    }
}

impl ConcurrencyLimits {
    /// A slot for a request to the organization at `host`.
    pub(super) fn okta(&self, caller: &Principal, host: &str) -> ApiResult<Slot> {
        let shares = vec![
            (Share::Caller(caller.subject.clone()), BY_CALLER),
            (Share::Organization(host.to_ascii_lowercase()), BY_ORGANIZATION),
        ];
        self.okta.enter(WORK_AT_ONCE, shares).map_err(|full| refusal(&full))
    }

    /// A slot for a new key pair.
    pub(super) fn key(&self, caller: &Principal) -> ApiResult<Slot> {
        let shares = vec![(Share::Caller(caller.subject.clone()), KEYS_BY_CALLER)];
        self.keys.enter(KEYS_AT_ONCE, shares).map_err(|full| refusal(&full))
    }

    /// A slot for an export.
    pub(super) fn export(&self, caller: &Principal) -> ApiResult<Slot> {
        let shares = vec![(Share::Caller(caller.subject.clone()), EXPORTS_BY_CALLER)];
        self.exports.enter(EXPORTS_AT_ONCE, shares).map_err(|full| refusal(&full))
    }
}

fn refusal(full: &Full) -> ApiError {
    match full {
        Full::Pool => ApiError::busy(),
        Full::Share(Share::Caller(_)) => ApiError::busy_with(
            "Too many of your requests are still in progress. Wait until some are done, then try again.",
        ),
        Full::Share(Share::Organization(_)) => ApiError::busy_with(
            "Too many requests are waiting for a response from this organization. Try again in a moment.",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::auth::Via;
    use model::permission::Role;

    fn enter(pool: &Arc<Pool>, caller: &str, host: &str) -> Result<Slot, Full> {
        let shares = vec![
            (Share::Caller(caller.to_owned()), BY_CALLER),
            (Share::Organization(host.to_owned()), BY_ORGANIZATION),
        ];
        pool.enter(WORK_AT_ONCE, shares)
    }

    #[test]
    fn an_organization_that_hangs_takes_nobody_elses_place() {
        let pool = Arc::default();
        let _hanging: Vec<_> = (0..BY_ORGANIZATION).map(|_| enter(&pool, "backup", "hangs").unwrap()).collect();
        assert_eq!(enter(&pool, "backup", "hangs").unwrap_err(), Full::Share(Share::Organization("hangs".to_owned())));
        assert_eq!(enter(&pool, "ada", "hangs").unwrap_err(), Full::Share(Share::Organization("hangs".to_owned())));
        assert!(enter(&pool, "backup", "answers").is_ok(), "the same caller goes on with others");
    }

    #[test]
    fn a_caller_takes_a_share_and_no_more_and_gives_it_back() {
        let pool = Arc::default();
        let mut mine: Vec<_> =
            (0..BY_CALLER).map(|number| enter(&pool, "backup", &number.to_string()).unwrap()).collect();
        assert_eq!(enter(&pool, "backup", "x").unwrap_err(), Full::Share(Share::Caller("backup".to_owned())));
        assert!(enter(&pool, "ada", "x").is_ok());
        mine.pop();
        assert!(enter(&pool, "backup", "x").is_ok());
        drop(mine);
        assert!(pool.0.lock().unwrap().by.is_empty(), "who has no place is forgotten");
    }

    #[test]
    fn all_together_have_an_end() {
        let pool = Arc::default();
        let all: Vec<_> =
            (0..WORK_AT_ONCE).map(|number| enter(&pool, &number.to_string(), &number.to_string()).unwrap()).collect();
        assert_eq!(enter(&pool, "ada", "x").unwrap_err(), Full::Pool);
        drop(all);
        assert!(enter(&pool, "ada", "x").is_ok());
    }

    fn caller(subject: &str) -> Principal {
        let (name, subject) = (subject.to_owned(), subject.to_owned());
        Principal { name, subject, role: Role::Admin, via: Via::Jwt, expires_at: None, address: None }
    }

    /// Begins as much as a caller may have in progress of one kind; why there was no more.
    fn fill(most: usize, begin: impl Fn(usize) -> ApiResult<Slot>) -> (Vec<Slot>, String) {
        let mut places = Vec::new();
        loop {
            match begin(places.len()) {
                Ok(place) => places.push(place),
                Err(refusal) => {
                    assert_eq!((places.len(), refusal.problem().code.as_str()), (most, "busy"));
                    return (places, refusal.problem().detail.clone());
                }
            }
        }
    }

    #[test]
    fn what_a_caller_has_in_progress_takes_neither_the_place_of_others_nor_that_of_another_kind_of_work() {
        let limits = ConcurrencyLimits::default();
        let (backup, ada) = (caller("backup"), caller("ada"));
        let mine = "Too many of your requests";
        let (_verifying, why) = fill(BY_CALLER, |at| limits.okta(&backup, &format!("org{at}.okta.com")));
        assert!(why.starts_with(mine), "{why}");
        let (_generating, why) = fill(KEYS_BY_CALLER, |_| limits.key(&backup));
        assert!(why.starts_with(mine), "{why}");
        let (_exporting, why) = fill(EXPORTS_BY_CALLER, |_| limits.export(&backup));
        assert!(why.starts_with(mine), "{why}");
        let (_hanging, why) = fill(BY_ORGANIZATION, |_| limits.okta(&ada, "HANGS.okta.com"));
        assert!(why.contains("from this organization"), "{why}");
        assert!(limits.okta(&caller("bob"), "hangs.okta.com").is_err(), "whoever asks it");
        for free in [limits.okta(&ada, "answers.okta.com"), limits.key(&ada), limits.export(&ada)] {
            assert!(free.is_ok());
        }
    }
}
