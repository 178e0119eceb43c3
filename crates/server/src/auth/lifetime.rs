//! Lifetimes of sign-in links and sessions.

use time::Duration;

/// How long a one-time link waits to be opened.
pub const LINK_LIFETIME: Duration = Duration::minutes(10);
/// How long a session lives without being used.
pub const SESSION_IDLE: Duration = Duration::hours(12);
/// How long a session lives at most.
pub const SESSION_LIFETIME: Duration = Duration::days(7);
