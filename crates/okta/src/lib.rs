//! Talks to one Okta organisation.
