//! The request that was answered, as far as its diagnosis needs it.

/// What the request was, as far as it matters to its answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The `kid` that the assertion named.
    pub(crate) key_id: Option<String>,
    /// The algorithm that the assertion was signed with.
    pub(crate) algorithm: &'static str,
    /// What is known of this machine's clock.
    pub(crate) clock: ClockSeen,
    /// Whether the host is under a domain of Okta's own, where only Okta answers.
    pub(crate) at_okta: bool,
}

/// This machine's clock, beside Okta's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ClockSeen {
    /// No answer told what time it is there.
    #[default]
    Unknown,
    /// They differ by no more than [`TOLERATED_SKEW`].
    Right,
    /// They differ by more.
    Off,
}

/// How far the clocks may differ, in seconds, before a refused time is put down to them. `Date` counts whole seconds,
/// and an answer may be seconds under way.
pub(crate) const TOLERATED_SKEW: i64 = 30;
