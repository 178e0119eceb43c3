//! The clock: the time now, in UTC, and as RFC 3339 text.

use std::sync::Arc;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A clock; tests bring their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::from_fn(OffsetDateTime::now_utc)
    }

    /// A clock that shows what `now` gives.
    pub fn from_fn(now: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Now, in UTC.
    pub fn now(&self) -> OffsetDateTime {
        (self.0)()
    }

    /// Now, as answers and the database write it.
    pub fn text(&self) -> String {
        rfc3339(self.now())
    }
}

/// RFC 3339, in UTC.
pub(crate) fn rfc3339(at: OffsetDateTime) -> String {
    let utc = at.to_offset(time::UtcOffset::UTC);
    utc.format(&Rfc3339).unwrap_or_else(|_| utc.to_string())
}
