//! Schedule policy: when a connection is due, and how long an organization that does not respond is left alone
//! (exponential backoff).
//! Without I/O: times come in, times go out.

use std::time::Duration;
use store::{OrganizationBackoff, ScheduledConnection, VerificationWindow};
use time::OffsetDateTime;

/// The first back-off is this part of the regular time; each further one is twice as long, up to the regular time.
const FIRST_BACKOFF: u32 = 16;
/// Every time is shortened by up to this many thousandths, so that not all ask at once.
const JITTER: u32 = 100;

/// How often connections are verified.
#[derive(Debug, Clone, Copy)]
pub(super) struct Policy {
    pub(super) every: Duration,
}

impl Policy {
    /// How often to look for what is due.
    pub(super) fn look_every(self) -> Duration {
        (self.every / 50).clamp(Duration::from_millis(200), Duration::from_mins(1))
    }

    /// Between which times something may be due.
    pub(super) fn window(self, now: OffsetDateTime) -> VerificationWindow {
        let shortest = |time: Duration| time * (1_000 - JITTER) / 1_000;
        VerificationWindow {
            last_before: now - shortest(self.every),
            inconclusive_before: now - shortest(self.backoff(1)),
            ahead_of: now + self.tolerance(),
        }
    }

    pub(super) fn is_due(self, connection: &ScheduledConnection, now: OffsetDateTime) -> bool {
        now >= self.due_at(connection) || self.lies_ahead(connection.last, now)
    }

    /// After its regular time, or after its back-off where the last try came to nothing.
    pub(super) fn due_at(self, connection: &ScheduledConnection) -> OffsetDateTime {
        let pause = match connection.inconclusive {
            0 => self.every,
            tries => self.backoff(tries),
        };
        connection.last + jittered(pause, connection.id.as_bytes(), connection.inconclusive)
    }

    /// Whether an organization is left alone for now: it gave no answer, it said for how long, or another server asks
    /// it.
    pub(super) fn is_held_back(self, organization: &OrganizationBackoff, lease: Duration, now: OffsetDateTime) -> bool {
        let is_leased = organization.leased_until.is_some_and(|until| now < until && until <= now + lease * 2);
        let Some(tried_at) = organization.tried_at.filter(|at| !self.lies_ahead(*at, now)) else { return is_leased };
        let backoff = match organization.inconclusive {
            0 => return is_leased,
            tries => jittered(self.backoff(tries), organization.domain.as_bytes(), tries),
        };
        // No organization is left alone for longer than the regular time, whatever it asks for.
        let told = organization.retry_at.map(|at| at.min(tried_at + self.every));
        is_leased || now < told.map_or(tried_at + backoff, |told| told.max(tried_at + backoff))
    }

    /// The back-off after this many tries without a result.
    fn backoff(self, tries: u32) -> Duration {
        let factor = 1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(FIRST_BACKOFF);
        (self.every / FIRST_BACKOFF * factor.min(FIRST_BACKOFF)).min(self.every)
    }

    /// A time that has not come yet, by more than clocks differ, is of a clock that was wrong.
    fn lies_ahead(self, at: OffsetDateTime, now: OffsetDateTime) -> bool {
        at > now + self.tolerance()
    }

    fn tolerance(self) -> Duration {
        (self.every / 10).min(Duration::from_mins(5))
    }
}

/// The same each time for the same thing, and another for each try.
fn jittered(pause: Duration, of: &[u8], tries: u32) -> Duration {
    // FNV-1a: the random part of an id is in its last bytes.
    let seed = 0x811c_9dc5_u32 ^ tries.wrapping_mul(0x9e37_79b1);
    let hash = of.iter().fold(seed, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    pause * (1_000 - hash % (JITTER + 1)) / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;
    use uuid::Uuid;

    const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
    const DAY: Policy = Policy { every: Duration::from_hours(24) };
    const LEASE: Duration = Duration::from_mins(2);

    fn hours(count: i64) -> time::Duration {
        time::Duration::hours(count)
    }

    #[test]
    fn a_connection_is_due_after_its_time_or_up_to_a_tenth_earlier_and_when_its_last_time_lies_ahead() {
        for (last, inconclusive, due) in [
            (NOON - hours(21), 0, false),
            (NOON - hours(24), 0, true),
            (NOON - hours(1), 1, false),
            (NOON - time::Duration::minutes(91), 1, true),
            (NOON - hours(10), 4, false),
            (NOON - hours(13), 4, true),
            (NOON - hours(21), 99, false),
            (NOON - hours(25), 99, true),
            (NOON + time::Duration::minutes(1), 0, false),
            (NOON + hours(1), 0, true),
            (NOON + hours(24 * 365), 3, true),
        ] {
            let connection = ScheduledConnection { id: Uuid::now_v7(), domain: String::new(), last, inconclusive };
            assert_eq!(DAY.is_due(&connection, NOON), due, "{last} {inconclusive}");
        }
    }

    #[test]
    fn an_organization_is_left_alone_for_longer_each_time_and_as_long_as_it_says_but_never_for_longer_than_usual() {
        let minutes = time::Duration::minutes;
        for (what, inconclusive, tried, retry, leased, held_back) in [
            ("nothing is known", 0, None, None, None, false),
            ("it answers", 0, Some(-minutes(1)), None, None, false),
            ("one try", 1, Some(-minutes(80)), None, None, true),
            ("one try, long ago", 1, Some(-minutes(91)), None, None, false),
            ("three tries", 3, Some(-hours(5)), None, None, true),
            ("three tries, long ago", 3, Some(-minutes(361)), None, None, false),
            ("many tries", 77, Some(-hours(21)), None, None, true),
            ("many tries, a day ago", 77, Some(-hours(24)), None, None, false),
            ("it says when", 1, Some(-hours(3)), Some(hours(1)), None, true),
            ("it said when, and it is over", 1, Some(-hours(3)), Some(-hours(1)), None, false),
            ("it says too long", 1, Some(-hours(25)), Some(hours(1_000)), None, false),
            ("tried in a future that was wrong", 4, Some(hours(10_000)), Some(hours(10_001)), None, false),
            ("another server asks it", 0, None, None, Some(minutes(1)), true),
            ("another server died", 0, None, None, Some(-minutes(1)), false),
            ("another server's clock was wrong", 0, None, None, Some(hours(1)), false),
        ] {
            let organization = OrganizationBackoff {
                domain: "https://acme.okta.com".to_owned(),
                inconclusive,
                tried_at: tried.map(|tried| NOON + tried),
                retry_at: retry.map(|retry| NOON + retry),
                leased_until: leased.map(|leased| NOON + leased),
            };
            assert_eq!(DAY.is_held_back(&organization, LEASE, NOON), held_back, "{what}");
        }
    }

    #[test]
    fn the_window_leaves_out_nothing_that_is_due() {
        for every in [Duration::from_secs(4), Duration::from_hours(24)] {
            let policy = Policy { every };
            let window = policy.window(NOON);
            for inconclusive in 0..9 {
                for thousandths in (0..2_000).step_by(7) {
                    let last = NOON - every * thousandths / 1_000;
                    let connection =
                        ScheduledConnection { id: Uuid::now_v7(), domain: String::new(), last, inconclusive };
                    let is_seen =
                        last <= window.last_before || (inconclusive > 0 && last <= window.inconclusive_before);
                    assert!(is_seen || !policy.is_due(&connection, NOON), "{every:?} {inconclusive} {thousandths}");
                }
            }
        }
    }
}
