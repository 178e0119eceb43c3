//! Twelve hours of the schedule in virtual time: 10,000 connections of 2,000 organizations, 200 of which hang, limit or
//! are down. `cargo test -p server --lib simulation -- --nocapture` prints how often each was asked.

#![allow(clippy::unwrap_used)]

use super::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use time::macros::datetime;
use uuid::Uuid;

const START: OffsetDateTime = datetime!(2026-11-24 00:00 UTC);
const ORGANIZATIONS: usize = 2_000;
const CONNECTIONS_OF_ONE: usize = 5;

/// How an organization answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Healthy,
    /// Takes the request and says nothing.
    Hangs,
    /// 429, with a reset in a minute.
    Limits,
    /// 503, with `Retry-After: 7200`.
    SaysWhen,
    /// Refuses connections.
    Down,
    /// Down for the first four hours.
    Recovers,
}

const KINDS: [(Kind, usize); 6] = [
    (Kind::Hangs, 60),
    (Kind::Limits, 40),
    (Kind::SaysWhen, 40),
    (Kind::Down, 40),
    (Kind::Recovers, 20),
    (Kind::Healthy, ORGANIZATIONS - 200),
];

impl Kind {
    /// How long a run takes, whether it comes to a result, and how long the organization wants to be left alone.
    fn answer(self, now: OffsetDateTime) -> (Duration, bool, Option<Duration>) {
        let seconds = Duration::from_secs;
        match self {
            Self::Healthy => (seconds(2), true, None),
            Self::Hangs => (seconds(30), false, None),
            Self::Limits => (seconds(1), false, Some(seconds(60))),
            Self::SaysWhen => (seconds(1), false, Some(seconds(7_200))),
            Self::Recovers if now >= START + Duration::from_hours(4) => (seconds(2), true, None),
            Self::Down | Self::Recovers => (seconds(3), false, None),
        }
    }
}

/// What the database would hold.
struct World {
    policy: Policy,
    now: OffsetDateTime,
    connections: Vec<(ScheduledConnection, Kind, Vec<OffsetDateTime>)>,
    organizations: HashMap<String, OrganizationBackoff>,
}

