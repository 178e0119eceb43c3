//! The public keys of an issuer, kept for a while. A key that the issuer withdraws is good for ten minutes more; one that
//! it adds is found at once, but whoever makes key IDs up has the set fetched once a minute and no more.

use super::JwtError;
use super::error::KeysError;
use super::header::Header;
use super::key::Key;
use crate::config::KeySource;
use crate::turn;
use okta::{NamedRequest, Okta};
use serde_json::Value;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;

/// How long a set counts as it is.
const FRESH: Duration = Duration::minutes(10);
/// How long it counts while no newer one can be had.
const STALE: Duration = Duration::hours(24);
/// How long a set stays even where a key is not in it.
const PATIENCE: Duration = Duration::minutes(1);
/// How long to wait after a failure.
const RETRY: Duration = Duration::seconds(5);
/// More keys than any issuer has.
const MAX_KEYS: usize = 100;

/// An issuer's keys, wherever they are.
pub(crate) struct KeySet {
    source: KeySource,
    okta: Okta,
    now: RwLock<Option<Known>>,
    /// When the last try was and whether it failed; held while trying, so that one asks for all.
    tried: Mutex<Option<(OffsetDateTime, Result<(), KeysError>)>>,
}

#[derive(Clone)]
struct Known {
    keys: Arc<[Key]>,
    at: OffsetDateTime,
}

impl KeySet {
    pub(crate) fn new(source: KeySource, okta: Okta) -> Self {
        Self { source, okta, now: RwLock::default(), tried: Mutex::default() }
    }

    /// Whether a file can be used; what is elsewhere may come later.
    pub(crate) fn check(source: &KeySource) -> Result<(), KeysError> {
        match source {
            KeySource::File(path) => parse(&std::fs::read(path).map_err(|_| KeysError::File)?).map(drop),
            KeySource::Url(_) => Ok(()),
        }
    }

    /// The one key that can have signed under this header.
    pub(super) async fn find(&self, header: &Header, now: OffsetDateTime) -> Result<Found, JwtError> {
        let known = self.known();
        if let Some(known) = known.filter(|known| now < known.at + FRESH)
            && let Some(found) = pick(&known, header)
        {
            return Ok(found);
        }
        turn::give_up();
        let failed = self.refresh(now).await.err();
        match (self.known().filter(|known| now < known.at + STALE), failed) {
            (Some(known), _) => pick(&known, header).ok_or(JwtError::Key),
            (None, Some(error)) => Err(JwtError::NoKeys(error)),
            (None, None) => Err(JwtError::Key),
        }
    }

    fn known(&self) -> Option<Known> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn refresh(&self, now: OffsetDateTime) -> Result<(), KeysError> {
        let mut tried = self.tried.lock().await;
        if let Some((at, outcome)) = &*tried
            && now < *at + if outcome.is_ok() { PATIENCE } else { RETRY }
        {
            return *outcome;
        }
        let begun = Instant::now();
        let outcome = self.fetch().await.map(|keys| {
            let known = Some(Known { keys: keys.into(), at: now });
            *self.now.write().unwrap_or_else(PoisonError::into_inner) = known;
        });
        if let Err(error) = &outcome {
            tracing::warn!(%error, "an issuer's keys are not available");
        }
        // From when it failed: an issuer that answers nothing takes longer than the wait.
        *tried = Some((now + begun.elapsed(), outcome));
        outcome
    }

    async fn fetch(&self) -> Result<Vec<Key>, KeysError> {
        match &self.source {
            KeySource::File(path) => parse(&tokio::fs::read(path).await.map_err(|_| KeysError::File)?),
            KeySource::Url(url) => {
                let answer = self.okta.ask_named(&NamedRequest::get(url)).await?;
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
