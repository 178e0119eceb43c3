//! Token bucket for fetching a key set although it is fresh: some at once, then one a minute.

use time::{Duration, OffsetDateTime};

const BURST: i32 = 3;
const EVERY: Duration = Duration::minutes(1);

/// When the bucket is full again (generic cell rate algorithm).
#[derive(Default)]
pub(super) struct Budget(Option<OffsetDateTime>);

impl Budget {
    pub(super) fn take(&mut self, now: OffsetDateTime) -> bool {
        // A bucket that would take longer to fill than it can is of a clock that was wrong.
        let full_at = self.0.filter(|at| *at <= now + EVERY * BURST).map_or(now, |at| at.max(now));
        let next = full_at + EVERY;
        let is_left = next - now <= EVERY * BURST;
        if is_left {
            self.0 = Some(next);
        }
        is_left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn some_at_once_and_then_one_a_minute_whatever_the_clock_did() {
        let noon = datetime!(2026-11-24 12:00 UTC);
        let mut budget = Budget::default();
        let mut at = |seconds: i64| budget.take(noon + Duration::seconds(seconds));
        assert_eq!([at(0), at(0), at(1), at(1), at(30)], [true, true, true, false, false]);
        assert_eq!([at(61), at(62), at(121)], [true, false, true]);
        let year = 365 * 86_400;
        assert_eq!([at(year), at(year), at(year), at(year)], [true, true, true, false]);
        assert!(at(200), "back from a year ahead");
    }
}