impl World {
    /// With one of so many of the organizations.
    fn new(every: Duration, of: usize) -> Self {
        let kinds = KINDS.into_iter().flat_map(|(kind, count)| std::iter::repeat_n(kind, count / of));
        let kinds: Vec<Kind> = kinds.collect();
        let connection = |index: usize| {
            let kind = kinds[index / CONNECTIONS_OF_ONE];
            // As they were left by a day of running: anywhere within the regular time.
            let last = START - every * u32::try_from(index * 7_919 % 1_000).unwrap() / 1_000;
            let id =
                Uuid::from_u128(u128::try_from(index).unwrap().wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
            let domain = format!("https://org{}.okta.com", index / CONNECTIONS_OF_ONE);
            (ScheduledConnection { id, domain, last, inconclusive: 0 }, kind, Vec::new())
        };
        let connections = (0..kinds.len() * CONNECTIONS_OF_ONE).map(connection).collect();
        Self { policy: Policy { every }, now: START, connections, organizations: HashMap::new() }
    }

    fn candidates(&self) -> Vec<ScheduledConnection> {
        let window = self.policy.window(self.now);
        let is_seen = |connection: &ScheduledConnection| {
            connection.last <= window.last_before
                || (connection.inconclusive > 0 && connection.last <= window.inconclusive_before)
                || connection.last > window.ahead_of
        };
        self.connections.iter().map(|(connection, ..)| connection).filter(|found| is_seen(found)).cloned().collect()
    }

    fn finish(&mut self, index: usize, started: OffsetDateTime) -> Tried {
        let (connection, kind, asked) = &mut self.connections[index];
        let (_, conclusive, retry_after) = kind.answer(started);
        asked.push(started);
        connection.last = self.now;
        if conclusive {
            connection.inconclusive = 0;
            self.organizations.remove(&connection.domain);
            return Tried::Conclusive;
        }
        connection.inconclusive += 1;
        let domain = connection.domain.clone();
        let new = OrganizationBackoff { domain, inconclusive: 0, tried_at: None, retry_at: None, leased_until: None };
        let organization = self.organizations.entry(connection.domain.clone()).or_insert(new);
        organization.inconclusive += 1;
        organization.tried_at = Some(self.now);
        organization.retry_at = retry_after.map(|wait| self.now + wait);
        Tried::Nothing
    }

    /// Lets the schedule run for that long.
    fn run(&mut self, long: Duration) {
        let index: HashMap<Uuid, usize> =
            self.connections.iter().enumerate().map(|(index, (connection, ..))| (connection.id, index)).collect();
        let mut plan = Plan::new(self.policy);
        let mut running: BinaryHeap<Reverse<(OffsetDateTime, usize, OffsetDateTime)>> = BinaryHeap::new();
        let (mut look, end) = (self.now, self.now + long);
        while self.now < end {
            match running.peek() {
                Some(Reverse((ends, ..))) if *ends <= look => {
                    let Reverse((ends, connection, started)) = running.pop().unwrap();
                    self.now = ends;
                    let domain = self.connections[connection].0.domain.clone();
                    let tried = self.finish(connection, started);
                    plan.finished(&domain, tried);
                }
                _ => {
                    self.now = look;
                    look += self.policy.look_every();
                    let organizations: Vec<_> = self.organizations.values().cloned().collect();
                    plan.load(self.candidates(), &organizations, self.now);
                }
            }
            while let Some(connection) = plan.next() {
                let connection = index[&connection.id];
                let (takes, ..) = self.connections[connection].1.answer(self.now);
                running.push(Reverse((self.now + takes, connection, self.now)));
            }
            assert!(running.len() <= AT_ONCE);
        }
    }

    /// The longest that a connection of this kind went without being asked, up to the end.
    fn longest_gap(&self, kind: Kind) -> time::Duration {
        let of_kind = self.connections.iter().filter(|(_, found, _)| *found == kind);
        let gaps = of_kind.flat_map(|(_, _, asked)| asked.windows(2).map(|pair| pair[1] - pair[0]));
        gaps.max().unwrap_or(time::Duration::ZERO)
    }

    /// Times that one organization of this kind was asked: least, mean, most.
    fn asked(&self, kind: Kind) -> (usize, f64, usize) {
        let mut by_organization: BTreeMap<&str, usize> = BTreeMap::new();
        for (connection, found, asked) in &self.connections {
            if *found == kind {
                *by_organization.entry(&connection.domain).or_default() += asked.len();
            }
        }
        let counts = || by_organization.values().copied();
        #[allow(clippy::cast_precision_loss)] // some thousand
        let mean = counts().sum::<usize>() as f64 / by_organization.len() as f64;
        (counts().min().unwrap(), mean, counts().max().unwrap())
    }

    #[allow(clippy::print_stdout)] // the table is what the test is read for
    fn print(&self, hours: u64) {
        println!("every {:?}, {hours} hours:", self.policy.every);
        println!("| kind | organizations | asked, of one: least | mean | most | longest pause of a connection |");
        println!("|---|---|---|---|---|---|");
        for (kind, _) in KINDS {
            let count = self.connections.iter().filter(|(_, found, _)| *found == kind).count() / CONNECTIONS_OF_ONE;
            let ((least, mean, most), gap) = (self.asked(kind), self.longest_gap(kind).whole_minutes());
            println!("| {kind:?} | {count} | {least} | {mean:.1} | {most} | {gap} min |");
        }
    }
}

#[test]
fn twelve_hours_of_ten_thousand_connections_hammer_nobody_and_starve_nobody() {
    let every = Duration::from_hours(1);
    let mut world = World::new(every, 1);
    world.run(Duration::from_hours(12));
    world.print(12);
    let limit = every * 11 / 10;
    assert!(world.longest_gap(Kind::Healthy) <= limit, "{}", world.longest_gap(Kind::Healthy));
    for (connection, kind, asked) in &world.connections {
        let waited = world.now - asked.last().copied().unwrap_or(START);
        assert!(!asked.is_empty(), "{connection:?} {kind:?} was never asked");
        assert!(*kind != Kind::Healthy || waited <= limit, "{connection:?} waits for {waited}");
    }
    let (least, ..) = world.asked(Kind::Healthy);
    for (kind, _) in KINDS {
        let (_, _, most) = world.asked(kind);
        assert!(most <= least * 5 / 4, "{kind:?} was asked {most} times, a healthy organization {least}");
    }
    // Who answers again is asked as before within the regular time.
    let (_, recovered, _) = world.asked(Kind::Recovers);
    assert!(recovered >= 30.0, "{recovered}");
}

#[test]
fn a_day_between_verifications_keeps_those_in_trouble_to_some_tries() {
    let every = Duration::from_hours(24);
    let mut world = World::new(every, 10);
    world.run(Duration::from_hours(48));
    world.print(48);
    assert!(world.longest_gap(Kind::Healthy) <= every * 11 / 10);
    for kind in [Kind::Hangs, Kind::Limits, Kind::SaysWhen, Kind::Down] {
        let (least, _, most) = world.asked(kind);
        assert!((2..=10).contains(&least) && most <= 10, "{kind:?} {least} {most}");
    }
}

#[test]
fn one_organization_is_asked_one_by_one_and_holds_nobody_up() {
    let mut world = World::new(Duration::from_mins(10), 1);
    // All of them are due at once, and one organization has 2,000 connections, which take longer than there is.
    for (index, (connection, kind, _)) in world.connections.iter_mut().enumerate() {
        connection.last = START - Duration::from_hours(2);
        (connection.domain, *kind) = if index < 2_000 {
            ("https://huge.okta.com".to_owned(), Kind::Healthy)
        } else {
            (format!("https://org{}.okta.com", index % 500), Kind::Healthy)
        };
    }
    world.connections.truncate(3_000);
    world.run(Duration::from_mins(30));
    let others = &world.connections[2_000..];
    assert!(others.iter().all(|(_, _, asked)| asked.len() >= 2), "nobody waits for the huge one");
    let mut huge: Vec<_> = world.connections[..2_000].iter().flat_map(|(_, _, asked)| asked.iter().copied()).collect();
    huge.sort();
    assert!(huge.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_secs(2)), "one by one");
    assert!(huge.len() > 500, "and without pauses: {}", huge.len());
}

