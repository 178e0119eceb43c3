//! Shares of what goes on at once: requests to Okta by caller and by organization, new key pairs and exports by caller.
//! One organization that does not answer, or one caller who asks for much, takes nobody else's place.

use super::Limit;
use crate::app::App;
use crate::auth::Principal;
use crate::problem::{Answer, Refusal};
use crate::turn;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many requests work with Okta at once, for everybody.
const WORK_AT_ONCE: usize = 128;
/// How many of them for one caller.
const BY_CALLER: usize = 48;
/// How many of them with one organization: fewer, so that a caller who works with many is not held up by one of them.
const BY_ORGANIZATION: usize = 12;
/// How many new key pairs are made or wait to be made, for everybody and for one caller. They ask nobody.
const KEYS_AT_ONCE: usize = 64;
const KEYS_BY_CALLER: usize = 16;
/// How many exports are under way, for everybody and for one caller. They read one after the other.
const EXPORTS_AT_ONCE: usize = 16;
const EXPORTS_BY_CALLER: usize = 4;

/// Everything that is shared.
#[derive(Debug, Default)]
pub(super) struct Shares {
    okta: Arc<Pool>,
    keys: Arc<Pool>,
    exports: Arc<Pool>,
}

/// Places, and who has how many of them.
#[derive(Debug, Default)]
struct Pool(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<Share, usize>,
}

/// Whose share it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Share {
    Caller(String),
    Organization(String),
}

/// Why there is no place.
#[derive(Debug, PartialEq, Eq)]
enum Full {
    Pool,
    Share(Share),
}

impl Pool {
    fn enter(self: &Arc<Self>, most: usize, shares: Vec<(Share, usize)>) -> Result<Place, Full> {
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
        Ok(Place { pool: self.clone(), shares })
    }
}

/// A place among those who are served; free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    pool: Arc<Pool>,
    shares: Vec<Share>,
}

impl Drop for Place {
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

/// Lets a caller work with the organization at `host`, or says when to come back.
pub(crate) fn begin_work(app: &App, caller: &Principal, host: &str) -> Answer<Place> {
    take_budget(app, caller)?;
    let shares = vec![
        (Share::Caller(caller.subject.clone()), BY_CALLER),
        (Share::Organization(host.to_ascii_lowercase()), BY_ORGANIZATION),
    ];
    app.limits.shares.okta.enter(WORK_AT_ONCE, shares).map_err(|full| refusal(&full))
}

/// Lets a caller have a key pair made, or says when to come back.
pub(crate) fn begin_key(app: &App, caller: &Principal) -> Answer<Place> {
    take_budget(app, caller)?;
    let shares = vec![(Share::Caller(caller.subject.clone()), KEYS_BY_CALLER)];
    app.limits.shares.keys.enter(KEYS_AT_ONCE, shares).map_err(|full| refusal(&full))
}

/// Lets a caller export, or says when to come back.
pub(crate) fn begin_export(app: &App, caller: &Principal) -> Answer<Place> {
    let shares = vec![(Share::Caller(caller.subject.clone()), EXPORTS_BY_CALLER)];
    app.limits.shares.exports.enter(EXPORTS_AT_ONCE, shares).map_err(|full| refusal(&full))
}

fn take_budget(app: &App, caller: &Principal) -> Answer<()> {
    let now = app.clock.now();
    app.limits.take(Limit::WorkByCredential, caller.subject.clone(), now).map_err(Refusal::too_often)?;
    app.limits.take(Limit::WorkByAddress, caller.address, now).map_err(Refusal::too_often)?;
    turn::give_up();
    Ok(())
}

fn refusal(full: &Full) -> Refusal {
    match full {
        Full::Pool => Refusal::busy(),
        Full::Share(Share::Caller(_)) => Refusal::busy_with(
            "Too many of your requests are still in progress. Wait until some are done, then try again.",
        ),
        Full::Share(Share::Organization(_)) => Refusal::busy_with(
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

    fn enter(pool: &Arc<Pool>, caller: &str, host: &str) -> Result<Place, Full> {
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
    fn fill(most: usize, begin: impl Fn(usize) -> Answer<Place>) -> (Vec<Place>, String) {
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

    #[tokio::test]
    async fn what_a_caller_has_in_progress_takes_neither_the_place_of_others_nor_that_of_another_kind_of_work() {
        let folder = tempfile::tempdir().unwrap();
        let app = crate::app::tests::start_in(folder.path()).await;
        let (backup, ada) = (caller("backup"), caller("ada"));
        let mine = "Too many of your requests";
        let (_verifying, why) = fill(BY_CALLER, |at| begin_work(&app, &backup, &format!("org{at}.okta.com")));
        assert!(why.starts_with(mine), "{why}");
        let (_generating, why) = fill(KEYS_BY_CALLER, |_| begin_key(&app, &backup));
        assert!(why.starts_with(mine), "{why}");
        let (_exporting, why) = fill(EXPORTS_BY_CALLER, |_| begin_export(&app, &backup));
        assert!(why.starts_with(mine), "{why}");
        let (_hanging, why) = fill(BY_ORGANIZATION, |_| begin_work(&app, &ada, "HANGS.okta.com"));
        assert!(why.contains("from this organization"), "{why}");
        assert!(begin_work(&app, &caller("bob"), "hangs.okta.com").is_err(), "whoever asks it");
        for free in [begin_work(&app, &ada, "answers.okta.com"), begin_key(&app, &ada), begin_export(&app, &ada)] {
            assert!(free.is_ok());
        }
    }
}
