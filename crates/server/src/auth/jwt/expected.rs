//! Expected claims: what a token must say to be accepted.

use std::time::Duration;

/// By how much clocks may differ.
pub(super) const LEEWAY: Duration = Duration::from_secs(30);

/// What a token must say to be ours.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) audience: &'a str,
    /// Which `typ` it may have beside none, in small letters and without `application/`.
    pub(crate) types: &'a [&'a str],
}
