//! The state of a running simulator.

mod nonce;
mod rate;
mod record;
mod replay;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub use self::record::{AssertionSeen, ProofSeen, Recorded};
pub(crate) use self::{
    nonce::Nonces,
    rate::{Rate, RateBook},
    record::Log,
    replay::Replay,
};

use tokio::sync::{Barrier, watch};

use crate::{
    error::SimError,
    keys::{self, KeyPair},
    org::{KeyMaterial, Org},
    scenario::Scenario,
};

/// The organizations by host name, and the demo key.
#[derive(Debug)]
pub(crate) struct World {
    demo_key: Arc<KeyPair>,
    entries: Mutex<BTreeMap<String, Entry>>,
    /// Notified whenever an organization or its record changes.
    changed: watch::Sender<()>,
}

/// An organization: its configuration now and at the start, and its requests.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) org: Org,
    at_start: Org,
    pub(crate) live: LiveState,
}

/// What changes with each request.
#[derive(Debug, Default)]
pub(crate) struct LiveState {
    pub(crate) nonces: Nonces,
    /// The used `jti`s of assertions, by client.
    pub(crate) assertions: Replay,
    /// The used `jti`s of DPoP proofs.
    pub(crate) proofs: Replay,
    pub(crate) rates: RateBook,
    pub(crate) log: Log,
    gathering: Option<Arc<Barrier>>,
}

impl LiveState {
    /// The barrier at which requests wait until there are enough; shared by all of them.
    pub(crate) fn gathering(&mut self, requests: usize) -> Arc<Barrier> {
        Arc::clone(self.gathering.get_or_insert_with(|| Arc::new(Barrier::new(requests))))
    }
}

impl World {
    pub(crate) fn new(demo_key: Arc<KeyPair>, orgs: Vec<Org>) -> Result<Self, SimError> {
        let world = Self { demo_key, entries: Mutex::default(), changed: watch::Sender::default() };
        for org in orgs {
            world.add(org)?;
        }
        Ok(world)
    }

    pub(crate) fn demo_key(&self) -> &Arc<KeyPair> {
        &self.demo_key
    }

    /// Adds an organization; an error if one of its host names is taken.
    pub(crate) fn add(&self, org: Org) -> Result<(), SimError> {
        let org = self.settle(org)?;
        let mut entries = self.entries();
        if let Some(taken) =
            org.hosts().find(|host| entries.values().any(|entry| entry.org.hosts().any(|h| &h == host)))
        {
            return Err(SimError::HostTaken(taken));
        }
        entries.insert(org.host.clone(), Entry { at_start: org.clone(), org, live: LiveState::default() });
        Ok(())
    }

    /// Replaces the organization at the host of `org`, or adds it. The record stays.
    pub(crate) fn put(&self, org: Org) -> Result<(), SimError> {
        let settled = self.settle(org.clone())?;
        if let Some(entry) = self.entries().get_mut(&settled.host) {
            entry.org = settled;
            self.notify();
            return Ok(());
        }
        self.add(org)
    }

    pub(crate) fn remove(&self, host: &str) -> Result<(), SimError> {
        let removed = self.entries().remove(host).map(drop);
        self.notify();
        removed.ok_or_else(|| SimError::UnknownHost(host.to_owned()))
    }

    /// The main host names.
    pub(crate) fn hosts(&self) -> Vec<String> {
        self.entries().keys().cloned().collect()
    }

    /// Runs `work` on the organization with this host name.
    pub(crate) fn with<T>(&self, host: &str, work: impl FnOnce(&mut Entry) -> T) -> Result<T, SimError> {
        let mut entries = self.entries();
        let main =
            entries.values().find(|entry| entry.org.hosts().any(|name| name == host)).map(|e| e.org.host.clone());
        let entry = main.and_then(|main| entries.get_mut(&main));
        entry.map(work).ok_or_else(|| SimError::UnknownHost(host.to_owned()))
    }

    /// Changes an organization. Its host name cannot change.
    pub(crate) fn update(&self, host: &str, change: impl FnOnce(&mut Org)) -> Result<(), SimError> {
        self.with(host, |entry| {
            let mut org = entry.org.clone();
            change(&mut org);
            entry.org.host.clone_into(&mut org.host);
            entry.org = self.settle(org)?;
            self.notify();
            Ok(())
        })?
    }

    /// Waits until an organization, or its record, satisfies a condition.
    pub(crate) async fn until(&self, host: &str, is_so: impl Fn(&Entry) -> bool) -> Result<(), SimError> {
        let mut changed = self.changed.subscribe();
        while !self.with(host, |entry| is_so(entry))? {
            // The sender is in `self`: it cannot be gone.
            let _ = changed.changed().await;
        }
        Ok(())
    }

    /// Notifies everything that waits.
    pub(crate) fn notify(&self) {
        self.changed.send_replace(());
    }

    pub(crate) fn apply(&self, host: &str, scenario: Scenario) -> Result<(), SimError> {
        self.update(host, |org| scenario.apply(org))
    }

    /// Resets to the start: nothing recorded, no nonce or `jti` remembered.
    pub(crate) fn reset(&self, host: &str) -> Result<(), SimError> {
        self.with(host, |entry| {
            entry.org = entry.at_start.clone();
            entry.live = LiveState::default();
        })?;
        self.notify();
        Ok(())
    }

    /// Fills in the `kid` and the public half of every registered key.
    fn settle(&self, mut org: Org) -> Result<Org, SimError> {
        for key in org.apps.iter_mut().flat_map(|app| &mut app.keys) {
            match key.jwk {
                KeyMaterial::Demo => key.jwk = KeyMaterial::Jwk(self.demo_key.public_jwk().clone()),
                KeyMaterial::SomebodyElse => {
                    key.jwk = KeyMaterial::Jwk(keys::somebody_elses()?.public_jwk().clone());
                }
                KeyMaterial::Jwk(_) => {}
            }
            key.kid = match (key.kid.take(), &key.jwk) {
                (Some(kid), _) if kid == "demo" => Some(self.demo_key.key_id()),
                (None, KeyMaterial::Jwk(jwk)) => Some(jwk.thumbprint()),
                (kid, _) => kid,
            };
        }
        Ok(org.settled())
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<String, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
