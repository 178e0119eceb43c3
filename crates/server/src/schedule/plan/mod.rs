//! Schedule planning: what is verified next, several organizations at once, each one by one, those in trouble in a
//! lane of their own.
//! Without I/O, so that a day of it can be simulated in a moment.

use super::policy::Policy;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::time::Duration;
use store::{OrganizationBackoff, ScheduledConnection};
use time::OffsetDateTime;

/// How many organizations are asked at once.
pub(super) const AT_ONCE: usize = 16;
/// How many of those may be ones that gave no answer the last time: a run against them takes ten times as long.
const IN_TROUBLE_AT_ONCE: usize = 4;
/// For how long a server has an organization for itself; longer than any run takes.
pub(super) const LEASE: Duration = Duration::from_mins(2);

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// It came to a result.
    Conclusive,
    /// It did not, or another server has the organization.
    Nothing,
}

/// What is due, by organization.
pub(super) struct Plan {
    policy: Policy,
    waiting: HashMap<String, VecDeque<ScheduledConnection>>,
    /// When the first of each organization was due; those that are busy are in neither.
    ready: BTreeSet<(OffsetDateTime, String)>,
    in_trouble: BTreeSet<(OffsetDateTime, String)>,
    /// Organizations that are being asked, and whether they count as in trouble.
    busy: HashMap<String, bool>,
}

impl Plan {
    pub(super) fn new(policy: Policy) -> Self {
        let (ready, in_trouble) = (BTreeSet::new(), BTreeSet::new());
        Self { policy, waiting: HashMap::new(), ready, in_trouble, busy: HashMap::new() }
    }

    /// Takes what was found in place of what was planned before.
    pub(super) fn load(
        &mut self,
        candidates: Vec<ScheduledConnection>,
        organizations: &[OrganizationBackoff],
        now: OffsetDateTime,
    ) {
        let policy = self.policy;
        let held_back: HashSet<&str> = organizations
            .iter()
            .filter(|organization| policy.is_held_back(organization, LEASE, now))
            .map(|organization| organization.domain.as_str())
            .collect();
        let troubled: HashSet<&str> = organizations
            .iter()
            .filter(|organization| organization.inconclusive > 0)
            .map(|organization| organization.domain.as_str())
            .collect();
        let mut due: BTreeMap<String, Vec<ScheduledConnection>> = BTreeMap::new();
        for candidate in candidates {
            let is_free = !held_back.contains(candidate.domain.as_str()) && !self.busy.contains_key(&candidate.domain);
            if is_free && policy.is_due(&candidate, now) {
                due.entry(candidate.domain.clone()).or_default().push(candidate);
            }
        }
        self.waiting.clear();
        self.ready.clear();
        self.in_trouble.clear();
        for (domain, mut connections) in due {
            connections.sort_by_key(|connection| policy.due_at(connection));
            self.waiting.insert(domain.clone(), connections.into());
            self.line_up(&domain, troubled.contains(domain.as_str()));
        }
    }

    /// The next to verify, if a place is free: the one that has been due for longest.
    pub(super) fn next(&mut self) -> Option<ScheduledConnection> {
        let in_trouble_now = self.busy.values().filter(|in_trouble| **in_trouble).count();
        if self.busy.len() >= AT_ONCE {
            return None;
        }
        let (lane, in_trouble) = if in_trouble_now < IN_TROUBLE_AT_ONCE && self.is_troubles_turn() {
            (&mut self.in_trouble, true)
        } else {
            (&mut self.ready, false)
        };
        let (_, domain) = lane.pop_first()?;
        let connection = self.waiting.get_mut(&domain)?.pop_front()?;
        self.busy.insert(domain, in_trouble);
        Some(connection)
    }

    /// One is done, and its organization free again. Where nothing came of it, the rest of that organization waits.
    pub(super) fn finished(&mut self, domain: &str, tried: Tried) {
        self.busy.remove(domain);
        match tried {
            Tried::Conclusive => self.line_up(domain, false),
            Tried::Nothing => drop(self.waiting.remove(domain)),
        }
    }

    fn is_troubles_turn(&self) -> bool {
        match (self.in_trouble.first(), self.ready.first()) {
            (Some(trouble), Some(ready)) => trouble < ready,
            (trouble, None) => trouble.is_some(),
            (None, _) => false,
        }
    }

    fn line_up(&mut self, domain: &str, is_trouble: bool) {
        let Some(first) = self.waiting.get(domain).and_then(VecDeque::front) else {
            self.waiting.remove(domain);
            return;
        };
        let turn = (self.policy.due_at(first), domain.to_owned());
        if is_trouble {
            self.in_trouble.insert(turn)
        } else {
            self.ready.insert(turn)
        };
    }
}

#[cfg(test)]
mod simulation;
