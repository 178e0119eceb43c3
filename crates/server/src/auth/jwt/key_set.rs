//! The public keys of an issuer, kept for a while. A key that the issuer withdraws is good for ten minutes more; one
//! that
//! it adds is found at once, but for made-up key IDs the set is fetched some times and then once a minute.

use super::budget::Budget;
use super::error::{JwtError, KeysError};
use super::header::Header;
use super::key::Key;
use crate::admission::Permit;
use crate::config::KeySource;
use outbound::{Client, TrustedRequest};
use serde_json::Value;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;

/// How long a set counts as it is.
const FRESH: Duration = Duration::minutes(10);
/// How long it counts while no newer one can be had.
const STALE: Duration = Duration::hours(24);
/// How long to wait after a failure.
const RETRY: Duration = Duration::seconds(5);
/// More keys than any issuer has.
const MAX_KEYS: usize = 100;

/// An issuer's keys, wherever they are.
pub(crate) struct KeySet {
    source: KeySource,
    client: Client,
    /// Which setting names the certificates that their server is trusted by.
    ca_setting: &'static str,
    now: RwLock<Option<Known>>,
    /// Held while trying, so that one asks for all.
    tries: Mutex<Tries>,
}

#[derive(Clone)]
struct Known {
    keys: Arc<[Key]>,
    at: OffsetDateTime,
    /// Which set this is, counted from 1.
    number: u64,
}

#[derive(Default)]
struct Tries {
    /// When the last one failed, and why; `None` where it did not.
    failed: Option<(OffsetDateTime, KeysError)>,
    budget: Budget,
}

impl Known {
    /// Whether it is younger than that. What lies ahead is of a clock that was wrong.
    fn is_within(&self, age: Duration, now: OffsetDateTime) -> bool {
        self.at <= now + Duration::minutes(1) && now < self.at + age
    }
}

impl KeySet {
    pub(crate) fn new(source: KeySource, client: Client, ca_setting: &'static str) -> Self {
        Self { source, client, ca_setting, now: RwLock::default(), tries: Mutex::default() }
    }

    /// Whether a file can be used; what is elsewhere may come later.
    pub(crate) fn check(source: &KeySource) -> Result<(), KeysError> {
        match source {
            KeySource::File(path) => parse(&std::fs::read(path).map_err(|_| KeysError::File)?).map(drop),
            KeySource::Url(_) => Ok(()),
        }
    }

    /// How many keys there are now.
    pub(crate) async fn count(&self) -> Result<usize, KeysError> {
        self.fetch().await.map(|keys| keys.len())
    }

    /// The one key that can have signed under this header.
    pub(super) async fn find(&self, header: &Header, now: OffsetDateTime, permit: &Permit) -> Result<Found, JwtError> {
        let known = self.known();
        if let Some(known) = known.as_ref().filter(|known| known.is_within(FRESH, now))
            && let Some(found) = pick(known, header)
        {
            return Ok(found);
        }
        permit.release();
        let failed = self.refresh(known.map(|known| known.number), now).await.err();
        let found = self.known().filter(|known| known.is_within(STALE, now)).and_then(|known| pick(&known, header));
        // Without the present keys it is unknown whether there is one.
        found.ok_or(failed.map_or(JwtError::Key, JwtError::NoKeys))
    }

    /// The same in a newer set than the one of a key that did not sign; `None` where there is no newer one.
    pub(super) async fn find_newer(
        &self,
        header: &Header,
        than: &Found,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> Result<Option<Found>, JwtError> {
        permit.release();
        let refreshed = self.refresh(Some(than.known.number), now).await;
        match self.known().filter(|known| known.number != than.known.number) {
            Some(known) => Ok(pick(&known, header)),
            // Under its own name a key is what it was; without one it may be another.
            None if header.key_id.is_none() => refreshed.map(|()| None).map_err(JwtError::NoKeys),
            None => Ok(None),
        }
    }

    fn known(&self) -> Option<Known> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the set, unless there is another one than was `seen`, the last try failed just now, or it is fresh and
    /// was
    /// fetched too often.
    async fn refresh(&self, seen: Option<u64>, now: OffsetDateTime) -> Result<(), KeysError> {
        let mut tries = self.tries.lock().await;
        let known = self.known();
        let number = known.as_ref().map(|known| known.number);
        if number != seen {
            return Ok(());
        }
        if let Some((at, error)) = tries.failed
            && now < at + RETRY
        {
            return Err(error);
        }
        if known.is_some_and(|known| known.is_within(FRESH, now)) && !tries.budget.take(now) {
            return Ok(());
        }
        let begun = Instant::now();
        match self.fetch().await {
            Ok(keys) => {
                let known = Known { keys: keys.into(), at: now, number: number.unwrap_or_default() + 1 };
                *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
                tries.failed = None;
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "an issuer's keys are not available");
                // From when it failed: an issuer that answers nothing takes longer than the wait.
                tries.failed = Some((now + begun.elapsed(), error));
                Err(error)
            }
        }
    }

    async fn fetch(&self) -> Result<Vec<Key>, KeysError> {
        match &self.source {
            KeySource::File(path) => parse(&tokio::fs::read(path).await.map_err(|_| KeysError::File)?),
            KeySource::Url(url) => {
                let setting = self.ca_setting;
                let failed = |cause| KeysError::Unreachable { cause, setting };
                let answer = self.client.send_trusted(&TrustedRequest::get(url)).await.map_err(failed)?;
                if answer.status == 200 { parse(&answer.body) } else { Err(KeysError::Status(answer.status)) }
            }
        }
    }
}

/// A key, and the set that it is in.
pub(super) struct Found {
    known: Known,
    at: usize,
}

impl std::ops::Deref for Found {
    type Target = Key;

    fn deref(&self) -> &Key {
        &self.known.keys[self.at]
    }
}

/// Two that fit are none: which one is meant must not be guessed.
fn pick(known: &Known, header: &Header) -> Option<Found> {
    let mut fitting = known.keys.iter().enumerate().filter(|(_, key)| key.fits(header));
    let (at, _) = fitting.next()?;
    fitting.next().is_none().then(|| Found { known: known.clone(), at })
}

fn parse(bytes: &[u8]) -> Result<Vec<Key>, KeysError> {
    let set: Value = serde_json::from_slice(bytes).map_err(|_| KeysError::NotASet)?;
    let keys = set.get("keys").and_then(Value::as_array).ok_or(KeysError::NotASet)?;
    let keys: Vec<Key> = keys.iter().take(MAX_KEYS).filter_map(Key::read).collect();
    if keys.is_empty() { Err(KeysError::Empty) } else { Ok(keys) }
}