#[test]
fn those_in_trouble_have_some_places_and_whoever_answers_has_the_rest() {
    let policy = Policy { every: Duration::from_hours(1) };
    let domain = |number: u32| format!("https://org{number}.okta.com");
    // Those in trouble have been due for longer.
    let connection = |number: u32| {
        let last = START - Duration::from_hours(48) + Duration::from_secs(number.into());
        let id = Uuid::from_u128(number.into());
        ScheduledConnection { id, domain: domain(number), last, inconclusive: u32::from(number < 50) }
    };
    let in_trouble = |number: u32| {
        let tried_at = Some(START - Duration::from_hours(24));
        OrganizationBackoff { domain: domain(number), inconclusive: 1, tried_at, retry_at: None, leased_until: None }
    };
    let mut plan = Plan::new(policy);
    plan.load((0..100).map(connection).collect(), &(0..50).map(in_trouble).collect::<Vec<_>>(), START);
    let begun: Vec<_> = std::iter::from_fn(|| plan.next()).collect();
    let troubled = begun.iter().filter(|connection| connection.inconclusive > 0).count();
    assert_eq!((begun.len(), troubled), (16, 4));
    plan.finished(&begun[0].domain, Tried::Nothing);
    assert_eq!(plan.next().map(|connection| connection.inconclusive), Some(1), "one in trouble after another");
    plan.finished(&begun[15].domain, Tried::Conclusive);
    assert_eq!(plan.next().map(|connection| connection.inconclusive), Some(0));
}
